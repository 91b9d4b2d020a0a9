import type { Messages } from "./messages.ts";

export const mt: Messages = {
  languageName: "Malti",
  languages: "Lingwa",
  asking: {
    title: "Trid toħroġ minn din il-lista?",
    text: "Sakemm ma tagħfasx buttuna, ma jinbidel xejn.",
    button: "Neħħini minn din il-lista",
  },
  done: {
    title: "M’għadekx f’din il-lista",
    text: "Mhux se tirċievi aktar imejls minnha. Imejl li diġà telaq jista’ xorta jasal.",
  },
  queued: {
    title: "Irċevejna talbitek",
    text: "Talbitek inħażnet u se titwettaq. M’għandek bżonn tagħmel xejn aktar. Sadanittant jista’ jasal xi imejl ieħor.",
  },
  undo: {
    question: "Kien żball?",
    note: "Din il-buttuna taħdem għal 30\u00A0minuta.",
  },
  undone: {
    title: "Erġajt dħalt fil-lista",
    text: "Kollox kif kien qabel.",
  },
  "undone-everything": {
    title: "Se terġa’ tirċievi l-imejls",
  },
  canceled: {
    title: "Talbitek ġiet annullata",
  },
  "too-late": {
    title: "M’għadux jista’ jitreġġa’ lura",
    text: "Ma sar l-ebda tibdil. Biex terġa’ tirċievi l-imejls, irreġistra mal-mittent kif għamilt l-ewwel darba.",
  },
  "try-again": {
    title: "Għadu ma rnexxiex",
    text: "Dak li tlabt ma sarx. Mhux tort tiegħek. Jekk jogħġbok erġa’ pprova wara minuta.",
    button: "Erġa’ pprova",
  },
  general: {
    title: "Din il-link ma tgħidx min int",
  },
  "bad-link": {
    title: "Din il-link ma taħdimx",
    text: "Jista’ jkun li nqatgħet jew inbidlet fit-triq. Ma sar l-ebda tibdil.",
    hints: [
      "Iftaħ il-link fl-imejl innifsu.",
      "Jekk ikkopjajtha, ikkopjaha kollha, sal-aħħar ittra.",
    ],
  },
  help: {
    write: "Għad għandek problema? Ikteb lil",
    reply: "Għad għandek problema? Wieġeb għall-imejl u itlob li titneħħa mil-lista.",
  },
};
