import type { Messages } from "./messages.ts";

export const sv: Messages = {
  languageName: "Svenska",
  languages: "Språk",
  asking: {
    title: "Avsluta prenumerationen?",
    text: "Inget ändras förrän du trycker på en knapp.",
    button: "Avsluta prenumerationen",
  },
  done: {
    title: "Prenumerationen är avslutad",
    text: "Du får inga fler mejl från den här listan. Ett mejl som redan är på väg kan ändå komma.",
  },
  queued: {
    title: "Din avanmälan är på gång",
    text: "Din begäran är sparad och kommer att genomföras. Du behöver inte göra något mer. Det kan hinna komma ett mejl innan dess.",
  },
  undo: {
    question: "Blev det fel?",
    note: "Knappen fungerar i 30\u00A0minuter.",
  },
  undone: {
    title: "Du prenumererar igen",
    text: "Allt är som förut.",
  },
  "undone-everything": {
    title: "Du får utskick igen",
  },
  canceled: {
    title: "Din begäran är återkallad",
  },
  "too-late": {
    title: "Det går inte längre att ångra här",
    text: "Inget har ändrats. Vill du ha mejlen igen anmäler du dig hos avsändaren, precis som första gången.",
  },
  "try-again": {
    title: "Det gick inte den här gången",
    text: "Det du bad om har inte gjorts. Det är inte ditt fel. Försök igen om en minut.",
    button: "Försök igen",
  },
  general: {
    title: "Länken visar inte vem du är",
  },
  "bad-link": {
    title: "Länken fungerar inte",
    text: "Den kan ha kapats eller skadats på vägen. Inget har ändrats.",
    hints: [
      "Öppna länken direkt i mejlet.",
      "Om du kopierade länken: kopiera hela, till sista tecknet.",
    ],
  },
  help: {
    write: "Går det ändå inte? Skriv till",
    reply: "Går det ändå inte? Svara på mejlet och be att bli borttagen från listan.",
  },
};
