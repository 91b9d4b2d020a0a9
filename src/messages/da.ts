import type { Messages } from "./messages.ts";

export const da: Messages = {
  languageName: "Dansk",
  languageMenu: "Sprog",
  asking: {
    title: "Vil du afmelde nyhedsbrevet?",
    text: "Så får du det ikke længere.",
    button: "Afmeld nyhedsbrevet",
    note: "Der sker ikke noget, før du trykker på en knap.",
  },
  left: {
    title: "Nyhedsbrevet er afmeldt",
    text: "Du får det ikke længere. En e-mail, der allerede er på vej, kan stadig nå frem.",
  },
  leaving: {
    title: "Din afmelding er på vej",
    text: "Den er gemt og bliver gennemført. Du behøver ikke gøre mere. Indtil da kan der stadig komme en e-mail.",
  },
  stopped: {
    title: "Alle e-mails er stoppet",
    text: "Du får ikke flere udsendelser fra denne afsender. En e-mail, der allerede er på vej, kan stadig nå frem.",
  },
  everything: {
    button: "Stop alle e-mails fra {brand}",
    buttonUnnamed: "Stop alle e-mails fra denne afsender",
  },
  undo: {
    question: "Var det en fejl?",
    rejoin: "Tilmeld mig igen",
    resume: "Få e-mails igen",
    note: "Knappen virker i 30\u00A0minutter.",
  },
  rejoined: "Du er tilmeldt igen",
  resumed: "Du får e-mails igen",
  cancelled: {
    title: "Din anmodning er annulleret",
    text: "Alt er, som det var før.",
  },
  expired: {
    title: "Det kan ikke længere fortrydes her",
    text: "Der er ikke ændret noget. Vil du have e-mailene igen, så tilmeld dig hos afsenderen, som du gjorde første gang.",
  },
  tryAgain: {
    title: "Det er ikke lykkedes endnu",
    text: "Det, du bad om, er ikke blevet udført. Det er ikke din skyld. Prøv igen om et minut.",
    button: "Prøv igen",
  },
  tooMany: {
    title: "Lige et øjeblik",
    text: "Linket er blevet brugt mange gange på kort tid. Vent et minut, og prøv så igen.",
  },
  badLink: {
    title: "Linket virker ikke",
    text: "Måske er det blevet afkortet eller beskadiget undervejs. Der er ikke ændret noget.",
    hints: [
      "Åbn linket direkte i e-mailen.",
      "Har du kopieret det, så tjek, at hele linket er med til sidste tegn.",
    ],
  },
  noReader: {
    title: "Linket viser ikke, hvem du er",
    text: "Der er ikke ændret noget. Åbn linket i den nyeste e-mail.",
  },
  help: {
    write: "Driller det stadig? Skriv til",
    reply: "Driller det stadig? Svar på e-mailen, og bed om at blive afmeldt.",
  },
};
