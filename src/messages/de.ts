import type { Messages } from "./messages.ts";

export const de: Messages = {
  languageName: "Deutsch",
  languages: "Sprache",
  asking: {
    title: "Newsletter abbestellen?",
    text: "Ohne Klick ändert sich nichts.",
    button: "Newsletter abbestellen",
  },
  done: {
    title: "Newsletter abbestellt",
    text: "Sie erhalten ihn nicht mehr. Eine E-Mail, die schon unterwegs ist, kann noch ankommen.",
  },
  queued: {
    title: "Ihre Abmeldung ist vorgemerkt",
    text: "Ihre Abmeldung ist gespeichert und wird ausgeführt. Mehr müssen Sie nicht tun. Bis dahin kann noch eine E-Mail ankommen.",
  },
  undo: {
    question: "War das ein Versehen?",
    note: "Dieser Knopf funktioniert 30\u00A0Minuten lang.",
  },
  undone: {
    title: "Newsletter wieder abonniert",
    text: "Alles ist so wie vorher.",
  },
  "undone-everything": {
    title: "Sie erhalten wieder E-Mails",
  },
  canceled: {
    title: "Abmeldung zurückgezogen",
  },
  "too-late": {
    title: "Hier lässt sich das nicht mehr rückgängig machen",
    text: "Es wurde nichts geändert. Wenn Sie die E-Mails wieder erhalten möchten, melden Sie sich beim Absender wie beim ersten Mal an.",
  },
  "try-again": {
    title: "Das hat noch nicht geklappt",
    text: "Ihr Wunsch wurde nicht ausgeführt. Das liegt nicht an Ihnen. Bitte versuchen Sie es in einer Minute noch einmal.",
    button: "Noch einmal versuchen",
  },
  general: {
    title: "Dieser Link sagt nicht, wer Sie sind",
  },
  "bad-link": {
    title: "Dieser Link funktioniert nicht",
    text: "Vielleicht wurde er unterwegs abgeschnitten oder beschädigt. Es wurde nichts geändert.",
    hints: [
      "Öffnen Sie den Link direkt in der E-Mail.",
      "Falls Sie ihn kopiert haben: Kopieren Sie den ganzen Link bis zum letzten Zeichen.",
    ],
  },
  help: {
    write: "Klappt es immer noch nicht? Schreiben Sie an",
    reply: "Klappt es immer noch nicht? Antworten Sie auf die E-Mail und bitten Sie um Abmeldung.",
  },
};
