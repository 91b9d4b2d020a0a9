import type { Messages } from "./messages.ts";

export const fr: Messages = {
  languageName: "Français",
  languages: "Langue",
  asking: {
    title: "Vous désabonner de cette liste\u202F?",
    text: "Rien ne change tant que vous n’appuyez pas sur un bouton.",
    button: "Me désabonner de cette liste",
  },
  done: {
    title: "Désabonnement effectué",
    text: "Vous ne recevrez plus les e-mails de cette liste. Un message déjà parti peut encore arriver.",
  },
  "done-everything": {
    text: "Vous ne recevrez plus de newsletters de cet expéditeur. Un message déjà parti peut encore arriver.",
  },
  queued: {
    title: "Désabonnement en cours",
    text: "Votre demande est enregistrée et sera exécutée. Vous n’avez rien d’autre à faire. D’ici là, un e-mail peut encore arriver.",
  },
  undo: {
    question: "C’était une erreur\u202F?",
    note: "Ce bouton fonctionne pendant 30\u00A0minutes.",
  },
  undone: {
    title: "Votre abonnement est rétabli",
    text: "Tout est comme avant.",
  },
  "undone-everything": {
    title: "Les e-mails vont reprendre",
  },
  canceled: {
    title: "Votre demande est annulée",
  },
  "too-late": {
    title: "Vous ne pouvez plus annuler ici",
    text: "Rien n’a été modifié. Pour recevoir à nouveau les e-mails, inscrivez-vous auprès de l’expéditeur comme la première fois.",
  },
  "try-again": {
    title: "Cela n’a pas fonctionné",
    text: "Votre demande n’a pas abouti. Vous n’y êtes pour rien. Veuillez réessayer dans une minute.",
    button: "Réessayer",
  },
  general: {
    title: "Ce lien n’indique pas qui vous êtes",
  },
  "bad-link": {
    title: "Ce lien ne fonctionne pas",
    text: "Il a peut-être été coupé ou altéré en chemin. Rien n’a été modifié.",
    hints: [
      "Ouvrez le lien depuis l’e-mail lui-même.",
      "Si vous l’avez copié, copiez-le en entier, jusqu’au dernier caractère.",
    ],
  },
  help: {
    write: "Le problème persiste\u202F? Écrivez à",
    reply: "Le problème persiste\u202F? Répondez à l’e-mail en demandant votre désabonnement.",
  },
};
