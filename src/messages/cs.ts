import type { Messages } from "./messages.ts";

export const cs: Messages = {
  languageName: "Čeština",
  languages: "Jazyk",
  asking: {
    title: "Odhlásit tento odběr?",
    text: "Dokud nestisknete tlačítko, nic se nezmění.",
    button: "Odhlásit odběr",
  },
  done: {
    title: "Odběr byl odhlášen",
    text: "Už vám z\u00A0něj nebudou chodit e-maily. E-mail, který už je na cestě, ještě může dorazit.",
  },
  "done-everything": {
    title: "Odběr všech newsletterů je odhlášen",
  },
  queued: {
    title: "Odhlášení se vyřizuje",
    text: "Vaše žádost je uložena a bude vyřízena. Nic dalšího dělat nemusíte. Do té doby může ještě nějaký e-mail přijít.",
  },
  undo: {
    question: "Byl to omyl?",
    note: "Toto tlačítko funguje 30\u00A0minut.",
  },
  undone: {
    title: "Odběr je obnoven",
    text: "Vše je jako předtím.",
  },
  "undone-everything": {
    title: "E-maily vám zase budou chodit",
  },
  canceled: {
    title: "Vaše žádost je zrušena",
  },
  "too-late": {
    title: "Tady to už nejde vrátit zpět",
    text: "Nic se nezměnilo. Chcete-li e-maily znovu dostávat, přihlaste se k\u00A0odběru u\u00A0odesílatele stejně jako poprvé.",
  },
  "try-again": {
    title: "Zatím se to nepovedlo",
    text: "Váš požadavek nebyl proveden. Není to vaše chyba. Zkuste to prosím za minutu znovu.",
    button: "Zkusit znovu",
  },
  general: {
    title: "Z\u00A0tohoto odkazu není poznat, kdo jste",
  },
  "bad-link": {
    title: "Tento odkaz nefunguje",
    text: "Možná se cestou zkrátil nebo poškodil. Nic se nezměnilo.",
    hints: [
      "Otevřete odkaz přímo v\u00A0e-mailu.",
      "Pokud odkaz kopírujete, zkopírujte ho celý, až do posledního znaku.",
    ],
  },
  help: {
    write: "Stále to nejde? Napište na",
    reply: "Stále to nejde? Odpovězte na e-mail a požádejte o\u00A0odhlášení.",
  },
};
