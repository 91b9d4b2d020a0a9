import type { Messages } from "./messages.ts";

export const nb: Messages = {
  languageName: "Norsk bokmål",
  languages: "Språk",
  asking: {
    title: "Vil du melde deg av?",
    text: "Ingenting endres før du trykker på en knapp.",
    button: "Meld meg av",
  },
  done: {
    title: "Du er avmeldt",
    text: "Du får ikke flere e-poster fra denne listen. En e-post som allerede er sendt, kan fortsatt komme.",
  },
  queued: {
    title: "Forespørselen er mottatt",
    text: "Forespørselen din er lagret og blir utført. Du trenger ikke å gjøre noe mer. Det kan komme en e-post i mellomtiden.",
  },
  undo: {
    question: "Trykket du feil?",
    note: "Knappen virker i 30\u00A0minutter.",
  },
  undone: {
    title: "Du er påmeldt igjen",
    text: "Alt er som før.",
  },
  "undone-everything": {
    title: "Du får e-post igjen",
  },
  canceled: {
    title: "Forespørselen er trukket tilbake",
  },
  "too-late": {
    title: "Det er for sent å angre her",
    text: "Ingenting er endret. Vil du ha e-postene igjen, kan du melde deg på hos avsenderen slik du gjorde første gang.",
  },
  "try-again": {
    title: "Det gikk ikke denne gangen",
    text: "Det du ba om, er ikke gjort. Det er ikke din feil. Prøv igjen om et minutt.",
    button: "Prøv igjen",
  },
  general: {
    title: "Lenken viser ikke hvem du er",
  },
  "bad-link": {
    title: "Lenken virker ikke",
    text: "Lenken kan ha blitt kuttet eller ødelagt underveis. Ingenting er endret.",
    hints: [
      "Åpne lenken direkte i e-posten.",
      "Hvis du kopierer lenken, må du få med alt, helt til siste tegn.",
    ],
  },
  help: {
    write: "Står du fortsatt fast? Skriv til",
    reply: "Står du fortsatt fast? Svar på e-posten og be om å bli fjernet fra listen.",
  },
};
