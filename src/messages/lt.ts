import type { Messages } from "./messages.ts";

export const lt: Messages = {
  languageName: "Lietuvių",
  languages: "Kalba",
  labels: {
    sender: "Siuntėjas",
    list: "Sąrašas",
    address: "El. paštas",
  },
  asking: {
    title: "Atsisakyti prenumeratos?",
    text: "Kol kas niekas nepasikeitė. Paspauskite mygtuką, jei šių laiškų nebenorite.",
    button: "Atsisakyti prenumeratos",
  },
  everything: {
    button: "Atsisakyti visų {brand} naujienlaiškių",
    buttonUnnamed: "Atsisakyti visų šio siuntėjo naujienlaiškių",
  },
  done: {
    title: "Prenumeratos atsisakyta",
    text: "Šio sąrašo laiškų nebegausite. Jau išsiųstas laiškas dar gali ateiti.",
  },
  "done-everything": {
    title: "Visų naujienlaiškių atsisakyta",
    text: "Šio siuntėjo naujienlaiškių ir pasiūlymų nebegausite. Pranešimai apie užsakymą ar paskyrą dar gali ateiti.",
  },
  queued: {
    title: "Prenumeratos netrukus bus atsisakyta",
    text: "Jūsų prašymas išsaugotas ir bus įvykdytas. Daugiau nieko daryti nereikia. Iki tol dar gali ateiti laiškas.",
  },
  "no-contact": {
    title: "Šiuo adresu prenumeratos nėra",
    text: "Adresu, kuriam sukurta ši nuoroda, siuntėjas naujienlaiškių nesiunčia. Jei vis tiek jų gaunate, jie ateina kitu adresu, iš kurio persiunčiami jums. Pasinaudokite atsisakymo nuoroda viename iš tų laiškų.",
  },
  "dead-letter": {
    title: "Jūsų prašymas perduotas siuntėjui",
    text: "Jūsų prašymas išsaugotas, bet automatiškai jo įvykdyti nepavyksta. Siuntėjui apie tai pranešta, ir jis turi tai padaryti pats. Iki tol laiškų dar gali ateiti.",
  },
  undo: {
    question: "Atsisakėte per klaidą?",
    button: "Anuliuoti",
    note: "Anuliuoti galite per 30\u00A0minučių.",
  },
  undone: {
    title: "Vėl prenumeruojate",
    text: "Viskas yra kaip anksčiau.",
  },
  "undone-everything": {
    title: "Vėl gausite laiškus",
    text: "Jie ateis iš sąrašų, kurių neatsisakėte.",
  },
  canceled: {
    title: "Prašymas atsisakyti prenumeratos atšauktas",
    text: "Jis nebus įvykdytas. Jei atsisakyti prašėte ir kitu būdu, tas prašymas tebegalioja.",
  },
  undoing: {
    title: "Atsisakymas netrukus bus anuliuotas",
    text: "Jūsų prašymas išsaugotas ir bus įvykdytas, nebent kas nors anksčiau vėl paprašytų atsisakyti.",
  },
  "asked-again": {
    title: "Yra naujesnis prašymas",
    text: "Kažkas vėliau vėl paprašė atsisakyti prenumeratos, todėl niekas nepasikeitė. Jei vėl norite gauti laiškus, užsisakykite juos pas siuntėją kaip pirmą kartą.",
  },
  "others-stand": {
    title: "Kitas prašymas tebegalioja",
    text: "Atsisakyti prenumeratos prašėte ir kitu būdu, pavyzdžiui, iš kito laiško, todėl niekas nepasikeitė. Jei vėl norite gauti laiškus, užsisakykite juos pas siuntėją kaip pirmą kartą.",
  },
  "too-late": {
    title: "Čia to anuliuoti nebegalima",
    text: "Niekas nepasikeitė. Jei vėl norite gauti laiškus, užsisakykite juos pas siuntėją kaip pirmą kartą.",
  },
  "out-of-date": {
    title: "Šis puslapis paseno",
    text: "Galbūt kažkas vėliau vėl paprašė atsisakyti prenumeratos. Jei šiuos laiškus tebegaunate, galite atsisakyti dar kartą.",
  },
  "try-again": {
    title: "Įvyko klaida",
    text: "Niekas nepasikeitė. Tai mūsų kaltė, ne jūsų. Pabandykite dar kartą po kelių minučių.",
    button: "Bandyti dar kartą",
  },
  "too-many": {
    title: "Ši nuoroda panaudota per daug kartų",
    text: "Paskutinis jūsų prašymas neįvykdytas. Palaukite bent minutę ir pabandykite dar kartą.",
  },
  general: {
    title: "Iš šios nuorodos neaišku, kas esate",
    text: "Niekas nepasikeitė. Pasinaudokite savo pašto programos atsisakymo mygtuku arba atverkite nuorodą naujesniame laiške.",
  },
  "bad-link": {
    title: "Ši nuoroda neveikia",
    text: "Galbūt pakeliui ji buvo sutrumpinta ar sugadinta. Niekas nepasikeitė.",
    hints: [
      "Atverkite nuorodą pačiame laiške.",
      "Jei nuorodą kopijavote, nukopijuokite ją visą, iki paskutinio ženklo.",
    ],
  },
  "out-of-order": {
    title: "Šis puslapis dabar neveikia",
    text: "Tai mūsų kaltė, ne jūsų. Pabandykite dar kartą po 5\u00A0minučių.",
  },
  home: {
    title: "Čia galite atsisakyti prenumeratos",
    text: "Jei laiškų nebenorite, viename iš jų atverkite atsisakymo nuorodą.",
  },
  help: {
    write: "Vis tiek nepavyksta? Rašykite adresu",
    reply: "Vis tiek nepavyksta? Atsakykite į laišką, kad atsisakote prenumeratos.",
  },
};
