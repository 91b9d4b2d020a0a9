import type { Messages } from "./messages.ts";

export const hr: Messages = {
  languageName: "Hrvatski",
  languages: "Jezik",
  labels: {
    sender: "Pošiljatelj",
    list: "Lista",
    address: "Adresa e\u2011pošte",
  },
  asking: {
    title: "Želite li se odjaviti s ove liste?",
    text: "Ništa se još nije promijenilo. Pritiskom na gumb zaustavljate ove e\u2011poruke.",
    button: "Odjavi me",
  },
  everything: {
    button: "Odjavi me sa svih newslettera pošiljatelja {brand}",
    buttonUnnamed: "Odjavi me sa svih newslettera ovog pošiljatelja",
  },
  done: {
    title: "Odjavljeni ste s ove liste",
    text: "Više nećete primati e\u2011poruke s ove liste. E\u2011poruka koja je već poslana još može stići.",
  },
  "done-everything": {
    title: "Odjavljeni ste sa svih newslettera",
    text: "Više nećete primati newslettere ni ponude ovog pošiljatelja. Poruke o narudžbi ili korisničkom računu i dalje mogu stizati.",
  },
  queued: {
    title: "Uskoro ćete biti odjavljeni",
    text: "Vaš je zahtjev spremljen i bit će izvršen. Ne trebate učiniti ništa više. Dotad još može stići poneka e\u2011poruka.",
  },
  "no-contact": {
    title: "Ova adresa nije prijavljena",
    text: "Ovaj pošiljatelj ne šalje newslettere na adresu za koju je izrađena ova poveznica. Ako ih ipak primate, stižu na drugu adresu s koje se prosljeđuju vama. Upotrijebite poveznicu za odjavu u jednoj od tih e\u2011poruka.",
  },
  "dead-letter": {
    title: "Vaš je zahtjev kod pošiljatelja",
    text: "Vaš je zahtjev spremljen, ali se ne može izvršiti automatski. Pošiljatelj je obaviješten i mora ga izvršiti ručno. Dotad još mogu stizati e\u2011poruke.",
  },
  undo: {
    question: "Nije bilo namjerno?",
    button: "Poništi",
    note: "Imate 30\u00A0minuta da ovo poništite.",
  },
  undone: {
    title: "Opet ste prijavljeni na listu",
    text: "Sve je kao i prije.",
  },
  "undone-everything": {
    title: "Opet ćete primati e\u2011poruke",
    text: "Stizat će s lista s kojih se niste odjavili.",
  },
  canceled: {
    title: "Vaš zahtjev za odjavu je povučen",
    text: "Neće biti izvršen. Ako ste odjavu zatražili i na drugi način, taj zahtjev i dalje vrijedi.",
  },
  undoing: {
    title: "Odjava će uskoro biti poništena",
    text: "Vaš zahtjev za poništenje spremljen je i bit će izvršen, osim ako netko prije toga ponovno zatraži odjavu.",
  },
  "asked-again": {
    title: "Postoji noviji zahtjev",
    text: "U međuvremenu je netko ponovno zatražio odjavu, pa ništa nije promijenjeno. Ako opet želite primati e\u2011poruke, prijavite se kod pošiljatelja kao i prvi put.",
  },
  "others-stand": {
    title: "Drugi zahtjev i dalje vrijedi",
    text: "Odjavu ste zatražili i na drugi način, na primjer iz druge e\u2011poruke, pa ništa nije promijenjeno. Ako opet želite primati e\u2011poruke, prijavite se kod pošiljatelja kao i prvi put.",
  },
  "too-late": {
    title: "Ovdje se to više ne može poništiti",
    text: "Ništa nije promijenjeno. Ako opet želite primati e\u2011poruke, prijavite se kod pošiljatelja kao i prvi put.",
  },
  "out-of-date": {
    title: "Ova je stranica zastarjela",
    text: "Možda je netko u međuvremenu ponovno zatražio odjavu. Ako i dalje primate ove e\u2011poruke, možete se ponovno odjaviti.",
  },
  "try-again": {
    title: "Nešto je pošlo po krivu",
    text: "Ništa nije promijenjeno. Pogreška je naša, a ne vaša. Pokušajte ponovno za nekoliko minuta.",
    button: "Pokušaj ponovno",
  },
  "too-many": {
    title: "Ova je poveznica upotrijebljena prečesto",
    text: "Vaš posljednji zahtjev nije izvršen. Pričekajte barem minutu pa pokušajte ponovno.",
  },
  general: {
    title: "Ova poveznica ne pokazuje tko ste",
    text: "Ništa nije promijenjeno. Upotrijebite gumb za odjavu u svojem programu za e\u2011poštu ili otvorite poveznicu u novijoj e\u2011poruci.",
  },
  "bad-link": {
    title: "Ova poveznica ne radi",
    text: "Možda je usput skraćena ili oštećena. Ništa nije promijenjeno.",
    hints: [
      "Otvorite poveznicu u samoj e\u2011poruci.",
      "Ako ste je kopirali, kopirajte je cijelu, do posljednjeg znaka.",
    ],
  },
  "out-of-order": {
    title: "Ova stranica trenutačno nije dostupna",
    text: "Pogreška je naša, a ne vaša. Pokušajte ponovno za 5\u00A0minuta.",
  },
  home: {
    title: "Ovdje se možete odjaviti s newslettera",
    text: "Otvorite poveznicu za odjavu u jednoj od e\u2011poruka.",
  },
  help: {
    write: "I dalje ne ide? Pišite na",
    reply: "I dalje ne ide? Odgovorite na e\u2011poruku i zatražite odjavu.",
  },
};
