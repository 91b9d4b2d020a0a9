import type { Messages } from "./messages.ts";

export const fr: Messages = {
  languageName: "Français",
  languageMenu: "Langue",
  asking: {
    title: "Vous désabonner de cette liste\u202F?",
    text: "Vous ne recevrez plus ses e-mails.",
    button: "Me désabonner de cette liste",
    note: "Rien ne change tant que vous n’appuyez pas sur un bouton.",
  },
  left: {
    title: "Désabonnement effectué",
    text: "Vous ne recevrez plus les e-mails de cette liste. Un message déjà parti peut encore arriver.",
  },
  leaving: {
    title: "Désabonnement en cours",
    text: "Votre demande est enregistrée et sera exécutée. Vous n’avez rien d’autre à faire. D’ici là, un e-mail peut encore arriver.",
  },
  stopped: {
    title: "Tous les e-mails sont arrêtés",
    text: "Vous ne recevrez plus d’envois de cet expéditeur. Un message déjà parti peut encore arriver.",
  },
  everything: {
    button: "Arrêter tous les e-mails envoyés par {brand}",
    buttonUnnamed: "Arrêter tous les e-mails de cet expéditeur",
  },
  undo: {
    question: "C’était une erreur\u202F?",
    rejoin: "Me réabonner",
    resume: "Recevoir à nouveau les e-mails",
    note: "Ce bouton fonctionne pendant 30\u00A0minutes.",
  },
  rejoined: "Votre abonnement est rétabli",
  resumed: "Les e-mails vont reprendre",
  cancelled: {
    title: "Votre demande est annulée",
    text: "Tout est comme avant.",
  },
  expired: {
    title: "Vous ne pouvez plus annuler ici",
    text: "Rien n’a été modifié. Pour recevoir à nouveau les e-mails, inscrivez-vous auprès de l’expéditeur comme la première fois.",
  },
  tryAgain: {
    title: "Cela n’a pas encore fonctionné",
    text: "Votre demande n’a pas abouti. Vous n’y êtes pour rien. Veuillez réessayer dans une minute.",
    button: "Réessayer",
  },
  tooMany: {
    title: "Un instant, s’il vous plaît",
    text: "Ce lien a été utilisé de nombreuses fois en peu de temps. Patientez une minute, puis réessayez.",
  },
  badLink: {
    title: "Ce lien ne fonctionne pas",
    text: "Il a peut-être été coupé ou altéré en chemin. Rien n’a été modifié.",
    hints: [
      "Ouvrez le lien depuis l’e-mail lui-même.",
      "Si vous l’avez copié, copiez-le en entier, jusqu’au dernier caractère.",
    ],
  },
  noReader: {
    title: "Ce lien n’indique pas qui vous êtes",
    text: "Rien n’a été modifié. Ouvrez le lien depuis l’e-mail le plus récent.",
  },
  help: {
    write: "Le problème persiste\u202F? Écrivez à",
    reply: "Le problème persiste\u202F? Répondez à l’e-mail en demandant votre désabonnement.",
  },
};
