import type { Messages } from "./messages.ts";

export const lv: Messages = {
  languageName: "Latviešu",
  languages: "Valoda",
  asking: {
    title: "Atrakstīties no šī saraksta?",
    text: "Kamēr nenospiedīsiet pogu, nekas nemainīsies.",
    button: "Atrakstīties no šī saraksta",
  },
  done: {
    title: "Jūs vairs neesat šajā sarakstā",
    text: "Vēstules no tā vairs nesaņemsiet. Ja kāda jau ir ceļā, tā vēl var pienākt.",
  },
  queued: {
    title: "Pieprasījums pieņemts",
    text: "Jūsu pieprasījums ir saglabāts un tiks izpildīts. Jums vairs nekas nav jādara. Līdz tam vēl var pienākt kāda vēstule.",
  },
  undo: {
    question: "Vai tā bija kļūda?",
    note: "Šī poga darbojas 30\u00A0minūtes.",
  },
  undone: {
    title: "Jūs atkal esat sarakstā",
    text: "Viss ir tāpat kā iepriekš.",
  },
  "undone-everything": {
    title: "Jūs atkal saņemsiet vēstules",
  },
  canceled: {
    title: "Pieprasījums atsaukts",
  },
  "too-late": {
    title: "Šeit to vairs nevar atsaukt",
    text: "Nekas nav mainīts. Ja atkal vēlaties saņemt vēstules, piesakieties tām pie sūtītāja tāpat kā pirmo reizi.",
  },
  "try-again": {
    title: "Pagaidām neizdevās",
    text: "Jūsu pieprasījums nav izpildīts. Tā nav jūsu vaina. Lūdzu, mēģiniet vēlreiz pēc minūtes.",
    button: "Mēģināt vēlreiz",
  },
  general: {
    title: "Šī saite nepasaka, kas jūs esat",
  },
  "bad-link": {
    title: "Šī saite nedarbojas",
    text: "Iespējams, tā pa ceļam ir saīsināta vai sabojāta. Nekas nav mainīts.",
    hints: [
      "Atveriet saiti pašā vēstulē.",
      "Ja to kopējāt, nokopējiet visu saiti līdz pēdējai rakstzīmei.",
    ],
  },
  help: {
    write: "Joprojām neizdodas? Rakstiet uz",
    reply: "Joprojām neizdodas? Atbildiet uz vēstuli un lūdziet, lai jūs svītro no saraksta.",
  },
};
