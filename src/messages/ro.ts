import type { Messages } from "./messages.ts";

export const ro: Messages = {
  languageName: "Română",
  languageMenu: "Limba",
  asking: {
    title: "Vă dezabonați de la listă?",
    text: "Nu veți mai primi e-mailuri de la această listă.",
    button: "Mă dezabonez",
    note: "Nimic nu se schimbă până nu apăsați un buton.",
  },
  left: {
    title: "V-ați dezabonat de la listă",
    text: "Nu veți mai primi e-mailuri de la această listă. Un mesaj aflat deja pe drum mai poate ajunge.",
  },
  leaving: {
    title: "Dezabonare în curs",
    text: "Cererea dvs. a fost înregistrată și va fi îndeplinită. Nu mai trebuie să faceți nimic. Până atunci mai poate sosi un e-mail.",
  },
  stopped: {
    title: "Toate e-mailurile sunt oprite",
    text: "Nu veți mai primi e-mailuri de la acest expeditor. Un mesaj aflat deja pe drum mai poate ajunge.",
  },
  everything: {
    button: "Nu mai vreau niciun e-mail de la {brand}",
    buttonUnnamed: "Nu mai vreau niciun e-mail de la acest expeditor",
  },
  undo: {
    question: "A fost o greșeală?",
    rejoin: "Mă abonez din nou",
    resume: "Vreau din nou e-mailurile",
    note: "Acest buton funcționează 30\u00A0de\u00A0minute.",
  },
  rejoined: "Sunteți din nou pe listă",
  resumed: "Veți primi din nou e-mailuri",
  cancelled: {
    title: "Cererea a fost retrasă",
    text: "Totul este ca înainte.",
  },
  expired: {
    title: "Aici nu se mai poate anula",
    text: "Nimic nu s-a schimbat. Ca să primiți din nou e-mailurile, abonați-vă la expeditor, ca prima dată.",
  },
  tryAgain: {
    title: "Nu a funcționat încă",
    text: "Cererea dvs. nu a fost îndeplinită. Nu este vina dvs. Încercați din nou peste un minut.",
    button: "Încerc din nou",
  },
  tooMany: {
    title: "O clipă, vă rugăm",
    text: "Acest link a fost folosit de multe ori în scurt timp. Așteptați un minut, apoi încercați din nou.",
  },
  badLink: {
    title: "Acest link nu funcționează",
    text: "Poate că a fost trunchiat sau modificat pe drum. Nimic nu s-a schimbat.",
    hints: [
      "Deschideți linkul chiar din e-mail.",
      "Dacă l-ați copiat, copiați-l în întregime, până la ultimul caracter.",
    ],
  },
  noReader: {
    title: "Acest link nu arată cine sunteți",
    text: "Nimic nu s-a schimbat. Deschideți linkul din cel mai recent e-mail.",
  },
  help: {
    write: "Tot nu reușiți? Scrieți la",
    reply: "Tot nu reușiți? Răspundeți la e-mail și cereți dezabonarea de la listă.",
  },
};
