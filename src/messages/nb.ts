import type { Messages } from "./messages.ts";

export const nb: Messages = {
  languageName: "Norsk bokmål",
  languages: "Språk",
  labels: {
    sender: "Avsender",
    list: "Liste",
    address: "E\u2011postadresse",
  },
  asking: {
    title: "Vil du melde deg av?",
    text: "Ingenting er endret ennå. Trykk på knappen for å stoppe disse e\u2011postene.",
    button: "Meld meg av",
  },
  everything: {
    button: "Meld meg av alle nyhetsbrev fra {brand}",
    buttonUnnamed: "Meld meg av alle nyhetsbrev fra denne avsenderen",
  },
  done: {
    title: "Du er avmeldt",
    text: "Du får ikke flere e\u2011poster fra denne listen. En e\u2011post som allerede er sendt, kan fortsatt komme.",
  },
  "done-everything": {
    title: "Du er avmeldt fra alle nyhetsbrev",
    text: "Du får ikke flere nyhetsbrev eller tilbud fra denne avsenderen. Meldinger om en bestilling eller en konto kan fortsatt komme.",
  },
  queued: {
    title: "Du blir snart avmeldt",
    text: "Forespørselen din er lagret og blir utført. Du trenger ikke å gjøre noe mer. Det kan komme en e\u2011post i mellomtiden.",
  },
  "no-contact": {
    title: "Denne adressen er ikke påmeldt",
    text: "Avsenderen sender ingen nyhetsbrev til adressen som denne lenken er laget for. Får du dem likevel, går de til en annen adresse som videresender til deg. Bruk avmeldingslenken i en av de e\u2011postene.",
  },
  "dead-letter": {
    title: "Forespørselen ligger hos avsenderen",
    text: "Forespørselen din er lagret, men kan ikke utføres automatisk. Avsenderen har fått beskjed og må gjøre det manuelt. Det kan komme e\u2011poster i mellomtiden.",
  },
  undo: {
    question: "Trykket du feil?",
    button: "Angre",
    note: "Du kan angre i 30\u00A0minutter.",
  },
  undone: {
    title: "Du er påmeldt igjen",
    text: "Alt er som før.",
  },
  "undone-everything": {
    title: "Du får e\u2011post igjen",
    text: "Den kommer fra listene du ikke har meldt deg av.",
  },
  canceled: {
    title: "Forespørselen om avmelding er trukket tilbake",
    text: "Den blir ikke utført. Har du også bedt om avmelding på en annen måte, gjelder det fortsatt.",
  },
  undoing: {
    title: "Avmeldingen blir snart omgjort",
    text: "Forespørselen din er lagret og blir utført, med mindre noen ber om avmelding på nytt først.",
  },
  "asked-again": {
    title: "Det finnes en nyere avmelding",
    text: "Noen har bedt om avmelding på nytt siden, så ingenting er endret. Vil du ha e\u2011postene igjen, kan du melde deg på hos avsenderen slik du gjorde første gang.",
  },
  "others-stand": {
    title: "En annen avmelding gjelder fortsatt",
    text: "Du har også bedt om avmelding på en annen måte, for eksempel fra en annen e\u2011post, så ingenting er endret. Vil du ha e\u2011postene igjen, kan du melde deg på hos avsenderen slik du gjorde første gang.",
  },
  "too-late": {
    title: "Dette kan ikke lenger angres her",
    text: "Ingenting er endret. Vil du ha e\u2011postene igjen, kan du melde deg på hos avsenderen slik du gjorde første gang.",
  },
  "out-of-date": {
    title: "Denne siden er utdatert",
    text: "Noen kan ha bedt om avmelding på nytt i mellomtiden. Får du fortsatt disse e\u2011postene, kan du melde deg av igjen.",
  },
  "try-again": {
    title: "Noe gikk galt",
    text: "Ingenting er endret. Feilen ligger hos oss, ikke hos deg. Prøv igjen om noen minutter.",
    button: "Prøv igjen",
  },
  "too-many": {
    title: "Lenken er brukt for mange ganger",
    text: "Den siste forespørselen din ble ikke utført. Vent i minst ett minutt, og prøv igjen.",
  },
  general: {
    title: "Lenken viser ikke hvem du er",
    text: "Ingenting er endret. Bruk avmeldingsknappen i e\u2011postprogrammet, eller åpne lenken i en nyere e\u2011post.",
  },
  "bad-link": {
    title: "Lenken virker ikke",
    text: "Den kan ha blitt kuttet eller ødelagt underveis. Ingenting er endret.",
    hints: [
      "Åpne lenken direkte i e\u2011posten.",
      "Hvis du kopierer lenken, må du få med alt, helt til siste tegn.",
    ],
  },
  "out-of-order": {
    title: "Siden er ikke tilgjengelig akkurat nå",
    text: "Feilen ligger hos oss, ikke hos deg. Prøv igjen om 5\u00A0minutter.",
  },
  home: {
    title: "Her kan du melde deg av nyhetsbrev",
    text: "Åpne avmeldingslenken i en av e\u2011postene.",
  },
  help: {
    write: "Står du fortsatt fast? Skriv til",
    reply: "Står du fortsatt fast? Svar på e\u2011posten og be om å bli meldt av.",
  },
};
