import type { Messages } from "./messages.ts";

export const en: Messages = {
  asking: {
    title: "Leave this list?",
    text: "You will get no more of these e-mails.",
    button: "Leave this list",
    note: "Nothing changes until you press the button.",
  },
  left: {
    title: "You have left",
    text: "You will get no more e-mails from this list. One that is already on its way may still arrive.",
  },
  leaving: {
    title: "You are on your way out",
    text: "Your request is stored and will be carried out. There is nothing more for you to do. An e-mail may still arrive before then.",
  },
  tryAgain: {
    title: "That did not work yet",
    text: "We could not take you off the list just now, so you may still get its e-mails. This is not your fault. Please try again in a minute.",
    button: "Try again",
  },
  tooMany: {
    title: "A moment, please",
    text: "This link was used many times within a minute. Please wait a minute, then try again.",
  },
  badLink: {
    title: "This link does not work",
    text: "It may have been cut short or changed on its way. Nothing has been changed.",
    hints: [
      "Open the link from the e-mail itself.",
      "If you copied it, copy the whole link, to its last letter.",
      "If you have a newer e-mail from this list, use the link in that one.",
    ],
    support: "Still stuck? Write to",
    noSupport: "Still stuck? Reply to the e-mail and ask to be taken off the list.",
  },
  outOfOrder: {
    title: "This is not your fault",
    text: "This page is not set up correctly at the moment, so you have not been taken off the list. Please try again later.",
  },
};
