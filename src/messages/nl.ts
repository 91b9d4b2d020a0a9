import type { Messages } from "./messages.ts";

export const nl: Messages = {
  languageName: "Nederlands",
  languages: "Taal",
  labels: {
    sender: "Afzender",
    list: "Lijst",
    address: "E\u2011mailadres",
  },
  asking: {
    title: "Afmelden voor deze lijst?",
    text: "Er is nog niets gewijzigd. Druk op de knop om deze e\u2011mails te stoppen.",
    button: "Afmelden",
  },
  everything: {
    button: "Afmelden voor alle mailings van {brand}",
    buttonUnnamed: "Afmelden voor alle mailings van deze afzender",
  },
  done: {
    title: "U bent afgemeld voor deze lijst",
    text: "U krijgt geen e\u2011mails meer van deze lijst. Een e\u2011mail die al is verstuurd, kan nog aankomen.",
  },
  "done-everything": {
    title: "U bent afgemeld voor alle mailings",
    text: "U krijgt geen nieuwsbrieven en aanbiedingen meer van deze afzender. Berichten over een bestelling of account kunnen nog wel komen.",
  },
  queued: {
    title: "U wordt binnenkort afgemeld",
    text: "Uw verzoek is opgeslagen en wordt uitgevoerd. U hoeft verder niets te doen. Tot die tijd kan er nog een e\u2011mail komen.",
  },
  "no-contact": {
    title: "Dit adres is niet aangemeld",
    text: "Deze afzender stuurt geen mailings naar het adres waarvoor deze link is gemaakt. Krijgt u ze toch, dan gaan ze naar een ander adres dat naar u doorstuurt. Gebruik de afmeldlink in een van die e\u2011mails.",
  },
  "dead-letter": {
    title: "Uw verzoek ligt bij de afzender",
    text: "Uw verzoek is opgeslagen, maar kan niet automatisch worden uitgevoerd. De afzender heeft bericht gekregen en moet het handmatig doen. Tot die tijd kunnen er nog e\u2011mails komen.",
  },
  undo: {
    question: "Per ongeluk afgemeld?",
    button: "Ongedaan maken",
    note: "Ongedaan maken kan 30\u00A0minuten lang.",
  },
  undone: {
    title: "U staat weer op deze lijst",
    text: "Alles is zoals voorheen.",
  },
  "undone-everything": {
    title: "U krijgt weer e\u2011mails",
    text: "Ze komen van de lijsten waarvoor u zich niet hebt afgemeld.",
  },
  canceled: {
    title: "Uw verzoek om afmelding is ingetrokken",
    text: "Het wordt niet uitgevoerd. Hebt u ook op een andere manier om afmelding gevraagd, dan blijft dat verzoek staan.",
  },
  undoing: {
    title: "Dit wordt binnenkort ongedaan gemaakt",
    text: "Uw verzoek is opgeslagen en wordt uitgevoerd, tenzij iemand eerst opnieuw om afmelding vraagt.",
  },
  "asked-again": {
    title: "Er is een nieuwer verzoek",
    text: "Iemand heeft daarna opnieuw om afmelding gevraagd, dus er is niets gewijzigd. Wilt u de e\u2011mails weer ontvangen? Meld u dan bij de afzender aan, net als de eerste keer.",
  },
  "others-stand": {
    title: "Een ander verzoek blijft staan",
    text: "U hebt ook op een andere manier om afmelding gevraagd, bijvoorbeeld vanuit een andere e\u2011mail, dus er is niets gewijzigd. Wilt u de e\u2011mails weer ontvangen? Meld u dan bij de afzender aan, net als de eerste keer.",
  },
  "too-late": {
    title: "Ongedaan maken kan hier niet meer",
    text: "Er is niets gewijzigd. Wilt u de e\u2011mails weer ontvangen? Meld u dan bij de afzender aan, net als de eerste keer.",
  },
  "out-of-date": {
    title: "Deze pagina is verouderd",
    text: "Misschien heeft iemand opnieuw om afmelding gevraagd. Krijgt u deze e\u2011mails nog, dan kunt u zich opnieuw afmelden.",
  },
  "try-again": {
    title: "Er is iets misgegaan",
    text: "Er is niets gewijzigd. Dat ligt aan ons, niet aan u. Probeer het over een paar minuten opnieuw.",
    button: "Opnieuw proberen",
  },
  "too-many": {
    title: "Deze link is te vaak gebruikt",
    text: "Uw laatste verzoek is niet uitgevoerd. Wacht minstens een minuut en probeer het dan opnieuw.",
  },
  general: {
    title: "Aan deze link zien we niet wie u bent",
    text: "Er is niets gewijzigd. Gebruik de afmeldknop van uw mailprogramma of open de link in een nieuwere e\u2011mail.",
  },
  "bad-link": {
    title: "Deze link werkt niet",
    text: "Misschien is de link onderweg afgebroken of beschadigd. Er is niets gewijzigd.",
    hints: [
      "Open de link in de e\u2011mail zelf.",
      "Hebt u hem gekopieerd? Kopieer dan de hele link, tot en met het laatste teken.",
    ],
  },
  "out-of-order": {
    title: "Deze pagina is nu niet beschikbaar",
    text: "Dat ligt aan ons, niet aan u. Probeer het over 5\u00A0minuten opnieuw.",
  },
  home: {
    title: "Hier kunt u zich afmelden voor mailings",
    text: "Open daarvoor de afmeldlink in een van de e\u2011mails.",
  },
  help: {
    write: "Lukt het nog steeds niet? Mail naar",
    reply: "Lukt het nog steeds niet? Beantwoord de e\u2011mail en vraag om afmelding.",
  },
};
