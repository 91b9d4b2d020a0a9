import type { Messages } from "./messages.ts";

export const sv: Messages = {
  languageName: "Svenska",
  languageMenu: "Språk",
  asking: {
    title: "Avsluta prenumerationen?",
    text: "Du får inga fler mejl från den här listan.",
    button: "Avsluta prenumerationen",
    note: "Inget ändras förrän du trycker på en knapp.",
  },
  left: {
    title: "Prenumerationen är avslutad",
    text: "Du får inga fler mejl från den här listan. Ett mejl som redan är på väg kan ändå komma.",
  },
  leaving: {
    title: "Din avanmälan är på gång",
    text: "Din begäran är sparad och kommer att genomföras. Du behöver inte göra något mer. Det kan hinna komma ett mejl innan dess.",
  },
  stopped: {
    title: "Alla utskick är stoppade",
    text: "Du får inga fler utskick från den här avsändaren. Ett mejl som redan är på väg kan ändå komma.",
  },
  everything: {
    button: "Stoppa alla utskick från {brand}",
    buttonUnnamed: "Stoppa alla utskick från avsändaren",
  },
  undo: {
    question: "Blev det fel?",
    rejoin: "Prenumerera igen",
    resume: "Få utskick igen",
    note: "Knappen fungerar i 30\u00A0minuter.",
  },
  rejoined: "Du prenumererar igen",
  resumed: "Du får utskick igen",
  cancelled: {
    title: "Din begäran är återkallad",
    text: "Allt är som förut.",
  },
  expired: {
    title: "Det går inte längre att ångra här",
    text: "Inget har ändrats. Vill du ha mejlen igen anmäler du dig hos avsändaren, precis som första gången.",
  },
  tryAgain: {
    title: "Det gick inte den här gången",
    text: "Det du bad om har inte gjorts. Det är inte ditt fel. Försök igen om en minut.",
    button: "Försök igen",
  },
  tooMany: {
    title: "Ett ögonblick",
    text: "Länken har använts många gånger på kort tid. Vänta en minut och försök igen.",
  },
  badLink: {
    title: "Länken fungerar inte",
    text: "Den kan ha kapats eller skadats på vägen. Inget har ändrats.",
    hints: [
      "Öppna länken direkt i mejlet.",
      "Om du kopierade länken: kopiera hela, till sista tecknet.",
    ],
  },
  noReader: {
    title: "Länken visar inte vem du är",
    text: "Inget har ändrats. Öppna länken i det senaste mejlet.",
  },
  help: {
    write: "Går det ändå inte? Skriv till",
    reply: "Går det ändå inte? Svara på mejlet och be att bli borttagen från listan.",
  },
};
