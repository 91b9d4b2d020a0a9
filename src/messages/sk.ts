import type { Messages } from "./messages.ts";

export const sk: Messages = {
  languageName: "Slovenčina",
  languages: "Jazyk",
  asking: {
    title: "Odhlásiť sa z\u00A0odberu?",
    text: "Kým nestlačíte tlačidlo, nič sa nezmení.",
    button: "Odhlásiť sa z\u00A0odberu",
  },
  done: {
    title: "Odber je zrušený",
    text: "E-maily z\u00A0tohto odberu vám už nebudú chodiť. Ak je niektorý už na ceste, ešte môže prísť.",
  },
  queued: {
    title: "Odhlásenie prebieha",
    text: "Vaša žiadosť je uložená a\u00A0bude vybavená. Nič viac robiť nemusíte. Dovtedy vám ešte môže prísť nejaký e-mail.",
  },
  undo: {
    question: "Bol to omyl?",
    note: "Tlačidlo funguje 30\u00A0minút.",
  },
  undone: {
    title: "Odber je obnovený",
    text: "Všetko je tak ako predtým.",
  },
  "undone-everything": {
    title: "E-maily vám budú znova chodiť",
  },
  canceled: {
    title: "Vaša žiadosť je zrušená",
  },
  "too-late": {
    title: "Tu sa to už nedá vrátiť späť",
    text: "Nič sa nezmenilo. Ak chcete e-maily znova dostávať, prihláste sa na odber u\u00A0odosielateľa tak ako prvýkrát.",
  },
  "try-again": {
    title: "Zatiaľ sa to nepodarilo",
    text: "Vaša žiadosť nebola vybavená. Nie je to vaša chyba. Skúste to, prosím, znova o\u00A0minútu.",
    button: "Skúsiť znova",
  },
  general: {
    title: "Z\u00A0tohto odkazu nie je jasné, kto ste",
  },
  "bad-link": {
    title: "Tento odkaz nefunguje",
    text: "Možno sa cestou skrátil alebo poškodil. Nič sa nezmenilo.",
    hints: [
      "Otvorte odkaz priamo v\u00A0e-maile.",
      "Ak ste ho kopírovali, skopírujte ho celý až po posledný znak.",
    ],
  },
  help: {
    write: "Stále to nejde? Napíšte na",
    reply:
      "Stále to nejde? Odpovedzte na e-mail a\u00A0požiadajte o\u00A0odhlásenie z\u00A0odberu.",
  },
};
