import type { Messages } from "./messages.ts";

export const hr: Messages = {
  languageName: "Hrvatski",
  languages: "Jezik",
  asking: {
    title: "Želite li se odjaviti?",
    text: "Dok ne pritisnete gumb, ništa se ne mijenja.",
    button: "Odjavi me s ove liste",
  },
  done: {
    title: "Odjavljeni ste s ove liste",
    text: "Više nećete primati e-poruke s nje. Poruka koja je već na putu još može stići.",
  },
  queued: {
    title: "Odjava je u tijeku",
    text: "Vaš je zahtjev spremljen i bit će izvršen. Ne trebate učiniti ništa više. Dotad još može stići poneka e-poruka.",
  },
  undo: {
    question: "Nije bilo namjerno?",
    note: "Ovaj gumb radi 30\u00A0minuta.",
  },
  undone: {
    title: "Opet ste na listi",
    text: "Sve je kao i prije.",
  },
  "undone-everything": {
    title: "Opet ćete primati e-poruke",
  },
  canceled: {
    title: "Zahtjev je povučen",
  },
  "too-late": {
    title: "Ovdje se to više ne može poništiti",
    text: "Ništa nije promijenjeno. Ako opet želite primati e-poruke, prijavite se kod pošiljatelja kao i prvi put.",
  },
  "try-again": {
    title: "Još nije uspjelo",
    text: "Vaš zahtjev nije izvršen. Niste vi krivi. Pokušajte ponovno za minutu.",
    button: "Pokušaj ponovno",
  },
  general: {
    title: "Ova poveznica ne pokazuje tko ste",
  },
  "bad-link": {
    title: "Ova poveznica ne radi",
    text: "Možda je usput skraćena ili izmijenjena. Ništa nije promijenjeno.",
    hints: [
      "Otvorite poveznicu u samoj e-poruci.",
      "Ako ste je kopirali, kopirajte je cijelu, do posljednjeg znaka.",
    ],
  },
  help: {
    write: "I dalje ne ide? Pišite na",
    reply: "I dalje ne ide? Odgovorite na e-poruku i zatražite odjavu s liste.",
  },
};
