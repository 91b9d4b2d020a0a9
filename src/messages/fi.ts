import type { Messages } from "./messages.ts";

export const fi: Messages = {
  languageName: "Suomi",
  languageMenu: "Kieli",
  asking: {
    title: "Poistutko postitus\u00ADlistalta?",
    text: "Et saa listalta enää sähköpostia.",
    button: "Poistu postituslistalta",
    note: "Mikään ei muutu, ennen kuin painat painiketta.",
  },
  left: {
    title: "Olet poistunut listalta",
    text: "Et saa siltä enää sähköpostia. Jo matkalla oleva viesti voi vielä saapua.",
  },
  leaving: {
    title: "Pyyntösi on tallennettu",
    text: "Se toteutetaan, eikä sinun tarvitse tehdä muuta. Sitä ennen voi vielä tulla sähköpostia.",
  },
  stopped: {
    title: "Kaikki sähköpostit on peruttu",
    text: "Et saa enää postituksia tältä lähettäjältä. Jo matkalla oleva viesti voi vielä saapua.",
  },
  everything: {
    button: "Peru kaikki sähköpostit lähettäjältä {brand}",
    buttonUnnamed: "Peru kaikki sähköpostit tältä lähettäjältä",
  },
  undo: {
    question: "Oliko se vahinko?",
    rejoin: "Liity takaisin listalle",
    resume: "Tilaa sähköpostit uudelleen",
    note: "Tämä painike toimii 30\u00A0minuuttia.",
  },
  rejoined: "Olet taas listalla",
  resumed: "Saat taas sähköpostia",
  cancelled: {
    title: "Pyyntösi on peruttu",
    text: "Kaikki on niin kuin ennenkin.",
  },
  expired: {
    title: "Tätä ei voi enää kumota täällä",
    text: "Mitään ei ole muutettu. Jos haluat viestit taas, tilaa ne lähettäjältä kuten ensimmäisellä kerralla.",
  },
  tryAgain: {
    title: "Se ei vielä onnistunut",
    text: "Pyyntöäsi ei ole toteutettu. Tämä ei johdu sinusta. Yritä uudelleen minuutin kuluttua.",
    button: "Yritä uudelleen",
  },
  tooMany: {
    title: "Odota hetki",
    text: "Tätä linkkiä on käytetty lyhyessä ajassa monta kertaa. Odota minuutti ja yritä sitten uudelleen.",
  },
  badLink: {
    title: "Linkki ei toimi",
    text: "Se on ehkä katkennut tai vioittunut matkalla. Mitään ei ole muutettu.",
    hints: [
      "Avaa linkki suoraan sähköpostista.",
      "Jos kopioit linkin, kopioi se kokonaan viimeiseen merkkiin asti.",
    ],
  },
  noReader: {
    title: "Linkki ei kerro, kuka olet",
    text: "Mitään ei ole muutettu. Avaa linkki uusimmasta sähköpostista.",
  },
  help: {
    write: "Eikö vieläkään onnistu? Kirjoita osoitteeseen",
    reply: "Eikö vieläkään onnistu? Vastaa viestiin ja pyydä poistoa listalta.",
  },
};
