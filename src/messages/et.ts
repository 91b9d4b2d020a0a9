import type { Messages } from "./messages.ts";

export const et: Messages = {
  languageName: "Eesti",
  languages: "Keel",
  asking: {
    title: "Kas loobute uudiskirjast?",
    text: "Enne nupu vajutamist ei muutu midagi.",
    button: "Loobun uudiskirjast",
  },
  done: {
    title: "Loobusite uudiskirjast",
    text: "Seda teile enam ei saadeta. Juba teel olev kiri võib siiski veel saabuda.",
  },
  queued: {
    title: "Teie loobumissoov on kirjas",
    text: "See on salvestatud ja täidetakse. Rohkem pole teil vaja midagi teha. Seni võib mõni e-kiri veel saabuda.",
  },
  undo: {
    question: "Kas see oli eksitus?",
    note: "See nupp töötab 30\u00A0minutit.",
  },
  undone: {
    title: "Uudiskiri on taas tellitud",
    text: "Kõik on nii nagu enne.",
  },
  "undone-everything": {
    title: "Saate taas e-kirju",
  },
  canceled: {
    title: "Loobumine on tühistatud",
  },
  "too-late": {
    title: "Siin ei saa seda enam tagasi võtta",
    text: "Midagi ei ole muudetud. Kui soovite e-kirju uuesti saada, tellige need saatjalt nagu esimesel korral.",
  },
  "try-again": {
    title: "See ei õnnestunud veel",
    text: "Teie soov jäi täitmata. See ei ole teie süü. Palun proovige minuti pärast uuesti.",
    button: "Proovin uuesti",
  },
  general: {
    title: "See link ei ütle, kes te olete",
  },
  "bad-link": {
    title: "See link ei tööta",
    text: "Võib-olla jäi see teel poolikuks või sai rikutud. Midagi ei ole muudetud.",
    hints: [
      "Avage link otse e-kirjast.",
      "Kui kopeerisite lingi, kopeerige see tervikuna, viimase märgini.",
    ],
  },
  help: {
    write: "Ikka ei õnnestu? Kirjutage aadressil",
    reply: "Ikka ei õnnestu? Vastake e-kirjale ja paluge end nimekirjast eemaldada.",
  },
};
