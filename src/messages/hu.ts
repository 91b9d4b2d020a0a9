import type { Messages } from "./messages.ts";

export const hu: Messages = {
  languageName: "Magyar",
  languageMenu: "Nyelv",
  asking: {
    title: "Leiratkozik erről a listáról?",
    text: "Nem kap majd több e-mailt erről a listáról.",
    button: "Leiratkozom a listáról",
    note: "Amíg nem nyom meg egy gombot, semmi sem változik.",
  },
  left: {
    title: "Leiratkozott a listáról",
    text: "Erről a listáról nem kap több e-mailt. Ami már úton van, még megérkezhet.",
  },
  leaving: {
    title: "Leiratkozása folyamatban",
    text: "Kérését rögzítettük, és teljesíteni fogjuk. Nincs több teendője. Addig még érkezhet e-mail.",
  },
  stopped: {
    title: "Minden e-mailről leiratkozott",
    text: "Ettől a feladótól nem kap több e-mailt. Ami már úton van, még megérkezhet.",
  },
  everything: {
    button: "Leiratkozom a feladó ({brand}) minden e-mailjéről",
    buttonUnnamed: "Leiratkozom a feladó minden e-mailjéről",
  },
  undo: {
    question: "Tévedés volt?",
    rejoin: "Újra feliratkozom a listára",
    resume: "Újra kérem az e-maileket",
    note: "Ez a gomb 30\u00A0percig működik.",
  },
  rejoined: "Újra rajta van a listán",
  resumed: "Ismét kap majd e-maileket",
  cancelled: {
    title: "Kérése visszavonva",
    text: "Minden úgy van, mint korábban.",
  },
  expired: {
    title: "Ez itt már nem vonható vissza",
    text: "Semmi sem változott. Ha újra szeretné kapni az e-maileket, iratkozzon fel a feladónál úgy, mint első alkalommal.",
  },
  tryAgain: {
    title: "Ez még nem sikerült",
    text: "A kérése nem teljesült. Nem Ön hibázott. Kérjük, próbálja újra egy perc múlva.",
    button: "Újrapróbálom",
  },
  tooMany: {
    title: "Egy kis türelmet kérünk",
    text: "Ezt a linket rövid idő alatt sokszor használták. Kérjük, várjon egy percet, majd próbálja újra.",
  },
  badLink: {
    title: "Ez a link nem működik",
    text: "Lehet, hogy útközben lemaradt a vége, vagy módosult. Semmi sem változott.",
    hints: [
      "Nyissa meg a linket magából az e-mailből.",
      "Ha kimásolta, az egész linket másolja ki, az utolsó karakterig.",
    ],
  },
  noReader: {
    title: "Ebből a linkből nem derül ki, hogy ki Ön",
    text: "Semmi sem változott. Nyissa meg a linket a legutóbbi e-mailből.",
  },
  help: {
    write: "Még mindig nem sikerül? Írjon ide:",
    reply: "Még mindig nem sikerül? Válaszoljon az e-mailre, és kérje, hogy vegyék le a listáról.",
  },
};
