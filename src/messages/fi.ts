import type { Messages } from "./messages.ts";

export const fi: Messages = {
  languageName: "Suomi",
  languages: "Kieli",
  asking: {
    title: "Poistutko postitus\u00ADlistalta?",
    text: "Mikään ei muutu, ennen kuin painat painiketta.",
    button: "Peruuta tilaus",
  },
  done: {
    title: "Olet poistunut listalta",
    text: "Et saa siltä enää sähköpostia. Jo matkalla oleva viesti voi vielä saapua.",
  },
  queued: {
    title: "Pyyntösi on tallennettu",
    text: "Se toteutetaan, eikä sinun tarvitse tehdä muuta. Sitä ennen voi vielä tulla sähköpostia.",
  },
  undo: {
    question: "Oliko se vahinko?",
    note: "Tämä painike toimii 30\u00A0minuuttia.",
  },
  undone: {
    title: "Olet taas listalla",
    text: "Kaikki on niin kuin ennenkin.",
  },
  "undone-everything": {
    title: "Saat taas sähköpostia",
  },
  canceled: {
    title: "Pyyntösi on peruttu",
  },
  "too-late": {
    title: "Tätä ei voi enää kumota täällä",
    text: "Mitään ei ole muutettu. Jos haluat viestit taas, tilaa ne lähettäjältä kuten ensimmäisellä kerralla.",
  },
  "try-again": {
    title: "Se ei vielä onnistunut",
    text: "Pyyntöäsi ei ole toteutettu. Tämä ei johdu sinusta. Yritä uudelleen minuutin kuluttua.",
    button: "Yritä uudelleen",
  },
  general: {
    title: "Linkki ei kerro, kuka olet",
  },
  "bad-link": {
    title: "Linkki ei toimi",
    text: "Se on ehkä katkennut tai vioittunut matkalla. Mitään ei ole muutettu.",
    hints: [
      "Avaa linkki suoraan sähköpostista.",
      "Jos kopioit linkin, kopioi se kokonaan viimeiseen merkkiin asti.",
    ],
  },
  help: {
    write: "Eikö vieläkään onnistu? Kirjoita osoitteeseen",
    reply: "Eikö vieläkään onnistu? Vastaa viestiin ja pyydä poistoa listalta.",
  },
};
