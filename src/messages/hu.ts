import type { Messages } from "./messages.ts";

export const hu: Messages = {
  languageName: "Magyar",
  languages: "Nyelv",
  asking: {
    title: "Leiratkozik erről a listáról?",
    text: "Amíg nem nyom meg egy gombot, semmi sem változik.",
    button: "Leiratkozom a listáról",
  },
  done: {
    title: "Leiratkozott a listáról",
    text: "Erről a listáról nem kap több e-mailt. Ami már úton van, még megérkezhet.",
  },
  queued: {
    title: "Leiratkozása folyamatban",
    text: "Kérését rögzítettük, és teljesíteni fogjuk. Nincs több teendője. Addig még érkezhet e-mail.",
  },
  undo: {
    question: "Tévedés volt?",
    note: "Ez a gomb 30\u00A0percig működik.",
  },
  undone: {
    title: "Újra rajta van a listán",
    text: "Minden úgy van, mint korábban.",
  },
  "undone-everything": {
    title: "Ismét kap majd e-maileket",
  },
  canceled: {
    title: "Kérése visszavonva",
  },
  "too-late": {
    title: "Ez itt már nem vonható vissza",
    text: "Semmi sem változott. Ha újra szeretné kapni az e-maileket, iratkozzon fel a feladónál úgy, mint első alkalommal.",
  },
  "try-again": {
    title: "Ez még nem sikerült",
    text: "A kérése nem teljesült. Nem Ön hibázott. Kérjük, próbálja újra egy perc múlva.",
    button: "Újrapróbálom",
  },
  general: {
    title: "Ebből a linkből nem derül ki, hogy ki Ön",
  },
  "bad-link": {
    title: "Ez a link nem működik",
    text: "Lehet, hogy útközben lemaradt a vége, vagy módosult. Semmi sem változott.",
    hints: [
      "Nyissa meg a linket magából az e-mailből.",
      "Ha kimásolta, az egész linket másolja ki, az utolsó karakterig.",
    ],
  },
  help: {
    write: "Még mindig nem sikerül? Írjon ide:",
    reply: "Még mindig nem sikerül? Válaszoljon az e-mailre, és kérje, hogy vegyék le a listáról.",
  },
};
