import type { Messages } from "./messages.ts";

export const es: Messages = {
  languageName: "Español",
  languages: "Idioma",
  asking: {
    title: "¿Quiere darse de baja de esta lista?",
    text: "Nada cambia hasta que pulse un botón.",
    button: "Darme de baja de esta lista",
  },
  done: {
    title: "Se ha dado de baja de la lista",
    text: "No recibirá más correos de ella. Es posible que aún le llegue alguno que ya esté en camino.",
  },
  queued: {
    title: "Su baja está en curso",
    text: "Su solicitud está registrada y se atenderá. No tiene que hacer nada más. Hasta entonces aún podría llegarle algún correo.",
  },
  undo: {
    question: "¿Fue un error?",
    note: "Este botón funciona durante 30\u00A0minutos.",
  },
  undone: {
    title: "Vuelve a estar en la lista",
    text: "Todo está como antes.",
  },
  "undone-everything": {
    title: "Volverá a recibir correos",
  },
  canceled: {
    title: "Su solicitud queda anulada",
  },
  "too-late": {
    title: "Ya no se puede deshacer aquí",
    text: "No se ha cambiado nada. Para volver a recibir los correos, suscríbase a través del remitente, como la primera vez.",
  },
  "try-again": {
    title: "No ha funcionado",
    text: "Su solicitud no se ha podido tramitar. No es culpa suya. Inténtelo de nuevo dentro de un minuto, por favor.",
    button: "Intentar de nuevo",
  },
  general: {
    title: "Este enlace no indica quién es usted",
  },
  "bad-link": {
    title: "Este enlace no funciona",
    text: "Puede que se haya cortado o alterado por el camino. No se ha cambiado nada.",
    hints: [
      "Abra el enlace en el propio correo.",
      "Si lo ha copiado, copie el enlace entero, hasta el último carácter.",
    ],
  },
  help: {
    write: "¿Sigue sin funcionar? Escriba a",
    reply: "¿Sigue sin funcionar? Responda al correo y pida su baja de la lista.",
  },
};
