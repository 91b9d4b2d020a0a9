import type { Messages } from "./messages.ts";

export const lt: Messages = {
  languageName: "Lietuvių",
  languages: "Kalba",
  asking: {
    title: "Atsisakyti prenumeratos?",
    text: "Kol nepaspausite mygtuko, niekas nepasikeis.",
    button: "Atsisakyti prenumeratos",
  },
  done: {
    title: "Prenumeratos atsisakyta",
    text: "Šio sąrašo laiškų nebegausite. Jau išsiųstas laiškas dar gali ateiti.",
  },
  queued: {
    title: "Prašymas priimtas",
    text: "Jūsų prašymas išsaugotas ir bus įvykdytas. Daugiau nieko daryti nereikia. Iki tol dar gali ateiti laiškas.",
  },
  undo: {
    question: "Apsirikote?",
    note: "Šis mygtukas veikia 30\u00A0minučių.",
  },
  undone: {
    title: "Vėl prenumeruojate",
    text: "Viskas yra kaip anksčiau.",
  },
  "undone-everything": {
    title: "Vėl gausite laiškus",
  },
  canceled: {
    title: "Prašymas atšauktas",
  },
  "too-late": {
    title: "Čia to atšaukti nebegalima",
    text: "Niekas nepasikeitė. Jei vėl norite gauti laiškus, užsisakykite juos pas siuntėją kaip pirmą kartą.",
  },
  "try-again": {
    title: "Kol kas nepavyko",
    text: "Jūsų prašymas neįvykdytas. Tai ne jūsų kaltė. Pabandykite dar kartą po minutės.",
    button: "Bandyti dar kartą",
  },
  general: {
    title: "Ši nuoroda nepasako, kas jūs esate",
  },
  "bad-link": {
    title: "Ši nuoroda neveikia",
    text: "Galbūt pakeliui ji buvo sutrumpinta ar pakeista. Niekas nepasikeitė.",
    hints: [
      "Atverkite nuorodą pačiame laiške.",
      "Jei nuorodą kopijavote, nukopijuokite ją visą, iki paskutinio ženklo.",
    ],
  },
  help: {
    write: "Vis tiek nepavyksta? Rašykite adresu",
    reply: "Vis tiek nepavyksta? Atsakykite į laišką ir paprašykite išbraukti jus iš sąrašo.",
  },
};
