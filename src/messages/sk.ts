import type { Messages } from "./messages.ts";

export const sk: Messages = {
  languageName: "Slovenčina",
  languages: "Jazyk",
  labels: {
    sender: "Odosielateľ",
    list: "Odber",
    address: "E\u2011mailová adresa",
  },
  asking: {
    title: "Zrušiť tento odber?",
    text: "Zatiaľ sa nič nezmenilo. Stlačením tlačidla prestanete tieto e\u2011maily dostávať.",
    button: "Zrušiť odber",
  },
  everything: {
    button: "Zrušiť odber všetkých newsletterov odosielateľa {brand}",
    buttonUnnamed: "Zrušiť odber všetkých newsletterov tohto odosielateľa",
  },
  done: {
    title: "Odber je zrušený",
    text: "E\u2011maily z\u00A0tohto odberu vám už nebudú chodiť. E\u2011mail, ktorý už bol odoslaný, ešte môže prísť.",
  },
  "done-everything": {
    title: "Odber všetkých newsletterov je zrušený",
    text: "Tento odosielateľ vám už nebude posielať newslettery ani ponuky. Správy o\u00A0objednávke alebo účte môžu chodiť naďalej.",
  },
  queued: {
    title: "Odber bude čoskoro zrušený",
    text: "Vaša žiadosť je uložená a\u00A0bude vybavená. Nič viac robiť nemusíte. Dovtedy vám ešte môže prísť nejaký e\u2011mail.",
  },
  "no-contact": {
    title: "Táto adresa nemá prihlásený odber",
    text: "Odosielateľ neposiela newslettery na adresu, pre ktorú bol tento odkaz vytvorený. Ak vám napriek tomu chodia, idú na inú adresu, z\u00A0ktorej sa vám preposielajú. Použite odkaz na zrušenie odberu v\u00A0niektorom z\u00A0týchto e\u2011mailov.",
  },
  "dead-letter": {
    title: "Vaša žiadosť je u\u00A0odosielateľa",
    text: "Vaša žiadosť je uložená, ale nedá sa vybaviť automaticky. Odosielateľ bol informovaný a\u00A0musí ju vybaviť ručne. Dovtedy vám ešte môžu chodiť e\u2011maily.",
  },
  undo: {
    question: "Bol to omyl?",
    button: "Vrátiť späť",
    note: "Vrátiť späť to môžete do 30\u00A0minút.",
  },
  undone: {
    title: "Znova odoberáte tieto e\u2011maily",
    text: "Všetko je tak ako predtým.",
  },
  "undone-everything": {
    title: "E\u2011maily vám budú znova chodiť",
    text: "Budú chodiť z\u00A0odberov, ktoré ste nezrušili.",
  },
  canceled: {
    title: "Vaša žiadosť o\u00A0zrušenie odberu je stiahnutá",
    text: "Nebude vybavená. Ak ste o\u00A0zrušenie požiadali aj iným spôsobom, tá žiadosť platí ďalej.",
  },
  undoing: {
    title: "Zrušenie bude čoskoro vrátené späť",
    text: "Vaša žiadosť o\u00A0vrátenie je uložená a\u00A0bude vybavená, ak medzitým niekto znova nepožiada o\u00A0zrušenie odberu.",
  },
  "asked-again": {
    title: "Existuje novšia žiadosť",
    text: "Niekto medzitým znova požiadal o\u00A0zrušenie odberu, preto sa nič nezmenilo. Ak chcete e\u2011maily znova dostávať, prihláste sa na odber u\u00A0odosielateľa tak ako prvýkrát.",
  },
  "others-stand": {
    title: "Iná žiadosť platí ďalej",
    text: "O\u00A0zrušenie odberu ste požiadali aj iným spôsobom, napríklad z\u00A0iného e\u2011mailu, preto sa nič nezmenilo. Ak chcete e\u2011maily znova dostávať, prihláste sa na odber u\u00A0odosielateľa tak ako prvýkrát.",
  },
  "too-late": {
    title: "Tu sa to už nedá vrátiť späť",
    text: "Nič sa nezmenilo. Ak chcete e\u2011maily znova dostávať, prihláste sa na odber u\u00A0odosielateľa tak ako prvýkrát.",
  },
  "out-of-date": {
    title: "Táto stránka je neaktuálna",
    text: "Možno medzitým niekto znova požiadal o\u00A0zrušenie odberu. Ak vám tieto e\u2011maily stále chodia, môžete odber zrušiť znova.",
  },
  "try-again": {
    title: "Niečo sa nepodarilo",
    text: "Nič sa nezmenilo. Chyba je u\u00A0nás, nie u\u00A0vás. Skúste to, prosím, znova o\u00A0niekoľko minút.",
    button: "Skúsiť znova",
  },
  "too-many": {
    title: "Tento odkaz bol použitý príliš často",
    text: "Vaša posledná žiadosť nebola vybavená. Počkajte, prosím, aspoň minútu a\u00A0potom to skúste znova.",
  },
  general: {
    title: "Z\u00A0tohto odkazu nie je jasné, kto ste",
    text: "Nič sa nezmenilo. Použite tlačidlo na zrušenie odberu vo svojom poštovom programe alebo otvorte odkaz v\u00A0novšom e\u2011maile.",
  },
  "bad-link": {
    title: "Tento odkaz nefunguje",
    text: "Možno sa cestou skrátil alebo poškodil. Nič sa nezmenilo.",
    hints: [
      "Otvorte odkaz priamo v\u00A0e\u2011maile.",
      "Ak ste ho kopírovali, skopírujte ho celý až po posledný znak.",
    ],
  },
  "out-of-order": {
    title: "Táto stránka teraz nie je dostupná",
    text: "Chyba je u\u00A0nás, nie u\u00A0vás. Skúste to, prosím, znova o\u00A05\u00A0minút.",
  },
  home: {
    title: "Tu môžete zrušiť odber e\u2011mailov",
    text: "Otvorte odkaz na zrušenie odberu v\u00A0niektorom z\u00A0e\u2011mailov.",
  },
  help: {
    write: "Stále to nejde? Napíšte na",
    reply: "Stále to nejde? Odpovedzte na e\u2011mail a\u00A0požiadajte o\u00A0zrušenie odberu.",
  },
};
