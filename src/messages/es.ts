import type { Messages } from "./messages.ts";

export const es: Messages = {
  languageName: "Español",
  languages: "Idioma",
  labels: {
    sender: "Remitente",
    list: "Lista",
    address: "Correo",
  },
  asking: {
    title: "¿Quiere darse de baja de esta lista?",
    text: "Todavía no ha cambiado nada. Pulse el botón para dejar de recibir estos correos.",
    button: "Darme de baja",
  },
  everything: {
    button: "Darme de baja de todos los boletines de {brand}",
    buttonUnnamed: "Darme de baja de todos los boletines de este remitente",
  },
  done: {
    title: "Se ha dado de baja",
    text: "No recibirá más correos de esta lista. Es posible que aún le llegue alguno que ya se haya enviado.",
  },
  "done-everything": {
    title: "Se ha dado de baja de todos los boletines",
    text: "No recibirá más boletines ni ofertas de este remitente. Es posible que aún le lleguen mensajes sobre un pedido o una cuenta.",
  },
  queued: {
    title: "Se le dará de baja en breve",
    text: "Su solicitud está guardada y se atenderá. No tiene que hacer nada más. Hasta entonces aún podría llegarle algún correo.",
  },
  "no-contact": {
    title: "Esta dirección no está suscrita",
    text: "Este remitente no envía boletines a la dirección para la que se creó este enlace. Si aun así los recibe, llegan a otra dirección que se los reenvía. Use el enlace de baja de uno de esos correos.",
  },
  "dead-letter": {
    title: "El remitente tiene su solicitud",
    text: "Su solicitud está guardada, pero no se puede atender automáticamente. Hemos avisado al remitente, que tiene que hacerlo a mano. Hasta entonces aún podrían llegarle correos.",
  },
  undo: {
    question: "¿Se ha dado de baja por error?",
    button: "Deshacer",
    note: "Puede deshacerlo durante 30\u00A0minutos.",
  },
  undone: {
    title: "Vuelve a estar en la lista",
    text: "Todo está como antes.",
  },
  "undone-everything": {
    title: "Volverá a recibir correos",
    text: "Serán los de las listas de las que no se ha dado de baja.",
  },
  canceled: {
    title: "Su solicitud de baja queda anulada",
    text: "No se atenderá. Si también ha solicitado la baja de otra manera, esa solicitud sigue en pie.",
  },
  undoing: {
    title: "La baja se deshará en breve",
    text: "Su solicitud está guardada y se atenderá, salvo que antes alguien vuelva a solicitar la baja.",
  },
  "asked-again": {
    title: "Hay una solicitud de baja más reciente",
    text: "Alguien ha vuelto a solicitar la baja, así que no se ha cambiado nada. Para volver a recibir los correos, suscríbase a través del remitente, como la primera vez.",
  },
  "others-stand": {
    title: "Otra solicitud de baja sigue en pie",
    text: "También ha solicitado la baja de otra manera, por ejemplo desde otro correo, así que no se ha cambiado nada. Para volver a recibir los correos, suscríbase a través del remitente, como la primera vez.",
  },
  "too-late": {
    title: "Ya es tarde para deshacerlo aquí",
    text: "No se ha cambiado nada. Para volver a recibir los correos, suscríbase a través del remitente, como la primera vez.",
  },
  "out-of-date": {
    title: "Esta página ya no está al día",
    text: "Puede que alguien haya vuelto a solicitar la baja. Si sigue recibiendo estos correos, puede volver a darse de baja.",
  },
  "try-again": {
    title: "No ha funcionado",
    text: "No se ha cambiado nada. El error es nuestro, no suyo. Inténtelo de nuevo dentro de unos minutos.",
    button: "Intentar de nuevo",
  },
  "too-many": {
    title: "Este enlace se ha usado demasiado",
    text: "Su última solicitud no se ha atendido. Espere al menos un minuto e inténtelo de nuevo.",
  },
  general: {
    title: "Este enlace no nos dice quién es usted",
    text: "No se ha cambiado nada. Use el botón de baja de su programa de correo o abra el enlace de un correo más reciente.",
  },
  "bad-link": {
    title: "Este enlace no funciona",
    text: "Puede que se haya cortado o dañado por el camino. No se ha cambiado nada.",
    hints: [
      "Abra el enlace en el propio correo.",
      "Si lo ha copiado, copie el enlace entero, hasta el último carácter.",
    ],
  },
  "out-of-order": {
    title: "Esta página no está disponible en este momento",
    text: "El error es nuestro, no suyo. Inténtelo de nuevo dentro de 5\u00A0minutos.",
  },
  home: {
    title: "Este sitio sirve para darse de baja",
    text: "Para dejar de recibir correos, abra el enlace de baja de uno de ellos.",
  },
  help: {
    write: "¿Sigue sin funcionar? Escriba a",
    reply: "¿Sigue sin funcionar? Responda al correo y pida su baja.",
  },
};
