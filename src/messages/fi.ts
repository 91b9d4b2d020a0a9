import type { Messages } from "./messages.ts";

export const fi: Messages = {
  languageName: "Suomi",
  languages: "Kieli",
  labels: {
    sender: "Lähettäjä",
    list: "Lista",
    address: "Sähköpostiosoite",
  },
  asking: {
    title: "Peruutetaanko tämän listan tilaus?",
    text: "Mikään ei ole vielä muuttunut. Lopeta nämä viestit painamalla painiketta.",
    button: "Peruuta tilaus",
  },
  everything: {
    button: "Peruuta kaikki uutiskirjeet: {brand}",
    buttonUnnamed: "Peruuta kaikki tämän lähettäjän uutiskirjeet",
  },
  done: {
    title: "Listan tilaus on peruutettu",
    text: "Et saa enää sähköpostia tältä listalta. Jo lähetetty viesti voi vielä saapua.",
  },
  "done-everything": {
    title: "Kaikki uutiskirjeet on peruutettu",
    text: "Et saa enää uutiskirjeitä etkä tarjouksia tältä lähettäjältä. Ostoksiin tai tiliin liittyviä viestejä voi yhä tulla.",
  },
  queued: {
    title: "Postitusten tilaus peruutetaan pian",
    text: "Pyyntösi on tallennettu, ja se toteutetaan. Sinun ei tarvitse tehdä muuta. Sitä ennen voi vielä tulla sähköpostia.",
  },
  "no-contact": {
    title: "Tällä osoitteella ei ole tilausta",
    text: "Lähettäjä ei lähetä uutiskirjeitä osoitteeseen, jolle tämä linkki on tehty. Jos saat niitä silti, ne menevät toiseen osoitteeseen, josta ne välitetään sinulle. Käytä jonkin näistä viesteistä peruutuslinkkiä.",
  },
  "dead-letter": {
    title: "Pyyntösi on lähettäjällä",
    text: "Pyyntösi on tallennettu, mutta sitä ei voi toteuttaa automaattisesti. Siitä on ilmoitettu lähettäjälle, jonka on tehtävä se itse. Sitä ennen voi vielä tulla sähköpostia.",
  },
  undo: {
    question: "Peruutitko vahingossa?",
    button: "Kumoa",
    note: "Voit kumota tämän 30\u00A0minuutin ajan.",
  },
  undone: {
    title: "Listan tilaus on taas voimassa",
    text: "Kaikki on niin kuin ennenkin.",
  },
  "undone-everything": {
    title: "Saat taas sähköpostia",
    text: "Viestit tulevat listoilta, joiden tilausta et ole peruuttanut.",
  },
  canceled: {
    title: "Peruutuspyyntösi on kumottu",
    text: "Sitä ei toteuteta. Jos olet pyytänyt peruutusta myös muulla tavalla, se pyyntö on yhä voimassa.",
  },
  undoing: {
    title: "Peruutus kumotaan pian",
    text: "Pyyntösi on tallennettu, ja se toteutetaan, ellei joku pyydä peruutusta uudelleen sitä ennen.",
  },
  "asked-again": {
    title: "Peruutusta on pyydetty uudelleen",
    text: "Joku on pyytänyt sitä myöhemmin uudelleen, joten mitään ei ole muutettu. Jos haluat viestit taas, tilaa ne lähettäjältä kuten ensimmäisellä kerralla.",
  },
  "others-stand": {
    title: "Toinen pyyntö on yhä voimassa",
    text: "Olet pyytänyt peruutusta myös muulla tavalla, esimerkiksi toisesta viestistä, joten mitään ei ole muutettu. Jos haluat viestit taas, tilaa ne lähettäjältä kuten ensimmäisellä kerralla.",
  },
  "too-late": {
    title: "Tätä ei voi enää kumota täällä",
    text: "Mitään ei ole muutettu. Jos haluat viestit taas, tilaa ne lähettäjältä kuten ensimmäisellä kerralla.",
  },
  "out-of-date": {
    title: "Tämä sivu on vanhentunut",
    text: "Joku on ehkä pyytänyt peruutusta uudelleen. Jos saat näitä viestejä yhä, voit peruuttaa tilauksen uudelleen.",
  },
  "try-again": {
    title: "Jokin meni vikaan",
    text: "Mitään ei ole muutettu. Vika on meidän, ei sinun. Yritä uudelleen muutaman minuutin kuluttua.",
    button: "Yritä uudelleen",
  },
  "too-many": {
    title: "Tätä linkkiä on käytetty liian usein",
    text: "Viimeisintä pyyntöäsi ei toteutettu. Odota vähintään minuutti ja yritä sitten uudelleen.",
  },
  general: {
    title: "Linkki ei kerro, kuka olet",
    text: "Mitään ei ole muutettu. Käytä sähköpostiohjelmasi Peruuta tilaus \u2011painiketta tai avaa linkki uudemmasta viestistä.",
  },
  "bad-link": {
    title: "Linkki ei toimi",
    text: "Se on ehkä katkennut tai vioittunut matkalla. Mitään ei ole muutettu.",
    hints: [
      "Avaa linkki suoraan sähköpostista.",
      "Jos kopioit linkin, kopioi se kokonaan viimeiseen merkkiin asti.",
    ],
  },
  "out-of-order": {
    title: "Tämä sivu ei ole juuri nyt käytettävissä",
    text: "Vika on meidän, ei sinun. Yritä uudelleen 5\u00A0minuutin kuluttua.",
  },
  home: {
    title: "Täällä voit peruuttaa uutiskirjeitä",
    text: "Jos et halua enää viestejä, avaa jonkin viestin peruutuslinkki.",
  },
  help: {
    write: "Eikö vieläkään onnistu? Kirjoita osoitteeseen",
    reply: "Eikö vieläkään onnistu? Vastaa viestiin ja pyydä tilauksen peruuttamista.",
  },
};
