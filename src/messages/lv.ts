import type { Messages } from "./messages.ts";

export const lv: Messages = {
  languageName: "Latviešu",
  languageMenu: "Valoda",
  asking: {
    title: "Atrakstīties no šī saraksta?",
    text: "E-pasta vēstules no tā vairs nesaņemsiet.",
    button: "Atrakstīties no šī saraksta",
    note: "Kamēr nenospiedīsiet pogu, nekas nemainīsies.",
  },
  left: {
    title: "Jūs vairs neesat šajā sarakstā",
    text: "Vēstules no tā vairs nesaņemsiet. Ja kāda jau ir ceļā, tā vēl var pienākt.",
  },
  leaving: {
    title: "Pieprasījums pieņemts",
    text: "Jūsu pieprasījums ir saglabāts un tiks izpildīts. Jums vairs nekas nav jādara. Līdz tam vēl var pienākt kāda vēstule.",
  },
  stopped: {
    title: "Visu vēstuļu sūtīšana pārtraukta",
    text: "Šī sūtītāja vēstules vairs nesaņemsiet. Ja kāda jau ir ceļā, tā vēl var pienākt.",
  },
  everything: {
    button: "Atteikties no visām sūtītāja {brand} vēstulēm",
    buttonUnnamed: "Atteikties no visām šī sūtītāja vēstulēm",
  },
  undo: {
    question: "Vai tā bija kļūda?",
    rejoin: "Pieteikties no jauna",
    resume: "Atkal saņemt vēstules",
    note: "Šī poga darbojas 30\u00A0minūtes.",
  },
  rejoined: "Jūs atkal esat sarakstā",
  resumed: "Jūs atkal saņemsiet vēstules",
  cancelled: {
    title: "Pieprasījums atsaukts",
    text: "Viss ir tāpat kā iepriekš.",
  },
  expired: {
    title: "Šeit to vairs nevar atsaukt",
    text: "Nekas nav mainīts. Ja atkal vēlaties saņemt vēstules, piesakieties tām pie sūtītāja tāpat kā pirmo reizi.",
  },
  tryAgain: {
    title: "Pagaidām neizdevās",
    text: "Jūsu pieprasījums nav izpildīts. Tā nav jūsu vaina. Lūdzu, mēģiniet vēlreiz pēc minūtes.",
    button: "Mēģināt vēlreiz",
  },
  tooMany: {
    title: "Vienu mirkli, lūdzu",
    text: "Šī saite īsā laikā izmantota daudz reižu. Uzgaidiet minūti un mēģiniet vēlreiz.",
  },
  badLink: {
    title: "Šī saite nedarbojas",
    text: "Iespējams, tā pa ceļam ir saīsināta vai sabojāta. Nekas nav mainīts.",
    hints: [
      "Atveriet saiti pašā vēstulē.",
      "Ja to kopējāt, nokopējiet visu saiti līdz pēdējai rakstzīmei.",
    ],
  },
  noReader: {
    title: "Šī saite nepasaka, kas jūs esat",
    text: "Nekas nav mainīts. Atveriet saiti jaunākajā vēstulē.",
  },
  help: {
    write: "Joprojām neizdodas? Rakstiet uz",
    reply: "Joprojām neizdodas? Atbildiet uz vēstuli un lūdziet, lai jūs svītro no saraksta.",
  },
};
