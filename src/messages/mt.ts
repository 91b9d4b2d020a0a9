import type { Messages } from "./messages.ts";

export const mt: Messages = {
  languageName: "Malti",
  languageMenu: "Lingwa",
  asking: {
    title: "Trid toħroġ minn din il-lista?",
    text: "Mhux se tirċievi aktar imejls minnha.",
    button: "Neħħini minn din il-lista",
    note: "Sakemm ma tagħfasx buttuna, ma jinbidel xejn.",
  },
  left: {
    title: "M’għadekx f’din il-lista",
    text: "Mhux se tirċievi aktar imejls minnha. Imejl li diġà telaq jista’ xorta jasal.",
  },
  leaving: {
    title: "Irċevejna talbitek",
    text: "Talbitek inħażnet u se titwettaq. M’għandek bżonn tagħmel xejn aktar. Sadanittant jista’ jasal xi imejl ieħor.",
  },
  stopped: {
    title: "L-imejls kollha twaqqfu",
    text: "Mhux se tirċievi aktar imejls mingħand dan il-mittent. Imejl li diġà telaq jista’ xorta jasal.",
  },
  everything: {
    button: "Waqqaf l-imejls kollha mingħand {brand}",
    buttonUnnamed: "Waqqaf l-imejls kollha mingħand dan il-mittent",
  },
  undo: {
    question: "Kien żball?",
    rejoin: "Erġa’ daħħalni fil-lista",
    resume: "Irrid nerġa’ nirċievi l-imejls",
    note: "Din il-buttuna taħdem għal 30\u00A0minuta.",
  },
  rejoined: "Erġajt dħalt fil-lista",
  resumed: "Se terġa’ tirċievi l-imejls",
  cancelled: {
    title: "Talbitek ġiet annullata",
    text: "Kollox kif kien qabel.",
  },
  expired: {
    title: "M’għadux jista’ jitreġġa’ lura",
    text: "Ma sar l-ebda tibdil. Biex terġa’ tirċievi l-imejls, irreġistra mal-mittent kif għamilt l-ewwel darba.",
  },
  tryAgain: {
    title: "Għadu ma rnexxiex",
    text: "Dak li tlabt ma sarx. Mhux tort tiegħek. Jekk jogħġbok erġa’ pprova wara minuta.",
    button: "Erġa’ pprova",
  },
  tooMany: {
    title: "Mument, jekk jogħġbok",
    text: "Din il-link intużat ħafna drabi fi żmien qasir. Stenna minuta u erġa’ pprova.",
  },
  badLink: {
    title: "Din il-link ma taħdimx",
    text: "Jista’ jkun li nqatgħet jew inbidlet fit-triq. Ma sar l-ebda tibdil.",
    hints: [
      "Iftaħ il-link fl-imejl innifsu.",
      "Jekk ikkopjajtha, ikkopjaha kollha, sal-aħħar ittra.",
    ],
  },
  noReader: {
    title: "Din il-link ma tgħidx min int",
    text: "Ma sar l-ebda tibdil. Iftaħ il-link fl-aħħar imejl.",
  },
  help: {
    write: "Għad għandek problema? Ikteb lil",
    reply: "Għad għandek problema? Wieġeb għall-imejl u itlob li titneħħa mil-lista.",
  },
};
