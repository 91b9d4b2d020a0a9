import type { Messages } from "./messages.ts";

export const fr: Messages = {
  languageName: "Français",
  languages: "Langue",
  labels: {
    sender: "Expéditeur",
    list: "Liste",
    address: "Adresse e\u2011mail",
  },
  asking: {
    title: "Vous désabonner de cette liste\u202F?",
    text: "Rien n’a encore changé. Appuyez sur le bouton pour ne plus recevoir ces e\u2011mails.",
    button: "Me désabonner",
  },
  everything: {
    button: "Me désabonner de toutes les newsletters de {brand}",
    buttonUnnamed: "Me désabonner de toutes les newsletters de cet expéditeur",
  },
  done: {
    title: "Désabonnement effectué",
    text: "Vous ne recevrez plus les e\u2011mails de cette liste. Un message déjà envoyé peut encore arriver.",
  },
  "done-everything": {
    title: "Désabonnement effectué pour toutes les newsletters",
    text: "Vous ne recevrez plus de newsletters ni d’offres de cet expéditeur. Des messages concernant une commande ou un compte peuvent encore arriver.",
  },
  queued: {
    title: "Nous allons bientôt vous désabonner",
    text: "Votre demande est enregistrée et sera traitée. Vous n’avez rien d’autre à faire. D’ici là, un e\u2011mail peut encore arriver.",
  },
  "no-contact": {
    title: "Cette adresse n’est pas abonnée",
    text: "Cet expéditeur n’envoie pas de newsletters à l’adresse pour laquelle ce lien a été créé. Si vous en recevez quand même, elles passent par une autre adresse qui vous les transfère. Utilisez le lien de désabonnement de l’un de ces e\u2011mails.",
  },
  "dead-letter": {
    title: "Votre demande est chez l’expéditeur",
    text: "Votre demande est enregistrée, mais nous ne pouvons pas la traiter. L’expéditeur en a été informé et doit s’en charger lui-même. D’ici là, des e\u2011mails peuvent encore arriver.",
  },
  undo: {
    question: "C’était une erreur\u202F?",
    button: "Annuler",
    note: "Vous pouvez annuler pendant 30\u00A0minutes.",
  },
  undone: {
    title: "Votre abonnement est rétabli",
    text: "Tout est comme avant.",
  },
  "undone-everything": {
    title: "Vous recevrez de nouveau des e\u2011mails",
    text: "Ils viendront des listes que vous n’avez pas quittées.",
  },
  canceled: {
    title: "Votre demande de désabonnement est annulée",
    text: "Elle ne sera pas traitée. Si vous avez aussi demandé le désabonnement d’une autre manière, cette demande reste valable.",
  },
  undoing: {
    title: "Le désabonnement sera bientôt annulé",
    text: "Votre demande est enregistrée et sera traitée, sauf si quelqu’un demande de nouveau le désabonnement d’ici là.",
  },
  "asked-again": {
    title: "Il y a une demande plus récente",
    text: "Depuis, quelqu’un a redemandé le désabonnement. Rien n’a donc été modifié. Pour recevoir à nouveau les e\u2011mails, inscrivez-vous auprès de l’expéditeur comme la première fois.",
  },
  "others-stand": {
    title: "Une autre demande reste valable",
    text: "Vous avez aussi demandé le désabonnement d’une autre manière, par exemple depuis un autre e\u2011mail. Rien n’a donc été modifié. Pour recevoir à nouveau les e\u2011mails, inscrivez-vous auprès de l’expéditeur comme la première fois.",
  },
  "too-late": {
    title: "Il est trop tard pour annuler ici",
    text: "Rien n’a été modifié. Pour recevoir à nouveau les e\u2011mails, inscrivez-vous auprès de l’expéditeur comme la première fois.",
  },
  "out-of-date": {
    title: "Cette page n’est plus à jour",
    text: "Depuis, quelqu’un a peut-être refait la demande. Si ces e\u2011mails arrivent encore, vous pouvez vous désabonner à nouveau.",
  },
  "try-again": {
    title: "Cela n’a pas fonctionné",
    text: "Rien n’a été modifié. L’erreur vient de nous, pas de vous. Veuillez réessayer dans quelques minutes.",
    button: "Réessayer",
  },
  "too-many": {
    title: "Ce lien a été utilisé trop souvent",
    text: "Votre dernière demande n’a pas été traitée. Attendez au moins une minute, puis réessayez.",
  },
  general: {
    title: "Ce lien ne nous dit pas qui vous êtes",
    text: "Rien n’a été modifié. Utilisez le bouton de désabonnement de votre messagerie, ou ouvrez le lien d’un e\u2011mail plus récent.",
  },
  "bad-link": {
    title: "Ce lien ne fonctionne pas",
    text: "Il a peut-être été coupé ou altéré en chemin. Rien n’a été modifié.",
    hints: [
      "Ouvrez le lien depuis l’e\u2011mail lui-même.",
      "Si vous l’avez copié, copiez-le en entier, jusqu’au dernier caractère.",
    ],
  },
  "out-of-order": {
    title: "Cette page n’est pas disponible pour le moment",
    text: "L’erreur vient de nous, pas de vous. Veuillez réessayer dans 5\u00A0minutes.",
  },
  home: {
    title: "Ce site sert à se désabonner",
    text: "Ouvrez pour cela le lien de désabonnement de l’un des e\u2011mails reçus.",
  },
  help: {
    write: "Le problème persiste\u202F? Écrivez à",
    reply: "Le problème persiste\u202F? Répondez à l’e\u2011mail en demandant votre désabonnement.",
  },
};
