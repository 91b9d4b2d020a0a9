import type { Messages } from "./messages.ts";

export const it: Messages = {
  languageName: "Italiano",
  languageMenu: "Lingua",
  asking: {
    title: "Annullare l’iscrizione?",
    text: "Non riceverà più e-mail da questa lista.",
    button: "Annulla l’iscrizione",
    note: "Non cambia nulla finché non preme un pulsante.",
  },
  left: {
    title: "Iscrizione annullata",
    text: "Non riceverà più e-mail da questa lista. Un messaggio già partito potrebbe ancora arrivare.",
  },
  leaving: {
    title: "Annullamento in corso",
    text: "La sua richiesta è stata registrata e sarà eseguita. Non deve fare altro. Nel frattempo potrebbe ancora arrivare un’e-mail.",
  },
  stopped: {
    title: "Tutte le iscrizioni annullate",
    text: "Non riceverà più e-mail da questo mittente. Un messaggio già partito potrebbe ancora arrivare.",
  },
  everything: {
    button: "Non ricevere più alcuna e-mail da {brand}",
    buttonUnnamed: "Non ricevere più alcuna e-mail da questo mittente",
  },
  undo: {
    question: "È stato un errore?",
    rejoin: "Ripristina l’iscrizione",
    resume: "Ricevi di nuovo le e-mail",
    note: "Questo pulsante funziona per 30\u00A0minuti.",
  },
  rejoined: "Iscrizione ripristinata",
  resumed: "Riceverà di nuovo le e-mail",
  cancelled: {
    title: "Richiesta ritirata",
    text: "Tutto è come prima.",
  },
  expired: {
    title: "Ripristino non più possibile",
    text: "Non è cambiato nulla. Per ricevere di nuovo le e-mail, si iscriva presso il mittente come la prima volta.",
  },
  tryAgain: {
    title: "Per ora non ha funzionato",
    text: "La sua richiesta non è stata eseguita. Non dipende da lei. Riprovi tra un minuto.",
    button: "Riprova",
  },
  tooMany: {
    title: "Un momento, per favore",
    text: "Questo link è stato usato molte volte in poco tempo. Attenda un minuto, poi riprovi.",
  },
  badLink: {
    title: "Questo link non funziona",
    text: "Potrebbe essere stato troncato o modificato durante l’invio. Non è cambiato nulla.",
    hints: [
      "Apra il link direttamente dall’e-mail.",
      "Se lo ha copiato, lo copi per intero, fino all’ultimo carattere.",
    ],
  },
  noReader: {
    title: "Questo link non permette di riconoscerla",
    text: "Non è cambiato nulla. Apra il link dall’e-mail più recente.",
  },
  help: {
    write: "Serve ancora aiuto? Scriva a",
    reply: "Serve ancora aiuto? Risponda all’e-mail e chieda la cancellazione dalla lista.",
  },
};
