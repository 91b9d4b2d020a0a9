import type { AllMessages } from "./messages.ts";

export const en: AllMessages = {
  languageName: "English",
  languageMenu: "Language",
  asking: {
    title: "Leave this list?",
    text: "You will get no more emails from it.",
    button: "Leave this list",
    note: "Nothing changes until you press a button.",
  },
  left: {
    title: "You have left this list",
    text: "You will get no more emails from it. One that is already on its way may still arrive.",
  },
  leaving: {
    title: "You are on your way out",
    text: "Your request is stored and will be carried out. There is nothing more for you to do. An email may still arrive before then.",
  },
  noContact: {
    title: "This address is not subscribed",
    text: "The address that this link was made for is not on this sender's lists, so no mailings go there. If you keep getting emails, they are sent to another address, such as one that forwards to you. Use the unsubscribe link in one of those emails.",
  },
  deadLetter: {
    title: "Your request is with the sender",
    text: "It is stored, but it could not be carried out automatically. The sender has been told and has to do it by hand. You may get more emails until then.",
  },
  stopped: {
    title: "All emails are stopped",
    text: "You will get no more mailings from this sender. One that is already on its way may still arrive.",
  },
  everything: {
    button: "Stop all emails from {brand}",
    buttonUnnamed: "Stop all emails from this sender",
  },
  undo: {
    question: "Was that a mistake?",
    rejoin: "Rejoin this list",
    resume: "Get emails again",
    note: "This button works for 30 minutes.",
  },
  rejoined: "You are back on the list",
  resumed: "You will get emails again",
  cancelled: {
    title: "Your request is canceled",
    text: "Everything is as it was before.",
  },
  notCarriedOut:
    "It will not be carried out. If you have asked to unsubscribe in another way too, that request still stands.",
  undoing: {
    title: "Your undo is on its way",
    text: "It is stored and will be carried out, unless someone asks to unsubscribe again first. There is nothing more for you to do.",
  },
  expired: {
    title: "This can no longer be undone here",
    text: "Nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  askedAgain: {
    title: "There is a newer request",
    text: "Someone has asked to unsubscribe again since your request, so nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  othersStand: {
    title: "Another request still stands",
    text: "There is another request to unsubscribe you, such as one from a different email, so nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  outOfDate: {
    title: "This page is out of date",
    text: "Someone may have asked to unsubscribe again in the meantime. If you still get emails, open the unsubscribe link in the latest one and ask again.",
  },
  tryAgain: {
    title: "That did not work yet",
    text: "What you asked for has not been done. This is not your fault. Please try again in a minute.",
    button: "Try again",
  },
  tooMany: {
    title: "A moment, please",
    text: "This link was used many times in a short while. Please wait a minute, then try again.",
  },
  badLink: {
    title: "This link does not work",
    text: "It may have been cut short or changed on its way. Nothing has been changed.",
    hints: [
      "Open the link in the email itself.",
      "If you copied it, copy the whole link, to its last letter.",
    ],
  },
  noReader: {
    title: "This link does not say who you are",
    text: "Nothing has been changed. Open the link in the latest email.",
  },
  help: {
    write: "Still stuck? Write to",
    reply: "Still stuck? Reply to the email and ask to be taken off the list.",
  },
};
