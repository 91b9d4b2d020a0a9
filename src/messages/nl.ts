import type { Messages } from "./messages.ts";

export const nl: Messages = {
  languageName: "Nederlands",
  languageMenu: "Taal",
  asking: {
    title: "Afmelden voor deze lijst?",
    text: "U krijgt er dan geen e-mails meer van.",
    button: "Afmelden voor deze lijst",
    note: "Er verandert pas iets als u op een knop drukt.",
  },
  left: {
    title: "U bent afgemeld",
    text: "U krijgt geen e-mails meer van deze lijst. Een e-mail die al onderweg is, kan nog aankomen.",
  },
  leaving: {
    title: "Uw afmelding wordt verwerkt",
    text: "Uw verzoek is opgeslagen en wordt uitgevoerd. U hoeft verder niets te doen. Tot die tijd kan er nog een e-mail komen.",
  },
  stopped: {
    title: "Alle e-mails zijn stopgezet",
    text: "U krijgt geen e-mails meer van deze afzender. Een e-mail die al onderweg is, kan nog aankomen.",
  },
  everything: {
    button: "Alle e-mails van {brand} stopzetten",
    buttonUnnamed: "Alle e-mails van deze afzender stopzetten",
  },
  undo: {
    question: "Was dat een vergissing?",
    rejoin: "Weer aanmelden",
    resume: "Weer e-mails ontvangen",
    note: "Deze knop werkt 30\u00A0minuten.",
  },
  rejoined: "U staat weer op de lijst",
  resumed: "U krijgt weer e-mails",
  cancelled: {
    title: "Uw verzoek is ingetrokken",
    text: "Alles is zoals voorheen.",
  },
  expired: {
    title: "Terugdraaien kan hier niet meer",
    text: "Er is niets gewijzigd. Wilt u de e-mails weer ontvangen? Meld u dan bij de afzender aan, net als de eerste keer.",
  },
  tryAgain: {
    title: "Dat is nog niet gelukt",
    text: "Uw verzoek is niet uitgevoerd. Dat ligt niet aan u. Probeer het over een minuut opnieuw.",
    button: "Opnieuw proberen",
  },
  tooMany: {
    title: "Een ogenblik geduld",
    text: "Deze link is in korte tijd vaak gebruikt. Wacht een minuut en probeer het dan opnieuw.",
  },
  badLink: {
    title: "Deze link werkt niet",
    text: "Misschien is de link onderweg afgebroken of veranderd. Er is niets gewijzigd.",
    hints: [
      "Open de link in de e-mail zelf.",
      "Hebt u de link gekopieerd? Kopieer hem dan helemaal, tot en met het laatste teken.",
    ],
  },
  noReader: {
    title: "Deze link zegt niet wie u bent",
    text: "Er is niets gewijzigd. Open de link in de nieuwste e-mail.",
  },
  help: {
    write: "Lukt het nog steeds niet? Mail naar",
    reply: "Lukt het nog steeds niet? Beantwoord de e-mail en vraag om u van de lijst te halen.",
  },
};
