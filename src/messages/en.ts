import type { Messages } from "./messages.ts";

export const en: Messages = {
  languageName: "English",
  languages: "Language",
  labels: { sender: "Sender", list: "List", address: "Address" },
  asking: {
    title: "Unsubscribe from this list?",
    text: "Nothing has changed yet. Press the button to stop these emails.",
    button: "Unsubscribe",
  },
  everything: {
    button: "Unsubscribe from all mailings from {brand}",
    buttonUnnamed: "Unsubscribe from all mailings from this sender",
  },
  done: {
    title: "You are unsubscribed",
    text: "You will get no more emails from this list. An email that was already sent may still arrive.",
  },
  "done-everything": {
    title: "You are unsubscribed from all mailings",
    text: "You will get no more newsletters or offers from this sender. Messages about an order or an account may still arrive.",
  },
  queued: {
    title: "You will be unsubscribed soon",
    text: "We have saved your request and will carry it out. You do not need to do anything else. An email may still arrive until then.",
  },
  "no-contact": {
    title: "This address is not subscribed",
    text: "This sender sends no mailings to the address that this link was made for. If you still get them, they go to another address that forwards to you. Use the unsubscribe link in one of those emails.",
  },
  "dead-letter": {
    title: "Your request is with the sender",
    text: "We have saved your request but cannot carry it out. We have told the sender, who has to do it by hand. Emails may still arrive until then.",
  },
  undo: {
    question: "Unsubscribed by mistake?",
    button: "Undo",
    note: "You can undo this for 30 minutes.",
  },
  undone: {
    title: "You are subscribed again",
    text: "Everything is as it was before.",
  },
  "undone-everything": {
    title: "You will get emails again",
    text: "They come from the lists that you have not unsubscribed from.",
  },
  canceled: {
    title: "Your request to unsubscribe is canceled",
    text: "It will not be carried out. If you have also asked in another way, that request still stands.",
  },
  undoing: {
    title: "This will be undone soon",
    text: "We have saved your undo and will carry it out, unless someone asks to unsubscribe again first.",
  },
  "asked-again": {
    title: "There is a newer request",
    text: "Someone has asked to unsubscribe again since, so nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  "others-stand": {
    title: "Another request still stands",
    text: "You have also asked to unsubscribe in another way, such as from another email, so nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  "too-late": {
    title: "It is too late to undo this here",
    text: "Nothing has been changed. To get the emails again, sign up with the sender as you did the first time.",
  },
  "out-of-date": {
    title: "This page is out of date",
    text: "Someone may have asked again since. If you still get these emails, you can unsubscribe again.",
  },
  "try-again": {
    title: "Something went wrong",
    text: "Nothing has been changed. This is our fault, not yours. Please try again in a few minutes.",
    button: "Try again",
  },
  "too-many": {
    title: "This link was used too often",
    text: "Your last request was not carried out. Please wait at least a minute, then try again.",
  },
  general: {
    title: "We cannot tell who you are from this link",
    text: "Nothing has been changed. Use the Unsubscribe button of your mail program, or open the link in a newer email.",
  },
  "bad-link": {
    title: "This link does not work",
    text: "It may have been cut off or damaged on its way. Nothing has been changed.",
    hints: [
      "Open the link in the email itself.",
      "If you copied it, copy the whole link, to its last character.",
    ],
  },
  "out-of-order": {
    title: "This page is not available right now",
    text: "This is our fault, not yours. Please try again in 5 minutes.",
  },
  home: {
    title: "This site is for unsubscribing",
    text: "To stop emails, open the unsubscribe link in one of them.",
  },
  help: {
    write: "Still stuck? Write to",
    reply: "Still stuck? Reply to the email and ask to be unsubscribed.",
  },
};
