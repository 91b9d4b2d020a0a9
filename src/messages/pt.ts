import type { Messages } from "./messages.ts";

export const pt: Messages = {
  languageName: "Português",
  languages: "Idioma",
  asking: {
    title: "Cancelar a inscrição?",
    text: "Nada muda enquanto não clicar num botão.",
    button: "Cancelar inscrição",
  },
  done: {
    title: "Inscrição cancelada",
    text: "Não receberá mais e-mails desta lista. Um e-mail que já esteja a caminho ainda pode chegar.",
  },
  queued: {
    title: "Pedido recebido",
    text: "O seu pedido foi recebido e será atendido. Não é preciso fazer mais nada. Até lá, ainda pode chegar algum e-mail.",
  },
  undo: {
    question: "Foi engano?",
    note: "Este botão funciona durante 30\u00A0minutos.",
  },
  undone: {
    title: "Inscrição reativada",
    text: "Tudo está como antes.",
  },
  "undone-everything": {
    title: "Voltará a receber os e-mails",
  },
  canceled: {
    title: "Pedido cancelado",
  },
  "too-late": {
    title: "Já não é possível desfazer aqui",
    text: "Nada foi alterado. Para voltar a receber os e-mails, inscreva-se com o remetente, como da primeira vez.",
  },
  "try-again": {
    title: "Não funcionou",
    text: "O que pediu não foi feito. A culpa não é sua. Tente de novo daqui a um minuto.",
    button: "Tentar de novo",
  },
  general: {
    title: "Este link não indica a quem pertence",
  },
  "bad-link": {
    title: "Este link não funciona",
    text: "Pode ter sido cortado ou modificado pelo caminho. Nada foi alterado.",
    hints: [
      "Abra o link no próprio e-mail.",
      "Se copiou o link, copie-o por inteiro, do princípio ao fim.",
    ],
  },
  help: {
    write: "Continua sem funcionar? Escreva para",
    reply: "Continua sem funcionar? Responda ao e-mail e peça para sair da lista.",
  },
};
