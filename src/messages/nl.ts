import type { Messages } from "./messages.ts";

export const nl: Messages = {
  languageName: "Nederlands",
  languages: "Taal",
  asking: {
    title: "Afmelden voor deze lijst?",
    text: "Er verandert pas iets als u op een knop drukt.",
    button: "Afmelden voor deze lijst",
  },
  done: {
    title: "U bent afgemeld voor deze lijst",
    text: "U krijgt geen e-mails meer van deze lijst. Een e-mail die al onderweg is, kan nog aankomen.",
  },
  queued: {
    title: "Uw afmelding wordt verwerkt",
    text: "Uw verzoek is opgeslagen en wordt uitgevoerd. U hoeft verder niets te doen. Tot die tijd kan er nog een e-mail komen.",
  },
  undo: {
    question: "Was dat een vergissing?",
    note: "Deze knop werkt 30\u00A0minuten.",
  },
  undone: {
    title: "U staat weer op de lijst",
    text: "Alles is zoals voorheen.",
  },
  "undone-everything": {
    title: "U krijgt weer e-mails",
  },
  canceled: {
    title: "Uw verzoek is ingetrokken",
  },
  "too-late": {
    title: "Terugdraaien kan hier niet meer",
    text: "Er is niets gewijzigd. Wilt u de e-mails weer ontvangen? Meld u dan bij de afzender aan, net als de eerste keer.",
  },
  "try-again": {
    title: "Dat is nog niet gelukt",
    text: "Uw verzoek is niet uitgevoerd. Dat ligt niet aan u. Probeer het over een minuut opnieuw.",
    button: "Opnieuw proberen",
  },
  general: {
    title: "Deze link zegt niet wie u bent",
  },
  "bad-link": {
    title: "Deze link werkt niet",
    text: "Misschien is de link onderweg afgebroken of veranderd. Er is niets gewijzigd.",
    hints: [
      "Open de link in de e-mail zelf.",
      "Hebt u de link gekopieerd? Kopieer hem dan helemaal, tot en met het laatste teken.",
    ],
  },
  help: {
    write: "Lukt het nog steeds niet? Mail naar",
    reply: "Lukt het nog steeds niet? Beantwoord de e-mail en vraag om u van de lijst te halen.",
  },
};
