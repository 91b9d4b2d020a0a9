import type { Messages } from "./messages.ts";

export const nb: Messages = {
  languageName: "Norsk bokmål",
  languageMenu: "Språk",
  asking: {
    title: "Vil du melde deg av?",
    text: "Du får ikke flere e-poster fra denne listen.",
    button: "Meld meg av",
    note: "Ingenting endres før du trykker på en knapp.",
  },
  left: {
    title: "Du er avmeldt",
    text: "Du får ikke flere e-poster fra denne listen. En e-post som allerede er sendt, kan fortsatt komme.",
  },
  leaving: {
    title: "Forespørselen er mottatt",
    text: "Forespørselen din er lagret og blir utført. Du trenger ikke å gjøre noe mer. Det kan komme en e-post i mellomtiden.",
  },
  stopped: {
    title: "All e-post er stoppet",
    text: "Du får ikke flere utsendelser fra denne avsenderen. En e-post som allerede er sendt, kan fortsatt komme.",
  },
  everything: {
    button: "Stopp all e-post fra {brand}",
    buttonUnnamed: "Stopp all e-post fra avsenderen",
  },
  undo: {
    question: "Angrer du?",
    rejoin: "Meld meg på igjen",
    resume: "Få e-post igjen",
    note: "Knappen virker i 30\u00A0minutter.",
  },
  rejoined: "Du er påmeldt igjen",
  resumed: "Du får e-post igjen",
  cancelled: {
    title: "Forespørselen er trukket tilbake",
    text: "Alt er som før.",
  },
  expired: {
    title: "Det er for sent å angre her",
    text: "Ingenting er endret. Vil du ha e-postene igjen, kan du melde deg på hos avsenderen slik du gjorde første gang.",
  },
  tryAgain: {
    title: "Det gikk ikke denne gangen",
    text: "Det du ba om, er ikke gjort. Det er ikke din feil. Prøv igjen om et minutt.",
    button: "Prøv igjen",
  },
  tooMany: {
    title: "Vent et øyeblikk",
    text: "Denne lenken er brukt mange ganger på kort tid. Vent et minutt, og prøv igjen.",
  },
  badLink: {
    title: "Lenken virker ikke",
    text: "Lenken kan ha blitt kuttet eller ødelagt underveis. Ingenting er endret.",
    hints: [
      "Åpne lenken direkte i e-posten.",
      "Hvis du kopierer lenken, må du få med alt, helt til siste tegn.",
    ],
  },
  noReader: {
    title: "Lenken viser ikke hvem du er",
    text: "Ingenting er endret. Åpne lenken i den nyeste e-posten.",
  },
  help: {
    write: "Står du fortsatt fast? Skriv til",
    reply: "Står du fortsatt fast? Svar på e-posten og be om å bli fjernet fra listen.",
  },
};
