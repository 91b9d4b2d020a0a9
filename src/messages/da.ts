import type { Messages } from "./messages.ts";

export const da: Messages = {
  languageName: "Dansk",
  languages: "Sprog",
  asking: {
    title: "Vil du afmelde nyhedsbrevet?",
    text: "Der sker ikke noget, før du trykker på en knap.",
    button: "Afmeld nyhedsbrevet",
  },
  done: {
    title: "Nyhedsbrevet er afmeldt",
    text: "Du får det ikke længere. En e-mail, der allerede er på vej, kan stadig nå frem.",
  },
  queued: {
    title: "Din afmelding er på vej",
    text: "Den er gemt og bliver gennemført. Du behøver ikke gøre mere. Indtil da kan der stadig komme en e-mail.",
  },
  undo: {
    question: "Var det en fejl?",
    note: "Knappen virker i 30\u00A0minutter.",
  },
  undone: {
    title: "Du er tilmeldt igen",
    text: "Alt er, som det var før.",
  },
  "undone-everything": {
    title: "Du får e-mails igen",
  },
  canceled: {
    title: "Din anmodning er annulleret",
  },
  "too-late": {
    title: "Det kan ikke længere fortrydes her",
    text: "Der er ikke ændret noget. Vil du have e-mailene igen, så tilmeld dig hos afsenderen, som du gjorde første gang.",
  },
  "try-again": {
    title: "Det er ikke lykkedes endnu",
    text: "Det, du bad om, er ikke blevet udført. Det er ikke din skyld. Prøv igen om et minut.",
    button: "Prøv igen",
  },
  general: {
    title: "Linket viser ikke, hvem du er",
  },
  "bad-link": {
    title: "Linket virker ikke",
    text: "Måske er det blevet afkortet eller beskadiget undervejs. Der er ikke ændret noget.",
    hints: [
      "Åbn linket direkte i e-mailen.",
      "Har du kopieret det, så tjek, at hele linket er med til sidste tegn.",
    ],
  },
  help: {
    write: "Virker det stadig ikke? Skriv til",
    reply: "Virker det stadig ikke? Svar på e-mailen, og bed om at blive afmeldt.",
  },
};
