import type { Messages } from "./messages.ts";

export const de: Messages = {
  languageName: "Deutsch",
  languages: "Sprache",
  labels: {
    sender: "Absender",
    list: "Newsletter",
    address: "E\u2011Mail\u2011Adresse",
  },
  asking: {
    title: "Diesen Newsletter abbestellen?",
    text: "Ohne Klick ändert sich nichts. Mit dem Knopf bestellen Sie diese E\u2011Mails ab.",
    button: "Abbestellen",
  },
  everything: {
    button: "Alle Newsletter von {brand} abbestellen",
    buttonUnnamed: "Alle Newsletter dieses Absenders abbestellen",
  },
  done: {
    title: "Dieser Newsletter ist abbestellt",
    text: "Von diesem Newsletter erhalten Sie keine E\u2011Mails mehr. Eine E\u2011Mail, die schon verschickt wurde, kann noch ankommen.",
  },
  "done-everything": {
    title: "Alle Newsletter sind abbestellt",
    text: "Sie erhalten von diesem Absender keine Newsletter und Angebote mehr. Nachrichten zu einer Bestellung oder einem Konto können weiterhin kommen.",
  },
  queued: {
    title: "Ihre Abmeldung wird bald ausgeführt",
    text: "Ihre Abmeldung ist gespeichert und wird ausgeführt. Mehr müssen Sie nicht tun. Bis dahin kann noch eine E\u2011Mail ankommen.",
  },
  "no-contact": {
    title: "Diese Adresse ist nicht eingetragen",
    text: "An die Adresse, für die dieser Link erstellt wurde, schickt der Absender keine Newsletter. Bekommen Sie trotzdem welche, gehen sie an eine andere Adresse, die an Sie weiterleitet. Nutzen Sie dann den Abmeldelink in einer dieser E\u2011Mails.",
  },
  "dead-letter": {
    title: "Ihre Abmeldung liegt beim Absender",
    text: "Ihre Abmeldung ist gespeichert, lässt sich aber nicht automatisch ausführen. Der Absender wurde informiert und muss sie von Hand erledigen. Bis dahin können noch E\u2011Mails ankommen.",
  },
  undo: {
    question: "War das ein Versehen?",
    button: "Rückgängig machen",
    note: "Rückgängig machen geht 30\u00A0Minuten lang.",
  },
  undone: {
    title: "Dieser Newsletter ist wieder abonniert",
    text: "Alles ist so wie vorher.",
  },
  "undone-everything": {
    title: "Sie erhalten wieder E\u2011Mails",
    text: "Es sind die Newsletter, die Sie nicht abbestellt haben.",
  },
  canceled: {
    title: "Ihre Abmeldung ist zurückgezogen",
    text: "Sie wird nicht ausgeführt. Haben Sie sich auch auf anderem Weg abgemeldet, gilt das weiterhin.",
  },
  undoing: {
    title: "Das wird bald rückgängig gemacht",
    text: "Ihr Wunsch ist gespeichert und wird ausgeführt, außer jemand meldet sich vorher erneut ab.",
  },
  "asked-again": {
    title: "Es gibt eine neuere Abmeldung",
    text: "Seitdem hat sich jemand erneut abgemeldet. Deshalb wurde nichts geändert. Um die E\u2011Mails wieder zu erhalten, melden Sie sich beim Absender an wie beim ersten Mal.",
  },
  "others-stand": {
    title: "Eine andere Abmeldung gilt weiterhin",
    text: "Sie haben sich auch auf anderem Weg abgemeldet, etwa aus einer anderen E\u2011Mail. Deshalb wurde nichts geändert. Um die E\u2011Mails wieder zu erhalten, melden Sie sich beim Absender an wie beim ersten Mal.",
  },
  "too-late": {
    title: "Hier lässt sich das nicht mehr rückgängig machen",
    text: "Es wurde nichts geändert. Um die E\u2011Mails wieder zu erhalten, melden Sie sich beim Absender an wie beim ersten Mal.",
  },
  "out-of-date": {
    title: "Diese Seite ist veraltet",
    text: "Vielleicht hat sich seitdem jemand erneut abgemeldet. Kommen diese E\u2011Mails noch, können Sie sie erneut abbestellen.",
  },
  "try-again": {
    title: "Das hat nicht geklappt",
    text: "Es wurde nichts geändert. Das liegt an uns, nicht an Ihnen. Bitte versuchen Sie es in einigen Minuten erneut.",
    button: "Erneut versuchen",
  },
  "too-many": {
    title: "Dieser Link wurde zu oft benutzt",
    text: "Ihre letzte Anfrage wurde nicht ausgeführt. Bitte versuchen Sie es frühestens in einer Minute erneut.",
  },
  general: {
    title: "Dieser Link sagt uns nicht, wer Sie sind",
    text: "Es wurde nichts geändert. Nutzen Sie „Abbestellen“ in Ihrem Mailprogramm oder öffnen Sie den Link in einer neueren E\u2011Mail.",
  },
  "bad-link": {
    title: "Dieser Link funktioniert nicht",
    text: "Vielleicht wurde er unterwegs abgeschnitten oder beschädigt. Es wurde nichts geändert.",
    hints: [
      "Öffnen Sie den Link direkt in der E\u2011Mail.",
      "Falls Sie ihn kopiert haben, kopieren Sie ihn ganz, bis zum letzten Zeichen.",
    ],
  },
  "out-of-order": {
    title: "Diese Seite ist gerade nicht verfügbar",
    text: "Das liegt an uns, nicht an Ihnen. Bitte versuchen Sie es in 5\u00A0Minuten erneut.",
  },
  home: {
    title: "Hier können Sie Newsletter abbestellen",
    text: "Öffnen Sie dazu den Abmeldelink in einer der E\u2011Mails.",
  },
  help: {
    write: "Klappt es nicht? Schreiben Sie an",
    reply: "Klappt es nicht? Antworten Sie auf die E\u2011Mail und bitten Sie um Abmeldung.",
  },
};
