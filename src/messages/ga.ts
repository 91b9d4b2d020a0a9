import type { Messages } from "./messages.ts";

export const ga: Messages = {
  languageName: "Gaeilge",
  languageMenu: "Teanga",
  asking: {
    title: "Díliostáil ón liosta seo?",
    text: "Ní bhfaighidh tú a thuilleadh ríomhphost uaidh.",
    button: "Díliostáil ón liosta seo",
    note: "Ní athróidh aon rud go dtí go mbrúfaidh tú cnaipe.",
  },
  left: {
    title: "Tá tú bainte den liosta seo",
    text: "Ní bhfaighidh tú a thuilleadh ríomhphost uaidh. D’fhéadfadh ceann atá ar an mbealach cheana teacht fós.",
  },
  leaving: {
    title: "Tá do dhíliostáil idir lámha",
    text: "Tá d’iarratas sábháilte agus cuirfear i gcrích é. Níl aon rud eile le déanamh agat. D’fhéadfadh ríomhphost teacht fós roimhe sin.",
  },
  stopped: {
    title: "Tá gach ríomhphost stoptha",
    text: "Ní bhfaighidh tú a thuilleadh ríomhphost ón seoltóir seo. D’fhéadfadh ceann atá ar an mbealach cheana teacht fós.",
  },
  everything: {
    button: "Stop gach ríomhphost ó {brand}",
    buttonUnnamed: "Stop gach ríomhphost ón seoltóir seo",
  },
  undo: {
    question: "An botún a bhí ann?",
    rejoin: "Liostáil arís",
    resume: "Faigh ríomhphoist arís",
    note: "Oibreoidh an cnaipe seo ar feadh 30\u00A0nóiméad.",
  },
  rejoined: "Tá tú ar ais ar an liosta",
  resumed: "Gheobhaidh tú ríomhphoist arís",
  cancelled: {
    title: "Cuireadh d’iarratas ar ceal",
    text: "Tá gach rud mar a bhí roimhe.",
  },
  expired: {
    title: "Ní féidir é a chealú anseo anois",
    text: "Níor athraíodh aon rud. Chun na ríomhphoist a fháil arís, cláraigh leis an seoltóir mar a rinne tú an chéad uair.",
  },
  tryAgain: {
    title: "Níor éirigh linn fós",
    text: "Ní dhearnadh an rud a d’iarr tú. Ní ortsa atá an locht. Bain triail eile as i gceann nóiméid, le do thoil.",
    button: "Bain triail eile as",
  },
  tooMany: {
    title: "Nóiméad amháin, le do thoil",
    text: "Úsáideadh an nasc seo go leor uaireanta in achar gearr. Fan nóiméad agus bain triail eile as, le do thoil.",
  },
  badLink: {
    title: "Ní oibríonn an nasc seo",
    text: "B’fhéidir gur gearradh nó gur milleadh é ar an mbealach. Níor athraíodh aon rud.",
    hints: [
      "Oscail an nasc sa ríomhphost féin.",
      "Má chóipeáil tú é, cóipeáil an nasc ar fad, go dtí an litir dheireanach.",
    ],
  },
  noReader: {
    title: "Ní insíonn an nasc seo cé thú féin",
    text: "Níor athraíodh aon rud. Oscail an nasc sa ríomhphost is déanaí.",
  },
  help: {
    write: "Fós i bponc? Scríobh chuig",
    reply: "Fós i bponc? Freagair an ríomhphost agus iarr go mbainfí den liosta thú.",
  },
};
