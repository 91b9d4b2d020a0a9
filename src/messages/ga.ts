import type { Messages } from "./messages.ts";

export const ga: Messages = {
  languageName: "Gaeilge",
  languages: "Teanga",
  asking: {
    title: "Díliostáil ón liosta seo?",
    text: "Ní athróidh aon rud go dtí go mbrúfaidh tú cnaipe.",
    button: "Díliostáil ón liosta seo",
  },
  done: {
    title: "Tá tú bainte den liosta seo",
    text: "Ní bhfaighidh tú a thuilleadh ríomhphost uaidh. D’fhéadfadh ceann atá ar an mbealach cheana teacht fós.",
  },
  queued: {
    title: "Tá do dhíliostáil idir lámha",
    text: "Tá d’iarratas sábháilte agus cuirfear i gcrích é. Níl aon rud eile le déanamh agat. D’fhéadfadh ríomhphost teacht fós roimhe sin.",
  },
  undo: {
    question: "An botún a bhí ann?",
    note: "Oibreoidh an cnaipe seo ar feadh 30\u00A0nóiméad.",
  },
  undone: {
    title: "Tá tú ar ais ar an liosta",
    text: "Tá gach rud mar a bhí roimhe.",
  },
  "undone-everything": {
    title: "Gheobhaidh tú ríomhphoist arís",
  },
  canceled: {
    title: "Cuireadh d’iarratas ar ceal",
  },
  "too-late": {
    title: "Ní féidir é a chealú anseo anois",
    text: "Níor athraíodh aon rud. Chun na ríomhphoist a fháil arís, cláraigh leis an seoltóir mar a rinne tú an chéad uair.",
  },
  "try-again": {
    title: "Níor éirigh linn fós",
    text: "Ní dhearnadh an rud a d’iarr tú. Ní ortsa atá an locht. Bain triail eile as i gceann nóiméid, le do thoil.",
    button: "Bain triail eile as",
  },
  general: {
    title: "Ní insíonn an nasc seo cé thú féin",
  },
  "bad-link": {
    title: "Ní oibríonn an nasc seo",
    text: "B’fhéidir gur gearradh nó gur milleadh é ar an mbealach. Níor athraíodh aon rud.",
    hints: [
      "Oscail an nasc sa ríomhphost féin.",
      "Má chóipeáil tú é, cóipeáil an nasc ar fad, go dtí an litir dheireanach.",
    ],
  },
  help: {
    write: "Fós i bponc? Scríobh chuig",
    reply: "Fós i bponc? Freagair an ríomhphost agus iarr go mbainfí den liosta thú.",
  },
};
