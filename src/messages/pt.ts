import type { Messages } from "./messages.ts";

export const pt: Messages = {
  languageName: "Português",
  languageMenu: "Idioma",
  asking: {
    title: "Sair desta lista?",
    text: "Não receberá mais e-mails desta lista.",
    button: "Sair desta lista",
    note: "Nada muda enquanto não clicar num botão.",
  },
  left: {
    title: "Inscrição cancelada",
    text: "Não receberá mais e-mails desta lista. Um e-mail que já esteja a caminho ainda pode chegar.",
  },
  leaving: {
    title: "Pedido recebido",
    text: "O seu pedido está guardado e será atendido. Não é preciso fazer mais nada. Até lá, ainda pode chegar algum e-mail.",
  },
  stopped: {
    title: "Todos os e-mails cancelados",
    text: "Não receberá mais e-mails deste remetente. Um e-mail que já esteja a caminho ainda pode chegar.",
  },
  everything: {
    button: "Cancelar todos os e-mails de {brand}",
    buttonUnnamed: "Cancelar todos os e-mails deste remetente",
  },
  undo: {
    question: "Foi engano?",
    rejoin: "Reativar a inscrição",
    resume: "Voltar a receber os e-mails",
    note: "Este botão funciona durante 30\u00A0minutos.",
  },
  rejoined: "Inscrição reativada",
  resumed: "Voltará a receber os e-mails",
  cancelled: {
    title: "Pedido cancelado",
    text: "Tudo está como antes.",
  },
  expired: {
    title: "Já não é possível desfazer aqui",
    text: "Nada foi alterado. Para voltar a receber os e-mails, inscreva-se com o remetente, como da primeira vez.",
  },
  tryAgain: {
    title: "Ainda não funcionou",
    text: "O que pediu não foi feito. A culpa não é sua. Tente de novo daqui a um minuto.",
    button: "Tentar de novo",
  },
  tooMany: {
    title: "Um momento, por favor",
    text: "Este link foi usado muitas vezes em pouco tempo. Aguarde um minuto e tente de novo.",
  },
  badLink: {
    title: "Este link não funciona",
    text: "Pode ter sido cortado ou modificado pelo caminho. Nada foi alterado.",
    hints: [
      "Abra o link no próprio e-mail.",
      "Se copiou o link, copie-o por inteiro, do princípio ao fim.",
    ],
  },
  noReader: {
    title: "Este link não indica a quem pertence",
    text: "Nada foi alterado. Abra o link no e-mail mais recente.",
  },
  help: {
    write: "Continua sem funcionar? Escreva para",
    reply: "Continua sem funcionar? Responda ao e-mail e peça para sair da lista.",
  },
};
