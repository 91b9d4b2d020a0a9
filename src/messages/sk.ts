import type { Messages } from "./messages.ts";

export const sk: Messages = {
  languageName: "Slovenčina",
  languageMenu: "Jazyk",
  asking: {
    title: "Odhlásiť sa z\u00A0odberu?",
    text: "E-maily z\u00A0tohto odberu vám už nebudú chodiť.",
    button: "Odhlásiť sa z\u00A0odberu",
    note: "Kým nestlačíte tlačidlo, nič sa nezmení.",
  },
  left: {
    title: "Odber je zrušený",
    text: "E-maily z\u00A0tohto odberu vám už nebudú chodiť. Ak je niektorý už na ceste, ešte môže prísť.",
  },
  leaving: {
    title: "Odhlásenie prebieha",
    text: "Vaša žiadosť je uložená a\u00A0bude vybavená. Nič viac robiť nemusíte. Dovtedy vám ešte môže prísť nejaký e-mail.",
  },
  stopped: {
    title: "Všetky e-maily sú zastavené",
    text: "Od tohto odosielateľa vám už nebudú chodiť žiadne hromadné e-maily. Ak je niektorý už na ceste, ešte môže prísť.",
  },
  everything: {
    button: "Zastaviť všetky e-maily od odosielateľa {brand}",
    buttonUnnamed: "Zastaviť všetky e-maily od tohto odosielateľa",
  },
  undo: {
    question: "Bol to omyl?",
    rejoin: "Obnoviť odber",
    resume: "Znova dostávať e-maily",
    note: "Tlačidlo funguje 30\u00A0minút.",
  },
  rejoined: "Odber je obnovený",
  resumed: "E-maily vám budú znova chodiť",
  cancelled: {
    title: "Vaša žiadosť je zrušená",
    text: "Všetko je tak ako predtým.",
  },
  expired: {
    title: "Tu sa to už nedá vrátiť späť",
    text: "Nič sa nezmenilo. Ak chcete e-maily znova dostávať, prihláste sa na odber u\u00A0odosielateľa tak ako prvýkrát.",
  },
  tryAgain: {
    title: "Zatiaľ sa to nepodarilo",
    text: "Vaša žiadosť nebola vybavená. Nie je to vaša chyba. Skúste to, prosím, znova o\u00A0minútu.",
    button: "Skúsiť znova",
  },
  tooMany: {
    title: "Chvíľku, prosím",
    text: "Tento odkaz bol v\u00A0krátkom čase použitý mnohokrát. Počkajte, prosím, minútu a\u00A0skúste to znova.",
  },
  badLink: {
    title: "Tento odkaz nefunguje",
    text: "Možno sa cestou skrátil alebo poškodil. Nič sa nezmenilo.",
    hints: [
      "Otvorte odkaz priamo v\u00A0e-maile.",
      "Ak ste ho kopírovali, skopírujte ho celý až po posledný znak.",
    ],
  },
  noReader: {
    title: "Z\u00A0tohto odkazu nie je jasné, kto ste",
    text: "Nič sa nezmenilo. Otvorte odkaz v\u00A0najnovšom e-maile.",
  },
  help: {
    write: "Stále to nejde? Napíšte na",
    reply:
      "Stále to nejde? Odpovedzte na e-mail a\u00A0požiadajte o\u00A0odhlásenie z\u00A0odberu.",
  },
};
