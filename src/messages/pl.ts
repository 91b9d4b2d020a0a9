import type { Messages } from "./messages.ts";

export const pl: Messages = {
  languageName: "Polski",
  languages: "Język",
  asking: {
    title: "Wypisać się z tej listy?",
    text: "Nic się nie zmieni, dopóki nie naciśniesz przycisku.",
    button: "Wypisz mnie z tej listy",
  },
  done: {
    title: "Wypisano Cię z tej listy",
    text: "Nie będziesz już otrzymywać z niej e-maili. Wiadomość, która jest już w drodze, może jeszcze dotrzeć.",
  },
  queued: {
    title: "Prośba przyjęta",
    text: "Twoja prośba jest zapisana i zostanie spełniona. Nie musisz robić nic więcej. Do tego czasu może jeszcze przyjść e-mail.",
  },
  undo: {
    question: "To była pomyłka?",
    note: "Ten przycisk działa przez 30\u00A0minut.",
  },
  undone: {
    title: "Znów jesteś na liście",
    text: "Wszystko jest tak jak wcześniej.",
  },
  "undone-everything": {
    title: "E-maile znów będą przychodzić",
  },
  canceled: {
    title: "Prośba wycofana",
  },
  "too-late": {
    title: "Tego już nie można tu cofnąć",
    text: "Nic się nie zmieniło. Aby znów otrzymywać e-maile, zapisz się u nadawcy tak jak za pierwszym razem.",
  },
  "try-again": {
    title: "Na razie się nie udało",
    text: "Twoja prośba nie została spełniona. To nie Twoja wina. Spróbuj ponownie za minutę.",
    button: "Spróbuj ponownie",
  },
  general: {
    title: "Ten link nie wskazuje, kim jesteś",
  },
  "bad-link": {
    title: "Ten link nie działa",
    text: "Mógł zostać po drodze ucięty lub zmieniony. Nic się nie zmieniło.",
    hints: [
      "Otwórz link bezpośrednio w e-mailu.",
      "Jeśli kopiujesz link, skopiuj go w całości, do ostatniego znaku.",
    ],
  },
  help: {
    write: "Nadal się nie udaje? Napisz na adres",
    reply: "Nadal się nie udaje? Odpowiedz na e-mail i poproś o wypisanie z listy.",
  },
};
