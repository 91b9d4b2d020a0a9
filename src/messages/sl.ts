import type { Messages } from "./messages.ts";

export const sl: Messages = {
  languageName: "Slovenščina",
  languageMenu: "Jezik",
  asking: {
    title: "Se želite odjaviti?",
    text: "S\u00A0tega seznama ne boste več prejemali e-sporočil.",
    button: "Odjavi me s\u00A0seznama",
    note: "Nič se ne spremeni, dokler ne pritisnete gumba.",
  },
  left: {
    title: "Odjava je opravljena",
    text: "S\u00A0tega seznama ne boste več prejemali e-sporočil. Če je katero že na poti, lahko še prispe.",
  },
  leaving: {
    title: "Odjava je v\u00A0teku",
    text: "Vaša zahteva je shranjena in bo izvedena. Ničesar več vam ni treba storiti. Do takrat lahko prispe še kakšno e-sporočilo.",
  },
  stopped: {
    title: "Vsa e-sporočila so ustavljena",
    text: "Ne boste več prejemali e-sporočil z\u00A0nobenega seznama tega pošiljatelja. Če je katero že na poti, lahko še prispe.",
  },
  everything: {
    button: "Ustavi vsa e-sporočila pošiljatelja {brand}",
    buttonUnnamed: "Ustavi vsa e-sporočila tega pošiljatelja",
  },
  undo: {
    question: "Je bila to pomota?",
    rejoin: "Znova me prijavi",
    resume: "Znova pošiljaj e-sporočila",
    note: "Gumb deluje 30\u00A0minut.",
  },
  rejoined: "Spet ste na seznamu",
  resumed: "E-sporočila boste spet prejemali",
  cancelled: {
    title: "Vaša zahteva je preklicana",
    text: "Vse je tako kot prej.",
  },
  expired: {
    title: "Razveljavitev tu ni več mogoča",
    text: "Nič se ni spremenilo. Če želite e-sporočila spet prejemati, se pri pošiljatelju prijavite tako kot prvič.",
  },
  tryAgain: {
    title: "Žal še ni uspelo",
    text: "Vaša zahteva ni bila izvedena. To ni vaša napaka. Prosimo, poskusite znova čez minuto.",
    button: "Poskusi znova",
  },
  tooMany: {
    title: "Trenutek, prosimo",
    text: "Ta povezava je bila v\u00A0kratkem času uporabljena velikokrat. Prosimo, počakajte minuto in poskusite znova.",
  },
  badLink: {
    title: "Ta povezava ne deluje",
    text: "Morda je bila na poti skrajšana ali poškodovana. Nič se ni spremenilo.",
    hints: [
      "Povezavo odprite neposredno v\u00A0e-sporočilu.",
      "Če ste jo kopirali, kopirajte celotno, do zadnjega znaka.",
    ],
  },
  noReader: {
    title: "Ta povezava ne pove, kdo ste",
    text: "Nič se ni spremenilo. Povezavo odprite v\u00A0najnovejšem e-sporočilu.",
  },
  help: {
    write: "Še vedno ne gre? Pišite na",
    reply: "Še vedno ne gre? Odgovorite na e-sporočilo in prosite za odjavo s\u00A0seznama.",
  },
};
