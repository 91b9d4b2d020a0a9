import type { Messages } from "./messages.ts";

export const it: Messages = {
  languageName: "Italiano",
  languages: "Lingua",
  labels: {
    sender: "Mittente",
    list: "Lista",
    address: "Indirizzo e\u2011mail",
  },
  asking: {
    title: "Annullare l’iscrizione?",
    text: "Per ora non è cambiato nulla. Usi il pulsante per non ricevere più queste e\u2011mail.",
    button: "Annulla l’iscrizione",
  },
  everything: {
    button: "Annulla l’iscrizione a tutte le newsletter di {brand}",
    buttonUnnamed: "Annulla l’iscrizione a tutte le newsletter del mittente",
  },
  done: {
    title: "Iscrizione annullata",
    text: "Non riceverà più e\u2011mail da questa lista. Un messaggio già inviato potrebbe ancora arrivare.",
  },
  "done-everything": {
    title: "Iscrizione a tutte le newsletter annullata",
    text: "Non riceverà più newsletter né offerte da questo mittente. Potrebbero ancora arrivare messaggi su un ordine o su un account.",
  },
  queued: {
    title: "L’iscrizione sarà annullata a breve",
    text: "La sua richiesta è stata registrata e sarà eseguita. Non deve fare altro. Nel frattempo potrebbe ancora arrivare un’e\u2011mail.",
  },
  "no-contact": {
    title: "Questo indirizzo non è iscritto",
    text: "Il mittente non invia newsletter all’indirizzo per cui è stato creato questo link. Se le riceve comunque, arrivano a un altro indirizzo che gliele inoltra. Usi il link per annullare l’iscrizione in una di quelle e\u2011mail.",
  },
  "dead-letter": {
    title: "La richiesta è nelle mani del mittente",
    text: "La sua richiesta è stata registrata, ma non può essere eseguita automaticamente. Il mittente è stato avvisato e deve farlo a mano. Nel frattempo potrebbero ancora arrivare e\u2011mail.",
  },
  undo: {
    question: "È stato un errore?",
    button: "Ripristina",
    note: "Ha 30\u00A0minuti per ripristinare l’iscrizione.",
  },
  undone: {
    title: "Iscrizione ripristinata",
    text: "Tutto è come prima.",
  },
  "undone-everything": {
    title: "Riceverà di nuovo le e\u2011mail",
    text: "Arriveranno dalle liste a cui l’indirizzo è ancora iscritto.",
  },
  canceled: {
    title: "Richiesta di annullamento ritirata",
    text: "Non sarà eseguita. Se ha fatto la richiesta anche in un altro modo, quella resta valida.",
  },
  undoing: {
    title: "A breve l’iscrizione tornerà attiva",
    text: "La sua richiesta è stata registrata e sarà eseguita, a meno che prima qualcuno non richieda di nuovo l’annullamento.",
  },
  "asked-again": {
    title: "C’è una richiesta più recente",
    text: "Qualcuno ha richiesto di nuovo l’annullamento, quindi non è cambiato nulla. Per ricevere di nuovo le e\u2011mail, si iscriva presso il mittente come la prima volta.",
  },
  "others-stand": {
    title: "Un’altra richiesta resta valida",
    text: "Ha richiesto l’annullamento anche in un altro modo, per esempio da un’altra e\u2011mail, quindi non è cambiato nulla. Per ricevere di nuovo le e\u2011mail, si iscriva presso il mittente come la prima volta.",
  },
  "too-late": {
    title: "Qui il ripristino non è più possibile",
    text: "Non è cambiato nulla. Per ricevere di nuovo le e\u2011mail, si iscriva presso il mittente come la prima volta.",
  },
  "out-of-date": {
    title: "Questa pagina non è più aggiornata",
    text: "Forse qualcuno ha richiesto di nuovo l’annullamento. Se riceve ancora queste e\u2011mail, può annullare di nuovo l’iscrizione.",
  },
  "try-again": {
    title: "Qualcosa non ha funzionato",
    text: "Non è cambiato nulla. L’errore è nostro, non suo. Riprovi tra qualche minuto.",
    button: "Riprova",
  },
  "too-many": {
    title: "Questo link è stato usato troppo",
    text: "La sua ultima richiesta non è stata eseguita. Attenda almeno un minuto, poi riprovi.",
  },
  general: {
    title: "Questo link non ci dice chi è lei",
    text: "Non è cambiato nulla. Usi «Annulla iscrizione» nel suo programma di posta oppure apra il link in un’e\u2011mail più recente.",
  },
  "bad-link": {
    title: "Questo link non funziona",
    text: "Potrebbe essere stato troncato o danneggiato durante l’invio. Non è cambiato nulla.",
    hints: [
      "Apra il link direttamente dall’e\u2011mail.",
      "Se lo ha copiato, lo copi per intero, fino all’ultimo carattere.",
    ],
  },
  "out-of-order": {
    title: "Questa pagina al momento non è disponibile",
    text: "L’errore è nostro, non suo. Riprovi tra 5\u00A0minuti.",
  },
  home: {
    title: "Qui si annullano le iscrizioni",
    text: "Apra il link per annullare l’iscrizione in una delle e\u2011mail.",
  },
  help: {
    write: "Serve ancora aiuto? Scriva a",
    reply: "Serve ancora aiuto? Risponda all’e\u2011mail e chieda di annullare l’iscrizione.",
  },
};
