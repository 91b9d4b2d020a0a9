import type { Messages } from "./messages.ts";

export const hr: Messages = {
  languageName: "Hrvatski",
  languageMenu: "Jezik",
  asking: {
    title: "Želite li se odjaviti?",
    text: "Više nećete primati e-poruke s ove liste.",
    button: "Odjavi me s ove liste",
    note: "Dok ne pritisnete gumb, ništa se ne mijenja.",
  },
  left: {
    title: "Odjavljeni ste s ove liste",
    text: "Više nećete primati e-poruke s nje. Poruka koja je već na putu još može stići.",
  },
  leaving: {
    title: "Odjava je u tijeku",
    text: "Vaš je zahtjev spremljen i bit će izvršen. Ne trebate učiniti ništa više. Dotad još može stići poneka e-poruka.",
  },
  stopped: {
    title: "Sve su e-poruke zaustavljene",
    text: "Više nećete primati e-poruke ovog pošiljatelja. Poruka koja je već na putu još može stići.",
  },
  everything: {
    button: "Zaustavi sve e-poruke pošiljatelja {brand}",
    buttonUnnamed: "Zaustavi sve e-poruke ovog pošiljatelja",
  },
  undo: {
    question: "Nije bilo namjerno?",
    rejoin: "Vrati me na listu",
    resume: "Želim opet primati e-poruke",
    note: "Ovaj gumb radi 30\u00A0minuta.",
  },
  rejoined: "Opet ste na listi",
  resumed: "Opet ćete primati e-poruke",
  cancelled: {
    title: "Zahtjev je povučen",
    text: "Sve je kao i prije.",
  },
  expired: {
    title: "Ovdje se to više ne može poništiti",
    text: "Ništa nije promijenjeno. Ako opet želite primati e-poruke, prijavite se kod pošiljatelja kao i prvi put.",
  },
  tryAgain: {
    title: "Još nije uspjelo",
    text: "Vaš zahtjev nije izvršen. Niste vi krivi. Pokušajte ponovno za minutu.",
    button: "Pokušaj ponovno",
  },
  tooMany: {
    title: "Samo trenutak",
    text: "Ova je poveznica u kratkom vremenu upotrijebljena mnogo puta. Pričekajte minutu pa pokušajte ponovno.",
  },
  badLink: {
    title: "Ova poveznica ne radi",
    text: "Možda je usput skraćena ili izmijenjena. Ništa nije promijenjeno.",
    hints: [
      "Otvorite poveznicu u samoj e-poruci.",
      "Ako ste je kopirali, kopirajte je cijelu, do posljednjeg znaka.",
    ],
  },
  noReader: {
    title: "Ova poveznica ne pokazuje tko ste",
    text: "Ništa nije promijenjeno. Otvorite poveznicu u najnovijoj e-poruci.",
  },
  help: {
    write: "I dalje ne ide? Pišite na",
    reply: "I dalje ne ide? Odgovorite na e-poruku i zatražite odjavu s liste.",
  },
};
