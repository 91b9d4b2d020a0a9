import type { Messages } from "./messages.ts";

export const et: Messages = {
  languageName: "Eesti",
  languageMenu: "Keel",
  asking: {
    title: "Kas loobute uudiskirjast?",
    text: "Siis teile seda enam ei saadeta.",
    button: "Loobun uudiskirjast",
    note: "Enne nupu vajutamist ei muutu midagi.",
  },
  left: {
    title: "Loobusite uudiskirjast",
    text: "Seda teile enam ei saadeta. Juba teel olev kiri võib siiski veel saabuda.",
  },
  leaving: {
    title: "Teie loobumissoov on kirjas",
    text: "See on salvestatud ja täidetakse. Rohkem pole teil vaja midagi teha. Seni võib mõni e-kiri veel saabuda.",
  },
  stopped: {
    title: "Loobusite kõigist e-kirjadest",
    text: "Te ei saa sellelt saatjalt enam ühtegi uudiskirja. Juba teel olev kiri võib siiski veel saabuda.",
  },
  everything: {
    button: "Loobun kõigist saatja {brand} e-kirjadest",
    buttonUnnamed: "Loobun kõigist selle saatja e-kirjadest",
  },
  undo: {
    question: "Kas see oli eksitus?",
    rejoin: "Tellin uudiskirja uuesti",
    resume: "Soovin taas e-kirju saada",
    note: "See nupp töötab 30\u00A0minutit.",
  },
  rejoined: "Uudiskiri on taas tellitud",
  resumed: "Saate taas e-kirju",
  cancelled: {
    title: "Loobumine on tühistatud",
    text: "Kõik on nii nagu enne.",
  },
  expired: {
    title: "Siin ei saa seda enam tagasi võtta",
    text: "Midagi ei ole muudetud. Kui soovite e-kirju uuesti saada, tellige need saatjalt nagu esimesel korral.",
  },
  tryAgain: {
    title: "See ei õnnestunud veel",
    text: "Teie soov jäi täitmata. See ei ole teie süü. Palun proovige minuti pärast uuesti.",
    button: "Proovin uuesti",
  },
  tooMany: {
    title: "Palun oodake hetk",
    text: "Seda linki on lühikese aja jooksul palju kordi kasutatud. Palun oodake minut ja proovige siis uuesti.",
  },
  badLink: {
    title: "See link ei tööta",
    text: "Võib-olla jäi see teel poolikuks või sai rikutud. Midagi ei ole muudetud.",
    hints: [
      "Avage link otse e-kirjast.",
      "Kui kopeerisite lingi, kopeerige see tervikuna, viimase märgini.",
    ],
  },
  noReader: {
    title: "See link ei ütle, kes te olete",
    text: "Midagi ei ole muudetud. Avage link viimasest e-kirjast.",
  },
  help: {
    write: "Ikka ei õnnestu? Kirjutage aadressil",
    reply: "Ikka ei õnnestu? Vastake e-kirjale ja paluge end nimekirjast eemaldada.",
  },
};
