import type { Messages } from "./messages.ts";

export const ro: Messages = {
  languageName: "Română",
  languages: "Limba",
  asking: {
    title: "Vă dezabonați de la listă?",
    text: "Nimic nu se schimbă până nu apăsați un buton.",
    button: "Mă dezabonez",
  },
  done: {
    title: "V-ați dezabonat de la listă",
    text: "Nu veți mai primi e-mailuri de la această listă. Un mesaj aflat deja pe drum mai poate ajunge.",
  },
  queued: {
    title: "Dezabonare în curs",
    text: "Cererea dvs. a fost înregistrată și va fi îndeplinită. Nu mai trebuie să faceți nimic. Până atunci mai poate sosi un e-mail.",
  },
  undo: {
    question: "A fost o greșeală?",
    note: "Acest buton funcționează 30\u00A0de\u00A0minute.",
  },
  undone: {
    title: "Sunteți din nou pe listă",
    text: "Totul este ca înainte.",
  },
  "undone-everything": {
    title: "Veți primi din nou e-mailuri",
  },
  canceled: {
    title: "Cererea a fost retrasă",
  },
  "too-late": {
    title: "Aici nu se mai poate anula",
    text: "Nimic nu s-a schimbat. Ca să primiți din nou e-mailurile, abonați-vă la expeditor, ca prima dată.",
  },
  "try-again": {
    title: "Nu a funcționat",
    text: "Cererea dvs. nu a fost îndeplinită. Nu este vina dvs. Încercați din nou peste un minut.",
    button: "Încerc din nou",
  },
  general: {
    title: "Acest link nu arată cine sunteți",
  },
  "bad-link": {
    title: "Acest link nu funcționează",
    text: "Poate că a fost trunchiat sau modificat pe drum. Nimic nu s-a schimbat.",
    hints: [
      "Deschideți linkul chiar din e-mail.",
      "Dacă l-ați copiat, copiați-l în întregime, până la ultimul caracter.",
    ],
  },
  help: {
    write: "Tot nu reușiți? Scrieți la",
    reply: "Tot nu reușiți? Răspundeți la e-mail și cereți dezabonarea de la listă.",
  },
};
