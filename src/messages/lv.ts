import type { Messages } from "./messages.ts";

export const lv: Messages = {
  languageName: "Latviešu",
  languages: "Valoda",
  labels: {
    sender: "Sūtītājs",
    list: "Saraksts",
    address: "E\u2011pasta adrese",
  },
  asking: {
    title: "Atrakstīties no šī saraksta?",
    text: "Pagaidām nekas nav mainīts. Nospiediet pogu, lai šīs vēstules vairs nesaņemtu.",
    button: "Atrakstīties",
  },
  everything: {
    button: "Atrakstīties no visiem {brand} jaunumiem",
    buttonUnnamed: "Atrakstīties no visiem šī sūtītāja jaunumiem",
  },
  done: {
    title: "Jūs atrakstījāties",
    text: "Vēstules no šī saraksta vairs nesaņemsiet. Vēstule, kas jau ir nosūtīta, vēl var pienākt.",
  },
  "done-everything": {
    title: "Jūs atrakstījāties no visiem jaunumiem",
    text: "Jūs vairs nesaņemsiet šī sūtītāja jaunumus un piedāvājumus. Ziņas par pasūtījumu vai kontu vēl var pienākt.",
  },
  queued: {
    title: "Drīz jūs atrakstīsim",
    text: "Jūsu pieprasījums ir saglabāts un tiks izpildīts. Jums vairs nekas nav jādara. Līdz tam vēl var pienākt kāda vēstule.",
  },
  "no-contact": {
    title: "Šī adrese nav nevienā sarakstā",
    text: "Uz adresi, kurai šī saite ir izveidota, sūtītājs jaunumus nesūta. Ja tos tomēr saņemat, tie nonāk citā adresē, no kuras tiek pārsūtīti jums. Izmantojiet atrakstīšanās saiti kādā no šīm vēstulēm.",
  },
  "dead-letter": {
    title: "Jūsu pieprasījums ir pie sūtītāja",
    text: "Jūsu pieprasījums ir saglabāts, bet to nevar izpildīt automātiski. Sūtītājam par to ir paziņots, un viņam tas jāizdara pašam. Līdz tam vēstules vēl var pienākt.",
  },
  undo: {
    question: "Atrakstījāties netīšām?",
    button: "Atsaukt",
    note: "Atsaukt varat 30\u00A0minūšu laikā.",
  },
  undone: {
    title: "Jūs atkal esat sarakstā",
    text: "Viss ir tāpat kā iepriekš.",
  },
  "undone-everything": {
    title: "Jūs atkal saņemsiet vēstules",
    text: "Tās nāks no sarakstiem, kuros joprojām esat.",
  },
  canceled: {
    title: "Atrakstīšanās pieprasījums atsaukts",
    text: "Tas netiks izpildīts. Ja atrakstīšanos pieprasījāt arī citā veidā, tas pieprasījums paliek spēkā.",
  },
  undoing: {
    title: "Atrakstīšanās drīz tiks atsaukta",
    text: "Jūsu pieprasījums ir saglabāts un tiks izpildīts, ja vien kāds pirms tam nepieprasīs atrakstīšanos vēlreiz.",
  },
  "asked-again": {
    title: "Ir jaunāks pieprasījums",
    text: "Kāds pēc tam pieprasīja atrakstīšanos vēlreiz, tāpēc nekas nav mainīts. Ja atkal vēlaties saņemt vēstules, piesakieties tām pie sūtītāja tāpat kā pirmo reizi.",
  },
  "others-stand": {
    title: "Cits pieprasījums joprojām ir spēkā",
    text: "Jūs pieprasījāt atrakstīšanos arī citā veidā, piemēram, no citas vēstules, tāpēc nekas nav mainīts. Ja atkal vēlaties saņemt vēstules, piesakieties tām pie sūtītāja tāpat kā pirmo reizi.",
  },
  "too-late": {
    title: "Šeit to vairs nevar atsaukt",
    text: "Nekas nav mainīts. Ja atkal vēlaties saņemt vēstules, piesakieties tām pie sūtītāja tāpat kā pirmo reizi.",
  },
  "out-of-date": {
    title: "Šī lapa ir novecojusi",
    text: "Iespējams, kāds pēc tam pieprasīja atrakstīšanos vēlreiz. Ja joprojām saņemat šīs vēstules, varat atrakstīties vēlreiz.",
  },
  "try-again": {
    title: "Kaut kas neizdevās",
    text: "Nekas nav mainīts. Tā ir mūsu vaina, ne jūsu. Lūdzu, mēģiniet vēlreiz pēc dažām minūtēm.",
    button: "Mēģināt vēlreiz",
  },
  "too-many": {
    title: "Šī saite ir izmantota pārāk bieži",
    text: "Jūsu pēdējais pieprasījums nav izpildīts. Uzgaidiet vismaz minūti un tad mēģiniet vēlreiz.",
  },
  general: {
    title: "Pēc šīs saites nevar noteikt, kas jūs esat",
    text: "Nekas nav mainīts. Izmantojiet atrakstīšanās pogu savā pasta programmā vai atveriet saiti jaunākā vēstulē.",
  },
  "bad-link": {
    title: "Šī saite nedarbojas",
    text: "Iespējams, tā pa ceļam ir saīsināta vai sabojāta. Nekas nav mainīts.",
    hints: [
      "Atveriet saiti pašā vēstulē.",
      "Ja to kopējāt, nokopējiet visu saiti līdz pēdējai rakstzīmei.",
    ],
  },
  "out-of-order": {
    title: "Šī lapa pašlaik nav pieejama",
    text: "Tā ir mūsu vaina, ne jūsu. Lūdzu, mēģiniet vēlreiz pēc 5\u00A0minūtēm.",
  },
  home: {
    title: "Šeit var atrakstīties no jaunumiem",
    text: "Lai vairs nesaņemtu vēstules, kādā no tām atveriet atrakstīšanās saiti.",
  },
  help: {
    write: "Joprojām neizdodas? Rakstiet uz",
    reply: "Joprojām neizdodas? Atbildiet uz vēstuli un lūdziet jūs atrakstīt.",
  },
};
