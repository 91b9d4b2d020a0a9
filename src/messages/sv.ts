import type { Messages } from "./messages.ts";

export const sv: Messages = {
  languageName: "Svenska",
  languages: "Språk",
  labels: {
    sender: "Avsändare",
    list: "Lista",
    address: "E\u2011postadress",
  },
  asking: {
    title: "Avsluta prenumerationen?",
    text: "Inget har ändrats än. Tryck på knappen för att sluta få de här mejlen.",
    button: "Avsluta prenumerationen",
  },
  everything: {
    button: "Avsluta prenumerationen på alla utskick från {brand}",
    buttonUnnamed: "Avsluta prenumerationen på alla utskick från den här avsändaren",
  },
  done: {
    title: "Prenumerationen är avslutad",
    text: "Du får inga fler mejl från den här listan. Ett mejl som redan har skickats kan ändå komma.",
  },
  "done-everything": {
    title: "Prenumerationen på alla utskick är avslutad",
    text: "Du får inga fler nyhetsbrev eller erbjudanden från den här avsändaren. Meddelanden om en beställning eller ett konto kan fortfarande komma.",
  },
  queued: {
    title: "Prenumerationen avslutas snart",
    text: "Din begäran är sparad och kommer att genomföras. Du behöver inte göra något mer. Det kan hinna komma ett mejl innan dess.",
  },
  "no-contact": {
    title: "Den här adressen prenumererar inte",
    text: "Avsändaren skickar inga utskick till adressen som länken gjordes för. Får du dem ändå går de till en annan adress som vidarebefordrar till dig. Använd länken för att avsluta prenumerationen i ett av de mejlen.",
  },
  "dead-letter": {
    title: "Din begäran ligger hos avsändaren",
    text: "Din begäran är sparad men kan inte genomföras automatiskt. Avsändaren är informerad och måste göra det manuellt. Det kan komma mejl innan dess.",
  },
  undo: {
    question: "Tryckte du fel?",
    button: "Ångra",
    note: "Du kan ångra i 30\u00A0minuter.",
  },
  undone: {
    title: "Du prenumererar igen",
    text: "Allt är som förut.",
  },
  "undone-everything": {
    title: "Du får utskick igen",
    text: "De kommer från listor där du inte har avslutat prenumerationen.",
  },
  canceled: {
    title: "Begäran att avsluta prenumerationen är återkallad",
    text: "Den genomförs inte. Om du också har begärt avslut på ett annat sätt gäller det fortfarande.",
  },
  undoing: {
    title: "Snart är allt som förut",
    text: "Din begäran är sparad och kommer att genomföras, om inte någon begär avslut igen innan dess.",
  },
  "asked-again": {
    title: "Det finns en nyare begäran",
    text: "Någon har begärt avslut igen sedan dess, så inget har ändrats. Vill du ha mejlen igen anmäler du dig hos avsändaren, precis som första gången.",
  },
  "others-stand": {
    title: "En annan begäran gäller fortfarande",
    text: "Du har också begärt avslut på ett annat sätt, till exempel från ett annat mejl, så inget har ändrats. Vill du ha mejlen igen anmäler du dig hos avsändaren, precis som första gången.",
  },
  "too-late": {
    title: "Det går inte längre att ångra här",
    text: "Inget har ändrats. Vill du ha mejlen igen anmäler du dig hos avsändaren, precis som första gången.",
  },
  "out-of-date": {
    title: "Sidan är inaktuell",
    text: "Någon kan ha begärt avslut igen sedan dess. Får du fortfarande de här mejlen kan du avsluta prenumerationen igen.",
  },
  "try-again": {
    title: "Något gick fel",
    text: "Inget har ändrats. Det är vårt fel, inte ditt. Försök igen om några minuter.",
    button: "Försök igen",
  },
  "too-many": {
    title: "Länken har använts för många gånger",
    text: "Din senaste begäran genomfördes inte. Vänta minst en minut och försök sedan igen.",
  },
  general: {
    title: "Länken visar inte vem du är",
    text: "Inget har ändrats. Använd knappen Avsluta prenumerationen i ditt e\u2011postprogram eller öppna länken i ett nyare mejl.",
  },
  "bad-link": {
    title: "Länken fungerar inte",
    text: "Den kan ha kapats eller skadats på vägen. Inget har ändrats.",
    hints: [
      "Öppna länken direkt i mejlet.",
      "Om du kopierade länken: kopiera hela, till sista tecknet.",
    ],
  },
  "out-of-order": {
    title: "Sidan är inte tillgänglig just nu",
    text: "Det är vårt fel, inte ditt. Försök igen om 5\u00A0minuter.",
  },
  home: {
    title: "Här avslutar du mejlprenumerationer",
    text: "Öppna länken för att avsluta prenumerationen i ett av mejlen.",
  },
  help: {
    write: "Går det ändå inte? Skriv till",
    reply: "Går det ändå inte? Svara på mejlet och be att prenumerationen avslutas.",
  },
};
