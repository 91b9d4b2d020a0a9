import type { Messages } from "./messages.ts";

export const sl: Messages = {
  languageName: "Slovenščina",
  languages: "Jezik",
  labels: {
    sender: "Pošiljatelj",
    list: "Seznam",
    address: "E\u2011naslov",
  },
  asking: {
    title: "Se želite odjaviti s\u00A0tega seznama?",
    text: "Nič se še ni spremenilo. S\u00A0pritiskom na gumb ustavite ta e\u2011sporočila.",
    button: "Odjavi me",
  },
  everything: {
    button: "Odjavi me od vseh e\u2011novic pošiljatelja {brand}",
    buttonUnnamed: "Odjavi me od vseh e\u2011novic tega pošiljatelja",
  },
  done: {
    title: "Odjavljeni ste s\u00A0tega seznama",
    text: "S\u00A0tega seznama ne boste več prejemali e\u2011sporočil. E\u2011sporočilo, ki je že poslano, lahko še prispe.",
  },
  "done-everything": {
    title: "Odjavljeni ste od vseh e\u2011novic",
    text: "Od tega pošiljatelja ne boste več prejemali e\u2011novic in ponudb. Sporočila o\u00A0naročilu ali uporabniškem računu lahko še prihajajo.",
  },
  queued: {
    title: "Kmalu boste odjavljeni",
    text: "Vaša zahteva je shranjena in bo izvedena. Ničesar več vam ni treba storiti. Do takrat lahko prispe še kakšno e\u2011sporočilo.",
  },
  "no-contact": {
    title: "Ta naslov ni prijavljen",
    text: "Pošiljatelj na naslov, za katerega je bila narejena ta povezava, ne pošilja e\u2011novic. Če jih kljub temu prejemate, prihajajo na drug naslov, s\u00A0katerega se posredujejo vam. Uporabite povezavo za odjavo v\u00A0enem od teh e\u2011sporočil.",
  },
  "dead-letter": {
    title: "Vaša zahteva je pri pošiljatelju",
    text: "Vaša zahteva je shranjena, vendar je ni mogoče izvesti samodejno. Pošiljatelj je obveščen in jo mora izvesti ročno. Do takrat lahko e\u2011sporočila še prihajajo.",
  },
  undo: {
    question: "Je bila to pomota?",
    button: "Razveljavi",
    note: "To lahko razveljavite v\u00A030\u00A0minutah.",
  },
  undone: {
    title: "Spet ste prijavljeni na seznam",
    text: "Vse je tako kot prej.",
  },
  "undone-everything": {
    title: "E\u2011sporočila boste spet prejemali",
    text: "Prihajala bodo s\u00A0seznamov, s\u00A0katerih se niste odjavili.",
  },
  canceled: {
    title: "Vaša zahteva za odjavo je preklicana",
    text: "Ne bo izvedena. Če ste odjavo zahtevali tudi na drug način, tista zahteva še velja.",
  },
  undoing: {
    title: "Odjava bo kmalu razveljavljena",
    text: "Vaša zahteva za razveljavitev je shranjena in bo izvedena, razen če kdo prej znova zahteva odjavo.",
  },
  "asked-again": {
    title: "Obstaja novejša zahteva",
    text: "Nekdo je medtem znova zahteval odjavo, zato se ni nič spremenilo. Če želite e\u2011sporočila spet prejemati, se pri pošiljatelju prijavite tako kot prvič.",
  },
  "others-stand": {
    title: "Druga zahteva še velja",
    text: "Odjavo ste zahtevali tudi na drug način, na primer iz drugega e\u2011sporočila, zato se ni nič spremenilo. Če želite e\u2011sporočila spet prejemati, se pri pošiljatelju prijavite tako kot prvič.",
  },
  "too-late": {
    title: "Razveljavitev tu ni več mogoča",
    text: "Nič se ni spremenilo. Če želite e\u2011sporočila spet prejemati, se pri pošiljatelju prijavite tako kot prvič.",
  },
  "out-of-date": {
    title: "Ta stran je zastarela",
    text: "Morda je kdo medtem znova zahteval odjavo. Če ta e\u2011sporočila še prejemate, se lahko znova odjavite.",
  },
  "try-again": {
    title: "Nekaj je šlo narobe",
    text: "Nič se ni spremenilo. Napaka je naša, ne vaša. Prosimo, poskusite znova čez nekaj minut.",
    button: "Poskusi znova",
  },
  "too-many": {
    title: "Ta povezava je bila uporabljena prevečkrat",
    text: "Vaša zadnja zahteva ni bila izvedena. Prosimo, počakajte vsaj minuto in poskusite znova.",
  },
  general: {
    title: "Ta povezava ne pove, kdo ste",
    text: "Nič se ni spremenilo. Uporabite gumb za odjavo v\u00A0svojem poštnem programu ali odprite povezavo v\u00A0novejšem e\u2011sporočilu.",
  },
  "bad-link": {
    title: "Ta povezava ne deluje",
    text: "Morda je bila na poti skrajšana ali poškodovana. Nič se ni spremenilo.",
    hints: [
      "Povezavo odprite neposredno v\u00A0e\u2011sporočilu.",
      "Če ste jo kopirali, kopirajte celotno, do zadnjega znaka.",
    ],
  },
  "out-of-order": {
    title: "Ta stran trenutno ni na voljo",
    text: "Napaka je naša, ne vaša. Prosimo, poskusite znova čez 5\u00A0minut.",
  },
  home: {
    title: "Tu se lahko odjavite od e\u2011novic",
    text: "Odprite povezavo za odjavo v\u00A0enem od e\u2011sporočil.",
  },
  help: {
    write: "Še vedno ne gre? Pišite na",
    reply: "Še vedno ne gre? Odgovorite na e\u2011sporočilo in prosite za odjavo.",
  },
};
