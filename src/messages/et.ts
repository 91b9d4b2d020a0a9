import type { Messages } from "./messages.ts";

export const et: Messages = {
  languageName: "Eesti",
  languages: "Keel",
  labels: {
    sender: "Saatja",
    list: "Uudiskiri",
    address: "E\u2011posti aadress",
  },
  asking: {
    title: "Kas loobute sellest uudiskirjast?",
    text: "Midagi ei ole veel muudetud. Vajutage nuppu, et neid e\u2011kirju enam mitte saada.",
    button: "Loobun uudiskirjast",
  },
  everything: {
    button: "Loobun kõigist uudiskirjadest, mida saadab {brand}",
    buttonUnnamed: "Loobun selle saatja kõigist uudiskirjadest",
  },
  done: {
    title: "Olete uudiskirjast loobunud",
    text: "Te ei saa seda uudiskirja enam. Juba saadetud kiri võib siiski veel saabuda.",
  },
  "done-everything": {
    title: "Olete loobunud kõigist uudiskirjadest",
    text: "Te ei saa sellelt saatjalt enam uudiskirju ega pakkumisi. Kirju tellimuse või konto kohta võib siiski tulla.",
  },
  queued: {
    title: "Teie loobumissoov täidetakse peagi",
    text: "Teie soov on salvestatud ja täidetakse. Rohkem pole teil vaja midagi teha. Seni võib mõni e\u2011kiri veel saabuda.",
  },
  "no-contact": {
    title: "Sellel aadressil ei ole tellimust",
    text: "Aadressile, mille jaoks see link loodi, saatja uudiskirju ei saada. Kui te neid siiski saate, lähevad need teisele aadressile, mis suunab need teile edasi. Kasutage loobumislinki mõnes neist kirjadest.",
  },
  "dead-letter": {
    title: "Teie soov on saatja käes",
    text: "Teie soov on salvestatud, kuid seda ei saa automaatselt täita. Saatjale on sellest teatatud ja ta peab selle ise täitma. Seni võib e\u2011kirju veel saabuda.",
  },
  undo: {
    question: "Kas loobusite kogemata?",
    button: "Võtan tagasi",
    note: "Selle saab tagasi võtta 30\u00A0minuti jooksul.",
  },
  undone: {
    title: "Uudiskiri on taas tellitud",
    text: "Kõik on nii nagu enne.",
  },
  "undone-everything": {
    title: "Saate taas e\u2011kirju",
    text: "Need on uudiskirjad, millest te ei ole loobunud.",
  },
  canceled: {
    title: "Teie loobumissoov on tühistatud",
    text: "Seda ei täideta. Kui soovisite loobuda ka muul viisil, jääb see soov kehtima.",
  },
  undoing: {
    title: "Loobumine võetakse peagi tagasi",
    text: "Teie soov on salvestatud ja täidetakse, kui keegi enne seda uuesti loobuda ei soovi.",
  },
  "asked-again": {
    title: "On olemas uuem loobumissoov",
    text: "Keegi on vahepeal uuesti soovinud loobuda, seega ei ole midagi muudetud. Kui soovite e\u2011kirju uuesti saada, tellige need saatjalt nagu esimesel korral.",
  },
  "others-stand": {
    title: "Teine loobumissoov kehtib edasi",
    text: "Olete soovinud loobuda ka muul viisil, näiteks teisest e\u2011kirjast, seega ei ole midagi muudetud. Kui soovite e\u2011kirju uuesti saada, tellige need saatjalt nagu esimesel korral.",
  },
  "too-late": {
    title: "Siin ei saa seda enam tagasi võtta",
    text: "Midagi ei ole muudetud. Kui soovite e\u2011kirju uuesti saada, tellige need saatjalt nagu esimesel korral.",
  },
  "out-of-date": {
    title: "See leht on aegunud",
    text: "Võib-olla on keegi vahepeal uuesti soovinud loobuda. Kui saate neid e\u2011kirju endiselt, võite uuesti loobuda.",
  },
  "try-again": {
    title: "Midagi läks valesti",
    text: "Midagi ei ole muudetud. See on meie viga, mitte teie oma. Palun proovige mõne minuti pärast uuesti.",
    button: "Proovin uuesti",
  },
  "too-many": {
    title: "Seda linki on kasutatud liiga palju",
    text: "Teie viimast soovi ei täidetud. Oodake vähemalt minut ja proovige siis uuesti.",
  },
  general: {
    title: "Sellest lingist ei selgu, kes te olete",
    text: "Midagi ei ole muudetud. Kasutage oma postiprogrammi loobumisnuppu või avage link uuemas e\u2011kirjas.",
  },
  "bad-link": {
    title: "See link ei tööta",
    text: "Võib-olla jäi see teel poolikuks või sai rikutud. Midagi ei ole muudetud.",
    hints: [
      "Avage link otse e\u2011kirjast.",
      "Kui kopeerisite lingi, kopeerige see tervikuna, viimase märgini.",
    ],
  },
  "out-of-order": {
    title: "See leht ei ole praegu saadaval",
    text: "See on meie viga, mitte teie oma. Palun proovige 5\u00A0minuti pärast uuesti.",
  },
  home: {
    title: "Siin saab uudiskirjadest loobuda",
    text: "E\u2011kirjadest loobumiseks avage ühes neist loobumislink.",
  },
  help: {
    write: "Ikka ei õnnestu? Kirjutage aadressil",
    reply: "Ikka ei õnnestu? Vastake e\u2011kirjale ja teatage, et loobute uudiskirjast.",
  },
};
