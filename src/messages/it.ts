import type { Messages } from "./messages.ts";

export const it: Messages = {
  languageName: "Italiano",
  languages: "Lingua",
  asking: {
    title: "Annullare l’iscrizione?",
    text: "Non cambia nulla finché non preme un pulsante.",
    button: "Annulla l’iscrizione",
  },
  done: {
    title: "Iscrizione annullata",
    text: "Non riceverà più e-mail da questa lista. Un messaggio già partito potrebbe ancora arrivare.",
  },
  queued: {
    title: "Annullamento in corso",
    text: "La sua richiesta è stata registrata e sarà eseguita. Non deve fare altro. Nel frattempo potrebbe ancora arrivare un’e-mail.",
  },
  undo: {
    question: "È stato un errore?",
    note: "Questo pulsante funziona per 30\u00A0minuti.",
  },
  undone: {
    title: "Iscrizione ripristinata",
    text: "Tutto è come prima.",
  },
  "undone-everything": {
    title: "Riceverà di nuovo le e-mail",
  },
  canceled: {
    title: "Richiesta ritirata",
  },
  "too-late": {
    title: "Ripristino non più possibile",
    text: "Non è cambiato nulla. Per ricevere di nuovo le e-mail, si iscriva presso il mittente come la prima volta.",
  },
  "try-again": {
    title: "Qualcosa non ha funzionato",
    text: "La sua richiesta non è stata eseguita. Non dipende da lei. Riprovi tra un minuto.",
    button: "Riprova",
  },
  general: {
    title: "Questo link non permette di riconoscerla",
  },
  "bad-link": {
    title: "Questo link non funziona",
    text: "Potrebbe essere stato troncato o modificato durante l’invio. Non è cambiato nulla.",
    hints: [
      "Apra il link direttamente dall’e-mail.",
      "Se lo ha copiato, lo copi per intero, fino all’ultimo carattere.",
    ],
  },
  help: {
    write: "Serve ancora aiuto? Scriva a",
    reply: "Serve ancora aiuto? Risponda all’e-mail e chieda la cancellazione dalla lista.",
  },
};
