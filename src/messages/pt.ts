import type { Messages } from "./messages.ts";

export const pt: Messages = {
  languageName: "Português",
  languages: "Idioma",
  labels: {
    sender: "Remetente",
    list: "Lista",
    address: "Endereço de e\u2011mail",
  },
  asking: {
    title: "Cancelar a inscrição?",
    text: "Ainda nada mudou. Clique no botão para deixar de receber estes e\u2011mails.",
    button: "Cancelar inscrição",
  },
  everything: {
    button: "Cancelar a inscrição em todos os envios de {brand}",
    buttonUnnamed: "Cancelar a inscrição em todos os envios deste remetente",
  },
  done: {
    title: "Inscrição cancelada",
    text: "Não receberá mais e\u2011mails desta lista. Um e\u2011mail que já tenha sido enviado ainda pode chegar.",
  },
  "done-everything": {
    title: "Inscrição cancelada em todos os envios",
    text: "Não receberá mais newsletters nem ofertas deste remetente. Mensagens sobre uma encomenda ou uma conta ainda podem chegar.",
  },
  queued: {
    title: "A sua inscrição será cancelada em breve",
    text: "O seu pedido foi recebido e será atendido. Não é preciso fazer mais nada. Até lá, ainda pode chegar algum e\u2011mail.",
  },
  "no-contact": {
    title: "Este endereço não está inscrito",
    text: "Este remetente não envia nada para o endereço deste link. Se mesmo assim recebe os e\u2011mails, eles vão para outro endereço que os encaminha para si. Use o link de cancelamento de um desses e\u2011mails.",
  },
  "dead-letter": {
    title: "O seu pedido está com o remetente",
    text: "O seu pedido foi guardado, mas não pode ser atendido automaticamente. O remetente foi avisado e tem de o fazer manualmente. Até lá, ainda podem chegar e\u2011mails.",
  },
  undo: {
    question: "Cancelou por engano?",
    button: "Desfazer",
    note: "Pode desfazer durante 30\u00A0minutos.",
  },
  undone: {
    title: "Inscrição reativada",
    text: "Tudo está como antes.",
  },
  "undone-everything": {
    title: "Voltará a receber e\u2011mails",
    text: "Virão das listas em que não cancelou a inscrição.",
  },
  canceled: {
    title: "O seu pedido de cancelamento foi anulado",
    text: "Não será executado. Se também pediu o cancelamento de outra forma, esse pedido continua válido.",
  },
  undoing: {
    title: "O cancelamento será desfeito em breve",
    text: "O seu pedido foi guardado e será atendido, a não ser que alguém volte a pedir o cancelamento antes disso.",
  },
  "asked-again": {
    title: "Há um pedido de cancelamento mais recente",
    text: "Alguém voltou a pedir o cancelamento, por isso nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se com o remetente, como da primeira vez.",
  },
  "others-stand": {
    title: "Outro pedido de cancelamento continua válido",
    text: "Também pediu o cancelamento de outra forma, por exemplo a partir de outro e\u2011mail, por isso nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se com o remetente, como da primeira vez.",
  },
  "too-late": {
    title: "Já não é possível desfazer aqui",
    text: "Nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se com o remetente, como da primeira vez.",
  },
  "out-of-date": {
    title: "Esta página está desatualizada",
    text: "Alguém pode ter voltado a pedir o cancelamento. Se ainda recebe estes e\u2011mails, pode cancelar a inscrição de novo.",
  },
  "try-again": {
    title: "Não funcionou",
    text: "Nada foi alterado. A culpa é nossa, não sua. Tente de novo daqui a alguns minutos.",
    button: "Tentar de novo",
  },
  "too-many": {
    title: "Este link foi usado vezes demais",
    text: "O seu último pedido não foi executado. Espere pelo menos um minuto e tente de novo.",
  },
  general: {
    title: "Este link não nos diz quem é a pessoa",
    text: "Nada foi alterado. Use o botão de cancelar inscrição do seu programa de e\u2011mail, ou abra o link num e\u2011mail mais recente.",
  },
  "bad-link": {
    title: "Este link não funciona",
    text: "Pode ter sido cortado ou danificado pelo caminho. Nada foi alterado.",
    hints: [
      "Abra o link no próprio e\u2011mail.",
      "Se copiou o link, copie-o por inteiro, até ao último carácter.",
    ],
  },
  "out-of-order": {
    title: "Esta página não está disponível neste momento",
    text: "A culpa é nossa, não sua. Tente de novo daqui a 5\u00A0minutos.",
  },
  home: {
    title: "Este site serve para cancelar inscrições",
    text: "Para deixar de receber e\u2011mails, abra o link de cancelamento num deles.",
  },
  help: {
    write: "Continua sem funcionar? Escreva para",
    reply: "Continua sem funcionar? Responda ao e\u2011mail e peça o cancelamento da inscrição.",
  },
};
