import type { Messages } from "./messages.ts";

export const mt: Messages = {
  languageName: "Malti",
  languages: "Lingwa",
  labels: {
    sender: "Mittent",
    list: "Lista",
    address: "Imejl",
  },
  asking: {
    title: "Trid tħassar l\u2011abbonament?",
    text: "S’issa ma nbidel xejn. Agħfas il\u2011buttuna biex ma tirċevix aktar dawn l\u2011imejls.",
    button: "Ħassar l\u2011abbonament",
  },
  everything: {
    button: "Ħassar l\u2011abbonament għal kull newsletter ta’ {brand}",
    buttonUnnamed: "Ħassar l\u2011abbonament għal kull newsletter ta’ dan il\u2011mittent",
  },
  done: {
    title: "L\u2011abbonament tiegħek tħassar",
    text: "Mhux se tirċievi aktar imejls minn din il\u2011lista. Imejl li diġà ntbagħat jista’ xorta jasal.",
  },
  "done-everything": {
    title: "L\u2011abbonament għal kull newsletter tħassar",
    text: "Mhux se tirċievi aktar newsletters jew offerti mingħand dan il\u2011mittent. Messaġġi dwar ordni jew kont jistgħu xorta jaslu.",
  },
  queued: {
    title: "L\u2011abbonament dalwaqt jitħassar",
    text: "Talbitek ġiet irreġistrata u se titwettaq. M’għandek bżonn tagħmel xejn aktar. Sadanittant jista’ jasal xi imejl ieħor.",
  },
  "no-contact": {
    title: "Dan l\u2011indirizz mhuwiex abbonat",
    text: "Dan il\u2011mittent ma jibgħatx newsletters fl\u2011indirizz li għalih saret din il\u2011link. Jekk xorta tirċevihom, jaslu f’indirizz ieħor li jgħaddihomlok. F’wieħed minn dawk l\u2011imejls uża l\u2011link biex tħassar l\u2011abbonament.",
  },
  "dead-letter": {
    title: "Talbitek tinsab għand il\u2011mittent",
    text: "Talbitek ġiet irreġistrata, iżda ma tistax titwettaq awtomatikament. Il\u2011mittent ġie mgħarraf u jrid iwettaqha manwalment. Sadanittant jistgħu jaslu xi imejls.",
  },
  undo: {
    question: "Kien żball?",
    button: "Reġġa’ lura",
    note: "Għandek 30\u00A0minuta biex treġġa’ dan lura.",
  },
  undone: {
    title: "L\u2011abbonament reġa’ ġie attivat",
    text: "Kollox kif kien qabel.",
  },
  "undone-everything": {
    title: "Se terġa’ tirċievi l\u2011imejls",
    text: "Jaslu mil\u2011listi li ma ħassartx l\u2011abbonament tagħhom.",
  },
  canceled: {
    title: "It\u2011talba biex tħassar l\u2011abbonament ġiet irtirata",
    text: "Mhux se titwettaq. Jekk għamilt talba b’mod ieħor ukoll, dik tibqa’ tgħodd.",
  },
  undoing: {
    title: "It\u2011tħassir dalwaqt jitreġġa’ lura",
    text: "Talbitek ġiet irreġistrata u se titwettaq, ħlief jekk qabel xi ħadd jerġa’ jitlob li jitħassar l\u2011abbonament.",
  },
  "asked-again": {
    title: "Hemm talba aktar riċenti",
    text: "Sadanittant xi ħadd reġa’ talab li jitħassar l\u2011abbonament, u għalhekk ma nbidel xejn. Biex terġa’ tirċievi l\u2011imejls, abbona mal\u2011mittent kif għamilt l\u2011ewwel darba.",
  },
  "others-stand": {
    title: "Talba oħra għadha tgħodd",
    text: "Tlabt li jitħassar l\u2011abbonament b’mod ieħor ukoll, pereżempju minn imejl ieħor, u għalhekk ma nbidel xejn. Biex terġa’ tirċievi l\u2011imejls, abbona mal\u2011mittent kif għamilt l\u2011ewwel darba.",
  },
  "too-late": {
    title: "Tard wisq biex treġġa’ dan lura hawn",
    text: "Ma nbidel xejn. Biex terġa’ tirċievi l\u2011imejls, abbona mal\u2011mittent kif għamilt l\u2011ewwel darba.",
  },
  "out-of-date": {
    title: "Din il\u2011paġna m’għadhiex aġġornata",
    text: "Forsi sadanittant xi ħadd reġa’ għamel talba. Jekk għadek tirċievi dawn l\u2011imejls, tista’ terġa’ tħassar l\u2011abbonament.",
  },
  "try-again": {
    title: "Inqalgħet problema",
    text: "Ma nbidel xejn. It\u2011tort hu tagħna, mhux tiegħek. Jekk jogħġbok erġa’ pprova wara ftit minuti.",
    button: "Erġa’ pprova",
  },
  "too-many": {
    title: "Din il\u2011link intużat wisq drabi",
    text: "L\u2011aħħar talba tiegħek ma twettqitx. Stenna mill\u2011inqas minuta u erġa’ pprova.",
  },
  general: {
    title: "Din il\u2011link ma tgħidilniex min int",
    text: "Ma nbidel xejn. Uża l\u2011buttuna tal\u2011programm tal\u2011imejl biex tħassar l\u2011abbonament, jew iftaħ il\u2011link f’imejl aktar riċenti.",
  },
  "bad-link": {
    title: "Din il\u2011link ma taħdimx",
    text: "Jista’ jkun li nqatgħet jew saritilha ħsara meta ntbagħtet. Ma nbidel xejn.",
    hints: [
      "Iftaħ il\u2011link fl\u2011imejl innifsu.",
      "Jekk ikkopjajtha, ikkopja l\u2011link kollha, sal\u2011aħħar karattru.",
    ],
  },
  "out-of-order": {
    title: "Din il\u2011paġna bħalissa mhijiex disponibbli",
    text: "It\u2011tort hu tagħna, mhux tiegħek. Jekk jogħġbok erġa’ pprova wara 5\u00A0minuti.",
  },
  home: {
    title: "Hawn tista’ tħassar l\u2011abbonamenti",
    text: "F’wieħed mill\u2011imejls iftaħ il\u2011link biex tħassar l\u2011abbonament.",
  },
  help: {
    write: "Għad għandek problema? Ikteb lil",
    reply: "Għad għandek problema? Wieġeb għall\u2011imejl u itlob li jitħassar l\u2011abbonament.",
  },
};
