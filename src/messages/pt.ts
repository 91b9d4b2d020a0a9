import type { Messages } from "./messages.ts";

export const pt: Messages = {
  languageName: "Português",
  languages: "Idioma",
  labels: {
    sender: "Remetente",
    list: "Lista",
    address: "E\u2011mail",
  },
  asking: {
    title: "Cancelar a inscrição?",
    text: "Nada mudou ainda. Clique no botão para deixar de receber estes e\u2011mails.",
    button: "Cancelar inscrição",
  },
  everything: {
    button: "Cancelar todas as newsletters de {brand}",
    buttonUnnamed: "Cancelar todas as newsletters deste remetente",
  },
  done: {
    title: "Inscrição cancelada",
    text: "Não receberá mais e\u2011mails desta lista. Um e\u2011mail que já tenha sido enviado ainda pode chegar.",
  },
  "done-everything": {
    title: "Todas as newsletters canceladas",
    text: "Não receberá mais newsletters nem ofertas deste remetente. Mensagens sobre uma compra ou uma conta ainda podem chegar.",
  },
  queued: {
    title: "A inscrição será cancelada em breve",
    text: "O seu pedido foi recebido e será atendido. Não é preciso fazer mais nada. Até lá, ainda pode chegar algum e\u2011mail.",
  },
  "no-contact": {
    title: "Este endereço não está inscrito",
    text: "Este remetente não envia newsletters para o endereço deste link. Se mesmo assim as recebe, elas vão para outro endereço que as reencaminha. Use o link de cancelamento de um desses e\u2011mails.",
  },
  "dead-letter": {
    title: "O seu pedido está com o remetente",
    text: "O seu pedido foi recebido, mas não pode ser atendido automaticamente. O remetente foi avisado e terá de fazer isso manualmente. Até lá, ainda podem chegar e\u2011mails.",
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
    text: "Não será atendido. Se também pediu o cancelamento de outra forma, esse pedido continua válido.",
  },
  undoing: {
    title: "O cancelamento será desfeito em breve",
    text: "O seu pedido foi recebido e será atendido, a não ser que alguém volte a pedir o cancelamento antes disso.",
  },
  "asked-again": {
    title: "Há um pedido mais recente",
    text: "Alguém voltou a pedir o cancelamento, por isso nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se através do remetente, como da primeira vez.",
  },
  "others-stand": {
    title: "Outro pedido continua válido",
    text: "Também pediu o cancelamento de outra forma, por exemplo a partir de outro e\u2011mail, por isso nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se através do remetente, como da primeira vez.",
  },
  "too-late": {
    title: "Já não é possível desfazer aqui",
    text: "Nada foi alterado. Para voltar a receber os e\u2011mails, inscreva-se através do remetente, como da primeira vez.",
  },
  "out-of-date": {
    title: "Esta página está desatualizada",
    text: "Alguém pode ter voltado a pedir o cancelamento. Se ainda recebe estes e\u2011mails, pode cancelar a inscrição de novo.",
  },
  "try-again": {
    title: "Não funcionou",
    text: "Nada foi alterado. O erro é nosso, não seu. Tente de novo daqui a alguns minutos.",
    button: "Tentar de novo",
  },
  "too-many": {
    title: "Este link foi usado vezes demais",
    text: "O seu último pedido não foi atendido. Espere pelo menos um minuto e tente de novo.",
  },
  general: {
    title: "Este link não nos diz quem o recebeu",
    text: "Nada foi alterado. Use o botão de cancelar inscrição do seu programa de e\u2011mail, ou abra o link num e\u2011mail mais recente.",
  },
  "bad-link": {
    title: "Este link não funciona",
    text: "Pode ter sido cortado ou danificado pelo caminho. Nada foi alterado.",
    hints: [
      "Abra o link no próprio e\u2011mail.",
      "Se copiou o link, copie-o por inteiro, sem faltar nada no final.",
    ],
  },
  "out-of-order": {
    title: "Esta página não está disponível neste momento",
    text: "O erro é nosso, não seu. Tente de novo daqui a 5\u00A0minutos.",
  },
  home: {
    title: "Este site é para cancelar inscrições",
    text: "Para deixar de receber e\u2011mails, abra o link de cancelamento num deles.",
  },
  help: {
    write: "Continua sem funcionar? Escreva para",
    reply: "Continua sem funcionar? Responda ao e\u2011mail e peça o cancelamento.",
  },
};
