import type { Messages } from "./messages.ts";

export const pl: Messages = {
  languageName: "Polski",
  languageMenu: "Język",
  asking: {
    title: "Wypisać się z tej listy?",
    text: "Nie będziesz już otrzymywać z niej e-maili.",
    button: "Wypisz mnie z tej listy",
    note: "Nic się nie zmieni, dopóki nie naciśniesz przycisku.",
  },
  left: {
    title: "Wypisano Cię z tej listy",
    text: "Nie będziesz już otrzymywać z niej e-maili. Wiadomość, która jest już w drodze, może jeszcze dotrzeć.",
  },
  leaving: {
    title: "Prośba przyjęta",
    text: "Twoja prośba jest zapisana i zostanie spełniona. Nie musisz robić nic więcej. Do tego czasu może jeszcze przyjść e-mail.",
  },
  stopped: {
    title: "Wszystkie e-maile wyłączone",
    text: "Nie będziesz już otrzymywać e-maili od tego nadawcy. Wiadomość, która jest już w drodze, może jeszcze dotrzeć.",
  },
  everything: {
    button: "Wyłącz wszystkie e-maile od nadawcy {brand}",
    buttonUnnamed: "Wyłącz wszystkie e-maile od tego nadawcy",
  },
  undo: {
    question: "To była pomyłka?",
    rejoin: "Zapisz mnie z powrotem",
    resume: "Włącz e-maile ponownie",
    note: "Ten przycisk działa przez 30\u00A0minut.",
  },
  rejoined: "Znów jesteś na liście",
  resumed: "E-maile znów będą przychodzić",
  cancelled: {
    title: "Prośba wycofana",
    text: "Wszystko jest tak jak wcześniej.",
  },
  expired: {
    title: "Tego już nie można tu cofnąć",
    text: "Nic się nie zmieniło. Aby znów otrzymywać e-maile, zapisz się u nadawcy tak jak za pierwszym razem.",
  },
  tryAgain: {
    title: "Na razie się nie udało",
    text: "Twoja prośba nie została spełniona. To nie Twoja wina. Spróbuj ponownie za minutę.",
    button: "Spróbuj ponownie",
  },
  tooMany: {
    title: "Chwileczkę",
    text: "W krótkim czasie użyto tego linku wiele razy. Odczekaj minutę i spróbuj ponownie.",
  },
  badLink: {
    title: "Ten link nie działa",
    text: "Mógł zostać po drodze ucięty lub zmieniony. Nic się nie zmieniło.",
    hints: [
      "Otwórz link bezpośrednio w e-mailu.",
      "Jeśli kopiujesz link, skopiuj go w całości, do ostatniego znaku.",
    ],
  },
  noReader: {
    title: "Ten link nie wskazuje, kim jesteś",
    text: "Nic się nie zmieniło. Otwórz link w najnowszym e-mailu.",
  },
  help: {
    write: "Nadal się nie udaje? Napisz na adres",
    reply: "Nadal się nie udaje? Odpowiedz na e-mail i poproś o wypisanie z listy.",
  },
};
