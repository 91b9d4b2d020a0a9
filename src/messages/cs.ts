import type { Messages } from "./messages.ts";

export const cs: Messages = {
  languageName: "Čeština",
  languageMenu: "Jazyk",
  asking: {
    title: "Odhlásit tento odběr?",
    text: "Už vám z\u00A0něj nebudou chodit e-maily.",
    button: "Odhlásit odběr",
    note: "Dokud nestisknete tlačítko, nic se nezmění.",
  },
  left: {
    title: "Odběr byl odhlášen",
    text: "Už vám z\u00A0něj nebudou chodit e-maily. E-mail, který už je na cestě, ještě může dorazit.",
  },
  leaving: {
    title: "Odhlášení se vyřizuje",
    text: "Vaše žádost je uložena a bude vyřízena. Nic dalšího dělat nemusíte. Do té doby může ještě nějaký e-mail přijít.",
  },
  stopped: {
    title: "Všechny e-maily jsou odhlášeny",
    text: "Tento odesílatel vám už nebude posílat žádné hromadné e-maily. E-mail, který už je na cestě, ještě může dorazit.",
  },
  everything: {
    button: "Odhlásit všechny e-maily odesílatele {brand}",
    buttonUnnamed: "Odhlásit všechny e-maily od tohoto odesílatele",
  },
  undo: {
    question: "Byl to omyl?",
    rejoin: "Znovu přihlásit odběr",
    resume: "Znovu dostávat e-maily",
    note: "Toto tlačítko funguje 30\u00A0minut.",
  },
  rejoined: "Odběr je obnoven",
  resumed: "E-maily vám zase budou chodit",
  cancelled: {
    title: "Vaše žádost je zrušena",
    text: "Vše je jako předtím.",
  },
  expired: {
    title: "Tady to už nejde vrátit zpět",
    text: "Nic se nezměnilo. Chcete-li e-maily znovu dostávat, přihlaste se k\u00A0odběru u\u00A0odesílatele stejně jako poprvé.",
  },
  tryAgain: {
    title: "Zatím se to nepovedlo",
    text: "Váš požadavek nebyl proveden. Není to vaše chyba. Zkuste to prosím za minutu znovu.",
    button: "Zkusit znovu",
  },
  tooMany: {
    title: "Okamžik, prosím",
    text: "Tento odkaz byl v\u00A0krátké době použit mnohokrát. Počkejte prosím minutu a pak to zkuste znovu.",
  },
  badLink: {
    title: "Tento odkaz nefunguje",
    text: "Možná se cestou zkrátil nebo poškodil. Nic se nezměnilo.",
    hints: [
      "Otevřete odkaz přímo v\u00A0e-mailu.",
      "Pokud odkaz kopírujete, zkopírujte ho celý, až do posledního znaku.",
    ],
  },
  noReader: {
    title: "Z\u00A0tohoto odkazu není poznat, kdo jste",
    text: "Nic se nezměnilo. Otevřete odkaz v\u00A0nejnovějším e-mailu.",
  },
  help: {
    write: "Stále to nejde? Napište na",
    reply: "Stále to nejde? Odpovězte na e-mail a požádejte o\u00A0odhlášení.",
  },
};
