import type { Messages } from "./messages.ts";

export const hu: Messages = {
  languageName: "Magyar",
  languages: "Nyelv",
  labels: {
    sender: "Feladó",
    list: "Lista",
    address: "E\u2011mail-cím",
  },
  asking: {
    title: "Leiratkozik erről a listáról?",
    text: "Egyelőre semmi sem változott. Nyomja meg a gombot, ha nem kér több ilyen e\u2011mailt.",
    button: "Leiratkozom",
  },
  everything: {
    button: "Leiratkozom minden hírlevélről, feladó: {brand}",
    buttonUnnamed: "Leiratkozom a feladó minden hírleveléről",
  },
  done: {
    title: "Leiratkozott a listáról",
    text: "Erről a listáról nem kap több e\u2011mailt. Egy már elküldött e\u2011mail még megérkezhet.",
  },
  "done-everything": {
    title: "Minden hírlevélről leiratkozott",
    text: "Ettől a feladótól nem kap több hírlevelet és ajánlatot. Rendeléssel vagy fiókkal kapcsolatos üzenetek még érkezhetnek.",
  },
  queued: {
    title: "Leiratkozása hamarosan megtörténik",
    text: "Kérését rögzítettük, és teljesíteni fogjuk. Nincs több teendője. Addig még érkezhet e\u2011mail.",
  },
  "no-contact": {
    title: "Ez a cím nincs feliratkozva",
    text: "Arra a címre, amelyhez ez a link készült, a feladó nem küld hírlevelet. Ha mégis kap, az egy másik címre megy, amely továbbítja Önnek. Használja a leiratkozási linket az egyik ilyen e\u2011mailben.",
  },
  "dead-letter": {
    title: "Kérése a feladónál van",
    text: "Kérését rögzítettük, de nem tudjuk automatikusan teljesíteni. A feladót értesítettük, neki kell kézzel elvégeznie. Addig még érkezhet e\u2011mail.",
  },
  undo: {
    question: "Véletlenül iratkozott le?",
    button: "Visszavonás",
    note: "30\u00A0percig vonható vissza.",
  },
  undone: {
    title: "Újra rajta van a listán",
    text: "Minden úgy van, mint korábban.",
  },
  "undone-everything": {
    title: "Ismét kap majd e\u2011maileket",
    text: "Azokról a listákról érkeznek, amelyekről nem iratkozott le.",
  },
  canceled: {
    title: "Leiratkozási kérése visszavonva",
    text: "Nem teljesítjük. Ha más módon is kérte, az a kérés érvényben marad.",
  },
  undoing: {
    title: "A leiratkozást hamarosan visszavonjuk",
    text: "Kérését rögzítettük, és teljesíteni fogjuk, hacsak valaki előbb újra nem kéri a leiratkozást.",
  },
  "asked-again": {
    title: "Azóta új kérés érkezett",
    text: "Azóta valaki újra kérte a leiratkozást, ezért semmi sem változott. Ha újra szeretné kapni az e\u2011maileket, iratkozzon fel a feladónál úgy, mint első alkalommal.",
  },
  "others-stand": {
    title: "Egy másik kérés érvényben marad",
    text: "Más módon is kérte a leiratkozást, például egy másik e\u2011mailből, ezért semmi sem változott. Ha újra szeretné kapni az e\u2011maileket, iratkozzon fel a feladónál úgy, mint első alkalommal.",
  },
  "too-late": {
    title: "Ez itt már nem vonható vissza",
    text: "Semmi sem változott. Ha újra szeretné kapni az e\u2011maileket, iratkozzon fel a feladónál úgy, mint első alkalommal.",
  },
  "out-of-date": {
    title: "Ez az oldal elavult",
    text: "Lehet, hogy azóta valaki újra kérte a leiratkozást. Ha még mindig kapja ezeket az e\u2011maileket, újra leiratkozhat.",
  },
  "try-again": {
    title: "Hiba történt",
    text: "Semmi sem változott. A hiba nálunk van, nem Önnél. Kérjük, próbálja újra néhány perc múlva.",
    button: "Újrapróbálom",
  },
  "too-many": {
    title: "Ezt a linket túl sokszor használták",
    text: "Legutóbbi kérése nem teljesült. Várjon legalább egy percet, majd próbálja újra.",
  },
  general: {
    title: "Ebből a linkből nem derül ki, hogy ki Ön",
    text: "Semmi sem változott. Használja levelezőprogramja „Leiratkozás” gombját, vagy nyissa meg a linket egy újabb e\u2011mailből.",
  },
  "bad-link": {
    title: "Ez a link nem működik",
    text: "Lehet, hogy útközben lemaradt a vége, vagy megsérült. Semmi sem változott.",
    hints: [
      "Nyissa meg a linket magából az e\u2011mailből.",
      "Ha kimásolta, az egész linket másolja ki, az utolsó karakterig.",
    ],
  },
  "out-of-order": {
    title: "Ez az oldal most nem érhető el",
    text: "A hiba nálunk van, nem Önnél. Kérjük, próbálja újra 5\u00A0perc múlva.",
  },
  home: {
    title: "Itt leiratkozhat a hírlevelekről",
    text: "Ha nem kér több e\u2011mailt, nyissa meg az egyikben a leiratkozási linket.",
  },
  help: {
    write: "Még mindig nem sikerül? Írjon ide:",
    reply: "Még mindig nem sikerül? Válaszoljon az e\u2011mailre, és kérje a leiratkozást.",
  },
};
