import type { Messages } from "./messages.ts";

export const sl: Messages = {
  languageName: "Slovenščina",
  languages: "Jezik",
  asking: {
    title: "Se želite odjaviti?",
    text: "Nič se ne spremeni, dokler ne pritisnete gumba.",
    button: "Odjavi me s\u00A0seznama",
  },
  done: {
    title: "Odjava je opravljena",
    text: "S\u00A0tega seznama ne boste več prejemali e-sporočil. Če je katero že na poti, lahko še prispe.",
  },
  queued: {
    title: "Odjava je v\u00A0teku",
    text: "Vaša zahteva je shranjena in bo izvedena. Ničesar več vam ni treba storiti. Do takrat lahko prispe še kakšno e-sporočilo.",
  },
  undo: {
    question: "Je bila to pomota?",
    note: "Gumb deluje 30\u00A0minut.",
  },
  undone: {
    title: "Spet ste na seznamu",
    text: "Vse je tako kot prej.",
  },
  "undone-everything": {
    title: "E-sporočila boste spet prejemali",
  },
  canceled: {
    title: "Vaša zahteva je preklicana",
  },
  "too-late": {
    title: "Razveljavitev tu ni več mogoča",
    text: "Nič se ni spremenilo. Če želite e-sporočila spet prejemati, se pri pošiljatelju prijavite tako kot prvič.",
  },
  "try-again": {
    title: "Žal še ni uspelo",
    text: "Vaša zahteva ni bila izvedena. To ni vaša napaka. Prosimo, poskusite znova čez minuto.",
    button: "Poskusi znova",
  },
  general: {
    title: "Ta povezava ne pove, kdo ste",
  },
  "bad-link": {
    title: "Ta povezava ne deluje",
    text: "Morda je bila na poti skrajšana ali poškodovana. Nič se ni spremenilo.",
    hints: [
      "Povezavo odprite neposredno v\u00A0e-sporočilu.",
      "Če ste jo kopirali, kopirajte celotno, do zadnjega znaka.",
    ],
  },
  help: {
    write: "Še vedno ne gre? Pišite na",
    reply: "Še vedno ne gre? Odgovorite na e-sporočilo in prosite za odjavo s\u00A0seznama.",
  },
};
