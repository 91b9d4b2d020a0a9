import type { Messages } from "./messages.ts";

export const de: Messages = {
  languageName: "Deutsch",
  languageMenu: "Sprache",
  asking: {
    title: "Newsletter abbestellen?",
    text: "Sie erhalten ihn dann nicht mehr.",
    button: "Newsletter abbestellen",
    note: "Solange Sie keinen Knopf drücken, ändert sich nichts.",
  },
  left: {
    title: "Newsletter abbestellt",
    text: "Sie erhalten ihn nicht mehr. Eine E-Mail, die schon unterwegs ist, kann noch ankommen.",
  },
  leaving: {
    title: "Ihre Abmeldung ist vorgemerkt",
    text: "Ihr Wunsch ist gespeichert und wird ausgeführt. Mehr müssen Sie nicht tun. Bis dahin kann noch eine E-Mail ankommen.",
  },
  stopped: {
    title: "Alle E-Mails sind abbestellt",
    text: "Sie erhalten von diesem Absender keine Newsletter mehr. Eine E-Mail, die schon unterwegs ist, kann noch ankommen.",
  },
  everything: {
    button: "Alle E-Mails von {brand} abbestellen",
    buttonUnnamed: "Alle E-Mails dieses Absenders abbestellen",
  },
  undo: {
    question: "War das ein Versehen?",
    rejoin: "Newsletter wieder abonnieren",
    resume: "Wieder E-Mails erhalten",
    note: "Dieser Knopf funktioniert 30\u00A0Minuten lang.",
  },
  rejoined: "Newsletter wieder abonniert",
  resumed: "Sie erhalten wieder E-Mails",
  cancelled: {
    title: "Abmeldung zurückgezogen",
    text: "Alles ist so wie vorher.",
  },
  expired: {
    title: "Das geht hier leider nicht mehr",
    text: "Es wurde nichts geändert. Wenn Sie die E-Mails wieder erhalten möchten, melden Sie sich beim Absender wie beim ersten Mal an.",
  },
  tryAgain: {
    title: "Das hat noch nicht geklappt",
    text: "Ihr Wunsch wurde nicht ausgeführt. Das liegt nicht an Ihnen. Bitte versuchen Sie es in einer Minute noch einmal.",
    button: "Noch einmal versuchen",
  },
  tooMany: {
    title: "Einen Moment bitte",
    text: "Dieser Link wurde in kurzer Zeit sehr oft verwendet. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
  },
  badLink: {
    title: "Dieser Link funktioniert nicht",
    text: "Vielleicht wurde er unterwegs abgeschnitten oder beschädigt. Es wurde nichts geändert.",
    hints: [
      "Öffnen Sie den Link direkt in der E-Mail.",
      "Falls Sie ihn kopiert haben: Kopieren Sie den ganzen Link bis zum letzten Zeichen.",
    ],
  },
  noReader: {
    title: "Dieser Link sagt nicht, wer Sie sind",
    text: "Es wurde nichts geändert. Öffnen Sie den Link in der neuesten E-Mail.",
  },
  help: {
    write: "Klappt es immer noch nicht? Schreiben Sie an",
    reply: "Klappt es immer noch nicht? Antworten Sie auf die E-Mail und bitten Sie um Abmeldung.",
  },
};
