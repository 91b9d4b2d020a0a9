import type { Messages } from "./messages.ts";

export const da: Messages = {
  languageName: "Dansk",
  languages: "Sprog",
  labels: {
    sender: "Afsender",
    list: "Nyhedsbrev",
    address: "E\u2011mailadresse",
  },
  asking: {
    title: "Vil du afmelde nyhedsbrevet?",
    text: "Der er ikke ændret noget endnu. Tryk på knappen for at stoppe disse e\u2011mails.",
    button: "Afmeld",
  },
  everything: {
    button: "Afmeld alle nyhedsbreve fra {brand}",
    buttonUnnamed: "Afmeld alle nyhedsbreve fra denne afsender",
  },
  done: {
    title: "Nyhedsbrevet er afmeldt",
    text: "Du får ikke nyhedsbrevet længere. En e\u2011mail, der allerede er sendt, kan stadig komme.",
  },
  "done-everything": {
    title: "Alle nyhedsbreve er afmeldt",
    text: "Du får ikke flere nyhedsbreve eller tilbud fra denne afsender. Beskeder om en ordre eller en konto kan stadig komme.",
  },
  queued: {
    title: "Du bliver snart afmeldt",
    text: "Din anmodning er gemt og bliver gennemført. Du behøver ikke gøre mere. Indtil da kan der stadig komme en e\u2011mail.",
  },
  "no-contact": {
    title: "Denne adresse er ikke tilmeldt",
    text: "Afsenderen sender ingen nyhedsbreve til den adresse, som linket er lavet til. Får du dem alligevel, går de til en anden adresse, der videresender til dig. Brug afmeldingslinket i en af de e\u2011mails.",
  },
  "dead-letter": {
    title: "Din anmodning ligger hos afsenderen",
    text: "Din anmodning er gemt, men kan ikke gennemføres automatisk. Afsenderen har fået besked og skal gøre det manuelt. Indtil da kan der stadig komme e\u2011mails.",
  },
  undo: {
    question: "Afmeldt ved en fejl?",
    button: "Fortryd",
    note: "Du kan fortryde i 30\u00A0minutter.",
  },
  undone: {
    title: "Du er tilmeldt igen",
    text: "Alt er, som det var før.",
  },
  "undone-everything": {
    title: "Du får e\u2011mails igen",
    text: "De kommer fra de nyhedsbreve, du ikke har afmeldt.",
  },
  canceled: {
    title: "Din anmodning om afmelding er annulleret",
    text: "Den bliver ikke gennemført. Har du også bedt om afmelding på en anden måde, gælder det stadig.",
  },
  undoing: {
    title: "Afmeldingen bliver snart omgjort",
    text: "Din anmodning er gemt og bliver gennemført, medmindre nogen beder om afmelding igen inden da.",
  },
  "asked-again": {
    title: "Der er en nyere afmelding",
    text: "Nogen har bedt om afmelding igen siden, så der er ikke ændret noget. Vil du have e\u2011mailene igen, så tilmeld dig hos afsenderen, som du gjorde første gang.",
  },
  "others-stand": {
    title: "En anden afmelding gælder stadig",
    text: "Du har også bedt om afmelding på en anden måde, for eksempel fra en anden e\u2011mail, så der er ikke ændret noget. Vil du have e\u2011mailene igen, så tilmeld dig hos afsenderen, som du gjorde første gang.",
  },
  "too-late": {
    title: "Du kan ikke længere fortryde her",
    text: "Der er ikke ændret noget. Vil du have e\u2011mailene igen, så tilmeld dig hos afsenderen, som du gjorde første gang.",
  },
  "out-of-date": {
    title: "Denne side er forældet",
    text: "Nogen kan have bedt om afmelding igen i mellemtiden. Får du stadig disse e\u2011mails, kan du afmelde dem igen.",
  },
  "try-again": {
    title: "Noget gik galt",
    text: "Der er ikke ændret noget. Det er vores fejl, ikke din. Prøv igen om et par minutter.",
    button: "Prøv igen",
  },
  "too-many": {
    title: "Linket er brugt for mange gange",
    text: "Din seneste anmodning blev ikke gennemført. Vent mindst et minut, og prøv så igen.",
  },
  general: {
    title: "Linket viser ikke, hvem du er",
    text: "Der er ikke ændret noget. Brug afmeldingsknappen i dit mailprogram, eller åbn linket i en nyere e\u2011mail.",
  },
  "bad-link": {
    title: "Linket virker ikke",
    text: "Måske er det blevet afkortet eller beskadiget undervejs. Der er ikke ændret noget.",
    hints: [
      "Åbn linket direkte i e\u2011mailen.",
      "Har du kopieret det, så tjek, at hele linket er med til sidste tegn.",
    ],
  },
  "out-of-order": {
    title: "Siden er ikke tilgængelig lige nu",
    text: "Det er vores fejl, ikke din. Prøv igen om 5\u00A0minutter.",
  },
  home: {
    title: "Her kan du afmelde nyhedsbreve",
    text: "Åbn afmeldingslinket i en af e\u2011mailene.",
  },
  help: {
    write: "Virker det stadig ikke? Skriv til",
    reply: "Virker det stadig ikke? Svar på e\u2011mailen, og bed om at blive afmeldt.",
  },
};
