import type { Messages } from "./messages.ts";

export const ro: Messages = {
  languageName: "Română",
  languages: "Limba",
  labels: {
    sender: "Expeditor",
    list: "Listă",
    address: "Adresă de e\u2011mail",
  },
  asking: {
    title: "Vă dezabonați de la această listă?",
    text: "Deocamdată nimic nu s\u2011a schimbat. Apăsați butonul ca să opriți aceste e\u2011mailuri.",
    button: "Mă dezabonez",
  },
  everything: {
    button: "Mă dezabonez de la toate newsletterele {brand}",
    buttonUnnamed: "Mă dezabonez de la toate newsletterele acestui expeditor",
  },
  done: {
    title: "V\u2011ați dezabonat",
    text: "Nu veți mai primi e\u2011mailuri de la această listă. Un mesaj trimis deja mai poate ajunge.",
  },
  "done-everything": {
    title: "V\u2011ați dezabonat de la toate newsletterele",
    text: "Nu veți mai primi newslettere sau oferte de la acest expeditor. Mesaje despre o comandă sau un cont mai pot ajunge.",
  },
  queued: {
    title: "Vă vom dezabona în curând",
    text: "Cererea dvs. a fost salvată și va fi îndeplinită. Nu mai trebuie să faceți nimic. Până atunci mai poate sosi un e\u2011mail.",
  },
  "no-contact": {
    title: "Această adresă nu este abonată",
    text: "Expeditorul nu trimite newslettere la adresa pentru care a fost creat acest link. Dacă le primiți totuși, ele ajung la altă adresă, care vi le redirecționează. Folosiți linkul de dezabonare din unul dintre acele e\u2011mailuri.",
  },
  "dead-letter": {
    title: "Cererea dvs. este la expeditor",
    text: "Cererea dvs. a fost salvată, dar nu poate fi îndeplinită automat. Expeditorul a fost anunțat și trebuie să o rezolve manual. Până atunci mai pot sosi e\u2011mailuri.",
  },
  undo: {
    question: "V\u2011ați dezabonat din greșeală?",
    button: "Anulează",
    note: "Puteți anula timp de 30\u00A0de\u00A0minute.",
  },
  undone: {
    title: "Abonarea este din nou activă",
    text: "Totul este ca înainte.",
  },
  "undone-everything": {
    title: "Veți primi din nou e\u2011mailuri",
    text: "Vor veni de la listele de la care nu v\u2011ați dezabonat.",
  },
  canceled: {
    title: "Cererea de dezabonare a fost retrasă",
    text: "Nu va fi îndeplinită. Dacă ați cerut dezabonarea și pe altă cale, acea cerere rămâne valabilă.",
  },
  undoing: {
    title: "Dezabonarea va fi anulată în curând",
    text: "Cererea dvs. a fost salvată și va fi îndeplinită, dacă nu cere cineva din nou dezabonarea între timp.",
  },
  "asked-again": {
    title: "Există o cerere mai nouă",
    text: "Cineva a cerut din nou dezabonarea, așa că nimic nu s\u2011a schimbat. Ca să primiți din nou e\u2011mailurile, abonați-vă la expeditor, ca prima dată.",
  },
  "others-stand": {
    title: "Altă cerere rămâne valabilă",
    text: "Ați cerut dezabonarea și pe altă cale, de exemplu din alt e\u2011mail, așa că nimic nu s\u2011a schimbat. Ca să primiți din nou e\u2011mailurile, abonați-vă la expeditor, ca prima dată.",
  },
  "too-late": {
    title: "Aici nu se mai poate anula",
    text: "Nimic nu s\u2011a schimbat. Ca să primiți din nou e\u2011mailurile, abonați-vă la expeditor, ca prima dată.",
  },
  "out-of-date": {
    title: "Această pagină nu mai este actuală",
    text: "Poate că cineva a cerut din nou dezabonarea între timp. Dacă mai primiți aceste e\u2011mailuri, vă puteți dezabona din nou.",
  },
  "try-again": {
    title: "Nu a funcționat",
    text: "Nimic nu s\u2011a schimbat. Problema este la noi, nu la dvs. Încercați din nou peste câteva minute.",
    button: "Încerc din nou",
  },
  "too-many": {
    title: "Acest link a fost folosit prea des",
    text: "Ultima dvs. cerere nu a fost îndeplinită. Așteptați cel puțin un minut, apoi încercați din nou.",
  },
  general: {
    title: "Acest link nu ne spune cine sunteți",
    text: "Nimic nu s\u2011a schimbat. Folosiți butonul de dezabonare al programului de e\u2011mail sau deschideți linkul dintr\u2011un e\u2011mail mai nou.",
  },
  "bad-link": {
    title: "Acest link nu funcționează",
    text: "Poate că a fost trunchiat sau deteriorat pe drum. Nimic nu s\u2011a schimbat.",
    hints: [
      "Deschideți linkul chiar din e\u2011mail.",
      "Dacă l\u2011ați copiat, copiați-l în întregime, până la ultimul caracter.",
    ],
  },
  "out-of-order": {
    title: "Această pagină nu este disponibilă acum",
    text: "Problema este la noi, nu la dvs. Încercați din nou peste 5\u00A0minute.",
  },
  home: {
    title: "Acest site este pentru dezabonare",
    text: "Deschideți linkul de dezabonare dintr\u2011unul dintre e\u2011mailuri.",
  },
  help: {
    write: "Tot nu reușiți? Scrieți la",
    reply: "Tot nu reușiți? Răspundeți la e\u2011mail și cereți dezabonarea.",
  },
};
