import type { Messages } from "./messages.ts";

export const es: Messages = {
  languageName: "Español",
  languageMenu: "Idioma",
  asking: {
    title: "¿Darse de baja de esta lista?",
    text: "No recibirá más correos de ella.",
    button: "Darme de baja de esta lista",
    note: "Nada cambia hasta que pulse un botón.",
  },
  left: {
    title: "Se ha dado de baja de la lista",
    text: "No recibirá más correos de ella. Es posible que aún le llegue alguno que ya esté en camino.",
  },
  leaving: {
    title: "Su baja está en curso",
    text: "Su solicitud está registrada y se atenderá. No tiene que hacer nada más. Hasta entonces aún podría llegarle algún correo.",
  },
  stopped: {
    title: "Ha cancelado todos los correos",
    text: "No recibirá más envíos de este remitente. Es posible que aún le llegue alguno que ya esté en camino.",
  },
  everything: {
    button: "Cancelar todos los correos de {brand}",
    buttonUnnamed: "Cancelar todos los correos de este remitente",
  },
  undo: {
    question: "¿Fue un error?",
    rejoin: "Volver a suscribirme",
    resume: "Volver a recibir correos",
    note: "Este botón funciona durante 30\u00A0minutos.",
  },
  rejoined: "Vuelve a estar en la lista",
  resumed: "Volverá a recibir correos",
  cancelled: {
    title: "Su solicitud queda anulada",
    text: "Todo está como antes.",
  },
  expired: {
    title: "Ya no se puede deshacer aquí",
    text: "No se ha cambiado nada. Para volver a recibir los correos, suscríbase a través del remitente, como la primera vez.",
  },
  tryAgain: {
    title: "Todavía no ha funcionado",
    text: "Lo que ha pedido no se ha hecho. No es culpa suya. Inténtelo de nuevo dentro de un minuto, por favor.",
    button: "Intentar de nuevo",
  },
  tooMany: {
    title: "Un momento, por favor",
    text: "Este enlace se ha usado muchas veces en poco tiempo. Espere un minuto y vuelva a intentarlo.",
  },
  badLink: {
    title: "Este enlace no funciona",
    text: "Puede que se haya cortado o alterado por el camino. No se ha cambiado nada.",
    hints: [
      "Abra el enlace en el propio correo.",
      "Si lo ha copiado, copie el enlace entero, hasta el último carácter.",
    ],
  },
  noReader: {
    title: "Este enlace no indica quién es usted",
    text: "No se ha cambiado nada. Abra el enlace en el correo más reciente.",
  },
  help: {
    write: "¿Sigue sin funcionar? Escriba a",
    reply: "¿Sigue sin funcionar? Responda al correo y pida su baja de la lista.",
  },
};
