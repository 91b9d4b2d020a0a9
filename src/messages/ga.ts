import type { Messages } from "./messages.ts";

export const ga: Messages = {
  languageName: "Gaeilge",
  languages: "Teanga",
  labels: {
    sender: "Seoltóir",
    list: "Liosta",
    address: "Ríomhphost",
  },
  asking: {
    title: "Díliostáil ón liosta seo?",
    text: "Níl aon rud athraithe fós. Brúigh an cnaipe chun na ríomhphoist seo a stopadh.",
    button: "Díliostáil",
  },
  everything: {
    button: "Díliostáil ó gach nuachtlitir ó {brand}",
    buttonUnnamed: "Díliostáil ó gach nuachtlitir ón seoltóir seo",
  },
  done: {
    title: "Tá tú díliostáilte",
    text: "Ní bhfaighidh tú a thuilleadh ríomhphost ón liosta seo. D’fhéadfadh ceann a seoladh cheana teacht fós.",
  },
  "done-everything": {
    title: "Tá tú díliostáilte ó gach nuachtlitir",
    text: "Ní bhfaighidh tú a thuilleadh nuachtlitreacha ná tairiscintí ón seoltóir seo. D’fhéadfadh teachtaireachtaí faoi ordú nó faoi chuntas teacht fós.",
  },
  queued: {
    title: "Díliostálfar go luath thú",
    text: "Tá d’iarratas sábháilte agus cuirfear i gcrích é. Níl aon rud eile le déanamh agat. D’fhéadfadh ríomhphost teacht fós roimhe sin.",
  },
  "no-contact": {
    title: "Níl an seoladh seo cláraithe",
    text: "Ní chuireann an seoltóir seo nuachtlitreacha chuig an seoladh a ndearnadh an nasc seo dó. Má fhaigheann tú iad fós, téann siad chuig seoladh eile a chuireann ar aghaidh chugat iad. Úsáid an nasc díliostála i gceann de na ríomhphoist sin.",
  },
  "dead-letter": {
    title: "Tá d’iarratas ag an seoltóir",
    text: "Tá d’iarratas sábháilte, ach ní féidir linn é a chur i gcrích. Cuireadh an seoltóir ar an eolas agus ní mór dó é a dhéanamh de láimh. D’fhéadfadh ríomhphoist teacht go dtí sin.",
  },
  undo: {
    question: "An botún a bhí ann?",
    button: "Cealaigh",
    note: "Tá 30\u00A0nóiméad agat chun é seo a chealú.",
  },
  undone: {
    title: "Tá tú ar an liosta arís",
    text: "Tá gach rud mar a bhí roimhe.",
  },
  "undone-everything": {
    title: "Gheobhaidh tú ríomhphoist arís",
    text: "Tiocfaidh siad ó na liostaí nár dhíliostáil tú uathu.",
  },
  canceled: {
    title: "Tá d’iarratas ar dhíliostáil tarraingthe siar",
    text: "Ní chuirfear i gcrích é. Má d’iarr tú díliostáil ar bhealach eile freisin, tá an t\u2011iarratas sin fós i bhfeidhm.",
  },
  undoing: {
    title: "Cealófar an díliostáil go luath",
    text: "Tá d’iarratas ar chealú sábháilte agus cuirfear i gcrích é, mura n\u2011iarrann duine éigin díliostáil arís roimhe sin.",
  },
  "asked-again": {
    title: "Tá iarratas níos nuaí ann",
    text: "D’iarr duine éigin díliostáil arís ó shin, agus mar sin níor athraíodh aon rud. Chun na ríomhphoist a fháil arís, cláraigh leis an seoltóir mar a rinne tú an chéad uair.",
  },
  "others-stand": {
    title: "Tá iarratas eile fós i bhfeidhm",
    text: "D’iarr tú díliostáil ar bhealach eile freisin, mar shampla ó ríomhphost eile, agus mar sin níor athraíodh aon rud. Chun na ríomhphoist a fháil arís, cláraigh leis an seoltóir mar a rinne tú an chéad uair.",
  },
  "too-late": {
    title: "Tá sé rómhall chun é seo a chealú anseo",
    text: "Níor athraíodh aon rud. Chun na ríomhphoist a fháil arís, cláraigh leis an seoltóir mar a rinne tú an chéad uair.",
  },
  "out-of-date": {
    title: "Tá an leathanach seo as dáta",
    text: "B’fhéidir gur iarradh díliostáil arís ó shin. Má fhaigheann tú na ríomhphoist seo fós, is féidir leat díliostáil arís.",
  },
  "try-again": {
    title: "Chuaigh rud éigin amú",
    text: "Níor athraíodh aon rud. Orainne atá an locht, ní ortsa. Bain triail eile as i gceann cúpla nóiméad.",
    button: "Bain triail eile as",
  },
  "too-many": {
    title: "Úsáideadh an nasc seo rómhinic",
    text: "Níor cuireadh d’iarratas deireanach i gcrích. Fan nóiméad ar a laghad, ansin bain triail eile as.",
  },
  general: {
    title: "Ní léir ón nasc seo cé thú féin",
    text: "Níor athraíodh aon rud. Úsáid an cnaipe díliostála i do chlár ríomhphoist, nó oscail an nasc i ríomhphost níos nuaí.",
  },
  "bad-link": {
    title: "Ní oibríonn an nasc seo",
    text: "B’fhéidir gur gearradh nó gur milleadh é ar an mbealach. Níor athraíodh aon rud.",
    hints: [
      "Oscail an nasc sa ríomhphost féin.",
      "Má chóipeáil tú é, cóipeáil an nasc ar fad, go dtí an carachtar deireanach.",
    ],
  },
  "out-of-order": {
    title: "Níl an leathanach seo ar fáil faoi láthair",
    text: "Orainne atá an locht, ní ortsa. Bain triail eile as i gceann 5\u00A0nóiméad.",
  },
  home: {
    title: "Is féidir leat díliostáil anseo",
    text: "Chun stop a chur le ríomhphoist, oscail an nasc díliostála i gceann acu.",
  },
  help: {
    write: "Fadhb agat fós? Scríobh chuig",
    reply: "Fadhb agat fós? Freagair an ríomhphost agus iarr díliostáil.",
  },
};
