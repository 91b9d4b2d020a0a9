import type { Messages } from "./messages.ts";

export const cs: Messages = {
  languageName: "Čeština",
  languages: "Jazyk",
  labels: {
    sender: "Odesílatel",
    list: "Odběr",
    address: "E\u2011mailová adresa",
  },
  asking: {
    title: "Odhlásit tento odběr?",
    text: "Zatím se nic nezměnilo. Stisknutím tlačítka přestanete tyto e\u2011maily dostávat.",
    button: "Odhlásit odběr",
  },
  everything: {
    button: "Odhlásit odběr všech newsletterů odesílatele {brand}",
    buttonUnnamed: "Odhlásit odběr všech newsletterů tohoto odesílatele",
  },
  done: {
    title: "Odběr je odhlášen",
    text: "E\u2011maily z\u00A0tohoto odběru vám už nebudou chodit. E\u2011mail, který už byl odeslán, ještě může dorazit.",
  },
  "done-everything": {
    title: "Odběr všech newsletterů je odhlášen",
    text: "Tento odesílatel vám už nebude posílat newslettery ani nabídky. Zprávy k\u00A0objednávce nebo účtu mohou chodit dál.",
  },
  queued: {
    title: "Odběr bude brzy odhlášen",
    text: "Vaše žádost je uložena a\u00A0bude vyřízena. Nic dalšího dělat nemusíte. Do té doby může ještě nějaký e\u2011mail přijít.",
  },
  "no-contact": {
    title: "Tato adresa není přihlášena k\u00A0odběru",
    text: "Odesílatel neposílá newslettery na adresu, pro kterou byl tento odkaz vytvořen. Pokud vám přesto chodí, jdou na jinou adresu, ze které se vám přeposílají. Použijte odkaz k\u00A0odhlášení odběru v\u00A0některém z\u00A0těchto e\u2011mailů.",
  },
  "dead-letter": {
    title: "Vaši žádost má odesílatel",
    text: "Vaše žádost je uložena, ale nelze ji vyřídit automaticky. Odesílatel byl informován a\u00A0musí ji vyřídit ručně. Do té doby mohou e\u2011maily ještě chodit.",
  },
  undo: {
    question: "Byl to omyl?",
    button: "Vrátit zpět",
    note: "Vrátit zpět to můžete do 30\u00A0minut.",
  },
  undone: {
    title: "Znovu odebíráte tyto e\u2011maily",
    text: "Vše je jako předtím.",
  },
  "undone-everything": {
    title: "E\u2011maily vám zase budou chodit",
    text: "Budou chodit z\u00A0odběrů, které jste neodhlásili.",
  },
  canceled: {
    title: "Vaše žádost o\u00A0odhlášení odběru je zrušena",
    text: "Nebude vyřízena. Pokud jste o\u00A0odhlášení požádali i\u00A0jiným způsobem, ta žádost platí dál.",
  },
  undoing: {
    title: "Odhlášení bude brzy vráceno zpět",
    text: "Vaše žádost o\u00A0vrácení je uložena a\u00A0bude vyřízena, pokud mezitím někdo znovu nepožádá o\u00A0odhlášení.",
  },
  "asked-again": {
    title: "Existuje novější žádost",
    text: "Někdo mezitím znovu požádal o\u00A0odhlášení, proto se nic nezměnilo. Chcete\u2011li e\u2011maily znovu dostávat, přihlaste se k\u00A0odběru u\u00A0odesílatele stejně jako poprvé.",
  },
  "others-stand": {
    title: "Jiná žádost platí dál",
    text: "O\u00A0odhlášení jste požádali i\u00A0jiným způsobem, například z\u00A0jiného e\u2011mailu, proto se nic nezměnilo. Chcete\u2011li e\u2011maily znovu dostávat, přihlaste se k\u00A0odběru u\u00A0odesílatele stejně jako poprvé.",
  },
  "too-late": {
    title: "Tady to už nejde vrátit zpět",
    text: "Nic se nezměnilo. Chcete\u2011li e\u2011maily znovu dostávat, přihlaste se k\u00A0odběru u\u00A0odesílatele stejně jako poprvé.",
  },
  "out-of-date": {
    title: "Tato stránka je neaktuální",
    text: "Někdo mezitím možná znovu požádal o\u00A0odhlášení. Pokud vám tyto e\u2011maily stále chodí, můžete odběr odhlásit znovu.",
  },
  "try-again": {
    title: "Něco se nepovedlo",
    text: "Nic se nezměnilo. Chyba je u\u00A0nás, ne u\u00A0vás. Zkuste to prosím znovu za několik minut.",
    button: "Zkusit znovu",
  },
  "too-many": {
    title: "Tento odkaz byl použit příliš často",
    text: "Vaše poslední žádost nebyla vyřízena. Počkejte prosím alespoň minutu a\u00A0pak to zkuste znovu.",
  },
  general: {
    title: "Z\u00A0tohoto odkazu není poznat, kdo jste",
    text: "Nic se nezměnilo. Použijte tlačítko k\u00A0odhlášení odběru ve svém poštovním programu nebo otevřete odkaz v\u00A0novějším e\u2011mailu.",
  },
  "bad-link": {
    title: "Tento odkaz nefunguje",
    text: "Možná se cestou zkrátil nebo poškodil. Nic se nezměnilo.",
    hints: [
      "Otevřete odkaz přímo v\u00A0e\u2011mailu.",
      "Pokud odkaz kopírujete, zkopírujte ho celý, až do posledního znaku.",
    ],
  },
  "out-of-order": {
    title: "Tato stránka teď není dostupná",
    text: "Chyba je u\u00A0nás, ne u\u00A0vás. Zkuste to prosím znovu za 5\u00A0minut.",
  },
  home: {
    title: "Zde můžete odhlásit odběr e\u2011mailů",
    text: "Otevřete odkaz k\u00A0odhlášení odběru v\u00A0některém z\u00A0e\u2011mailů.",
  },
  help: {
    write: "Stále to nejde? Napište na",
    reply: "Stále to nejde? Odpovězte na e\u2011mail a\u00A0požádejte o\u00A0odhlášení odběru.",
  },
};
