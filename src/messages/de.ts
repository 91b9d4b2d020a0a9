import type { Messages } from "./messages.ts";

export const de: Messages = {
  languageName: "Deutsch",
  languages: "Sprache",
  labels: {
    sender: "Absender",
    list: "Liste",
    address: "E\u2011Mail\u2011Adresse",
  },
  asking: {
    title: "Newsletter abbestellen?",
    text: "Noch hat sich nichts geändert. Mit dem Knopf bestellen Sie diese E\u2011Mails ab.",
    button: "Abbestellen",
  },
  everything: {
    button: "Alle Newsletter von {brand} abbestellen",
    buttonUnnamed: "Alle Newsletter dieses Absenders abbestellen",
  },
  done: {
    title: "Newsletter abbestellt",
    text: "Sie erhalten keine E\u2011Mails dieser Liste mehr. Eine E\u2011Mail, die schon verschickt wurde, kann noch ankommen.",
  },
  "done-everything": {
    title: "Alle Newsletter abbestellt",
    text: "Sie erhalten von diesem Absender keine Newsletter und Angebote mehr. Nachrichten zu einer Bestellung oder einem Konto können weiterhin kommen.",
  },
  queued: {
    title: "Ihre Abmeldung wird bald ausgeführt",
    text: "Ihre Abmeldung ist gespeichert und wird ausgeführt. Mehr müssen Sie nicht tun. Bis dahin kann noch eine E\u2011Mail ankommen.",
  },
  "no-contact": {
    title: "Diese Adresse hat nichts abonniert",
    text: "An die Adresse, für die dieser Link gemacht wurde, schickt der Absender keine Newsletter. Bekommen Sie trotzdem welche, gehen sie an eine andere Adresse, die an Sie weiterleitet. Nutzen Sie dann den Abmeldelink in einer dieser E\u2011Mails.",
  },
  "dead-letter": {
    title: "Ihre Abmeldung liegt beim Absender",
    text: "Ihre Abmeldung ist gespeichert, lässt sich aber nicht automatisch ausführen. Der Absender weiß Bescheid und muss sie von Hand erledigen. Bis dahin können noch E\u2011Mails ankommen.",
  },
  undo: {
    question: "War das ein Versehen?",
    button: "Rückgängig machen",
    note: "Das geht 30\u00A0Minuten lang.",
  },
  undone: {
    title: "Newsletter wieder abonniert",
    text: "Alles ist so wie vorher.",
  },
  "undone-everything": {
    title: "Sie erhalten wieder E\u2011Mails",
    text: "Sie kommen von den Listen, die Sie nicht abbestellt haben.",
  },
  canceled: {
    title: "Ihre Abmeldung ist zurückgezogen",
    text: "Sie wird nicht ausgeführt. Haben Sie sich auch auf anderem Weg abgemeldet, gilt das weiterhin.",
  },
  undoing: {
    title: "Das wird bald rückgängig gemacht",
    text: "Ihr Wunsch ist gespeichert und wird ausgeführt, außer jemand meldet sich vorher wieder ab.",
  },
  "asked-again": {
    title: "Es gibt eine neuere Abmeldung",
    text: "Seitdem hat sich jemand erneut abgemeldet. Deshalb wurde nichts geändert. Wenn Sie die E\u2011Mails wieder erhalten möchten, melden Sie sich beim Absender wie beim ersten Mal an.",
  },
  "others-stand": {
    title: "Eine andere Abmeldung gilt weiterhin",
    text: "Sie haben sich auch auf anderem Weg abgemeldet, etwa aus einer anderen E\u2011Mail. Deshalb wurde nichts geändert. Wenn Sie die E\u2011Mails wieder erhalten möchten, melden Sie sich beim Absender wie beim ersten Mal an.",
  },
  "too-late": {
    title: "Hier lässt sich das nicht mehr rückgängig machen",
    text: "Es wurde nichts geändert. Wenn Sie die E\u2011Mails wieder erhalten möchten, melden Sie sich beim Absender wie beim ersten Mal an.",
  },
  "out-of-date": {
    title: "Diese Seite ist veraltet",
    text: "Vielleicht hat sich inzwischen jemand erneut abgemeldet. Wenn Sie diese E\u2011Mails noch bekommen, können Sie sich noch einmal abmelden.",
  },
  "try-again": {
    title: "Das hat nicht geklappt",
    text: "Es wurde nichts geändert. Das liegt an uns, nicht an Ihnen. Bitte versuchen Sie es in einigen Minuten noch einmal.",
    button: "Noch einmal versuchen",
  },
  "too-many": {
    title: "Dieser Link wurde zu oft benutzt",
    text: "Ihre letzte Anfrage wurde nicht ausgeführt. Bitte warten Sie mindestens eine Minute, und versuchen Sie es dann noch einmal.",
  },
  general: {
    title: "Dieser Link sagt uns nicht, wer Sie sind",
    text: "Es wurde nichts geändert. Nutzen Sie den Knopf zum Abbestellen in Ihrem Mailprogramm, oder öffnen Sie den Link in einer neueren E\u2011Mail.",
  },
  "bad-link": {
    title: "Dieser Link funktioniert nicht",
    text: "Vielleicht wurde er unterwegs abgeschnitten oder beschädigt. Es wurde nichts geändert.",
    hints: [
      "Öffnen Sie den Link direkt in der E\u2011Mail.",
      "Falls Sie ihn kopiert haben: Kopieren Sie den ganzen Link bis zum letzten Zeichen.",
    ],
  },
  "out-of-order": {
    title: "Diese Seite ist gerade nicht verfügbar",
    text: "Das liegt an uns, nicht an Ihnen. Bitte versuchen Sie es in 5\u00A0Minuten noch einmal.",
  },
  home: {
    title: "Hier können Sie Newsletter abbestellen",
    text: "Öffnen Sie dazu den Abmeldelink in einer der E\u2011Mails.",
  },
  help: {
    write: "Klappt es immer noch nicht? Schreiben Sie an",
    reply:
      "Klappt es immer noch nicht? Antworten Sie auf die E\u2011Mail und bitten Sie um Abmeldung.",
  },
};
