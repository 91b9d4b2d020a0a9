import type { Messages } from "./messages.ts";

export const lt: Messages = {
  languageName: "Lietuvių",
  languageMenu: "Kalba",
  asking: {
    title: "Atsisakyti prenumeratos?",
    text: "Šio sąrašo el. laiškų nebegausite.",
    button: "Atsisakyti prenumeratos",
    note: "Kol nepaspausite mygtuko, niekas nepasikeis.",
  },
  left: {
    title: "Prenumeratos atsisakyta",
    text: "Šio sąrašo laiškų nebegausite. Jau išsiųstas laiškas dar gali ateiti.",
  },
  leaving: {
    title: "Prašymas priimtas",
    text: "Jūsų prašymas išsaugotas ir bus įvykdytas. Daugiau nieko daryti nereikia. Iki tol dar gali ateiti laiškas.",
  },
  stopped: {
    title: "Visų laiškų atsisakyta",
    text: "Šio siuntėjo laiškų nebegausite. Jau išsiųstas laiškas dar gali ateiti.",
  },
  everything: {
    button: "Atsisakyti visų siuntėjo „{brand}“ laiškų",
    buttonUnnamed: "Atsisakyti visų šio siuntėjo laiškų",
  },
  undo: {
    question: "Apsirikote?",
    rejoin: "Vėl prenumeruoti",
    resume: "Vėl gauti laiškus",
    note: "Šis mygtukas veikia 30\u00A0minučių.",
  },
  rejoined: "Vėl prenumeruojate",
  resumed: "Vėl gausite laiškus",
  cancelled: {
    title: "Prašymas atšauktas",
    text: "Viskas yra kaip anksčiau.",
  },
  expired: {
    title: "Čia to atšaukti nebegalima",
    text: "Niekas nepasikeitė. Jei vėl norite gauti laiškus, užsisakykite juos pas siuntėją kaip pirmą kartą.",
  },
  tryAgain: {
    title: "Kol kas nepavyko",
    text: "Jūsų prašymas neįvykdytas. Tai ne jūsų kaltė. Pabandykite dar kartą po minutės.",
    button: "Bandyti dar kartą",
  },
  tooMany: {
    title: "Truputį palaukite",
    text: "Ši nuoroda per trumpą laiką panaudota daug kartų. Palaukite minutę ir pabandykite dar kartą.",
  },
  badLink: {
    title: "Ši nuoroda neveikia",
    text: "Galbūt pakeliui ji buvo sutrumpinta ar pakeista. Niekas nepasikeitė.",
    hints: [
      "Atverkite nuorodą pačiame laiške.",
      "Jei nuorodą kopijavote, nukopijuokite ją visą, iki paskutinio ženklo.",
    ],
  },
  noReader: {
    title: "Ši nuoroda nepasako, kas jūs esate",
    text: "Niekas nepasikeitė. Atverkite nuorodą naujausiame laiške.",
  },
  help: {
    write: "Vis tiek nepavyksta? Rašykite adresu",
    reply: "Vis tiek nepavyksta? Atsakykite į laišką ir paprašykite išbraukti jus iš sąrašo.",
  },
};
