import type { Messages } from "./messages.ts";

export const pl: Messages = {
  languageName: "Polski",
  languages: "Język",
  labels: {
    sender: "Nadawca",
    list: "Lista",
    address: "Adres e\u2011mail",
  },
  asking: {
    title: "Anulować subskrypcję tej listy?",
    text: "Nic się jeszcze nie zmieniło. Naciśnij przycisk, aby nie dostawać tych e\u2011maili.",
    button: "Anuluj subskrypcję",
  },
  everything: {
    button: "Anuluj subskrypcję wszystkich newsletterów nadawcy {brand}",
    buttonUnnamed: "Anuluj subskrypcję wszystkich newsletterów tego nadawcy",
  },
  done: {
    title: "Subskrypcja anulowana",
    text: "Nie będziesz już otrzymywać e\u2011maili z\u00A0tej listy. Wysłana już wiadomość może jeszcze dotrzeć.",
  },
  "done-everything": {
    title: "Subskrypcja wszystkich newsletterów anulowana",
    text: "Nie będziesz już otrzymywać newsletterów ani ofert od tego nadawcy. Wiadomości dotyczące zamówienia lub konta mogą nadal przychodzić.",
  },
  queued: {
    title: "Subskrypcja zostanie wkrótce anulowana",
    text: "Twoja prośba jest zapisana i\u00A0zostanie spełniona. Nie musisz robić nic więcej. Do tego czasu może jeszcze przyjść e\u2011mail.",
  },
  "no-contact": {
    title: "Ten adres nie ma subskrypcji",
    text: "Ten nadawca nie wysyła newsletterów na adres, dla którego utworzono ten link. Jeśli mimo to je otrzymujesz, trafiają na inny adres, z\u00A0którego są przekazywane do Ciebie. Użyj linku do anulowania subskrypcji w\u00A0jednym z\u00A0tych e\u2011maili.",
  },
  "dead-letter": {
    title: "Twoja prośba jest u\u00A0nadawcy",
    text: "Twoja prośba jest zapisana, ale nie można jej spełnić automatycznie. Nadawca został powiadomiony i\u00A0musi to zrobić ręcznie. Do tego czasu mogą jeszcze przychodzić e\u2011maile.",
  },
  undo: {
    question: "To była pomyłka?",
    button: "Cofnij",
    note: "Możesz to cofnąć przez 30\u00A0minut.",
  },
  undone: {
    title: "Znów subskrybujesz tę listę",
    text: "Wszystko jest tak jak wcześniej.",
  },
  "undone-everything": {
    title: "E\u2011maile znów będą przychodzić",
    text: "Będą pochodzić z\u00A0list, których subskrypcja nie została anulowana.",
  },
  canceled: {
    title: "Prośba o\u00A0anulowanie subskrypcji wycofana",
    text: "Nie zostanie spełniona. Jeśli prośbę złożono też w\u00A0inny sposób, tamta jest nadal aktualna.",
  },
  undoing: {
    title: "Anulowanie zostanie wkrótce cofnięte",
    text: "Prośba o\u00A0cofnięcie jest zapisana i\u00A0zostanie spełniona, chyba że ktoś wcześniej ponownie poprosi o\u00A0anulowanie subskrypcji.",
  },
  "asked-again": {
    title: "Jest nowsza prośba",
    text: "Od tego czasu ktoś ponownie poprosił o\u00A0anulowanie subskrypcji, więc nic się nie zmieniło. Aby znów otrzymywać e\u2011maile, zapisz się u\u00A0nadawcy tak jak za pierwszym razem.",
  },
  "others-stand": {
    title: "Inna prośba jest nadal aktualna",
    text: "Prośbę o\u00A0anulowanie subskrypcji złożono też w\u00A0inny sposób, na przykład z\u00A0innego e\u2011maila, więc nic się nie zmieniło. Aby znów otrzymywać e\u2011maile, zapisz się u\u00A0nadawcy tak jak za pierwszym razem.",
  },
  "too-late": {
    title: "Tego już nie można tu cofnąć",
    text: "Nic się nie zmieniło. Aby znów otrzymywać e\u2011maile, zapisz się u\u00A0nadawcy tak jak za pierwszym razem.",
  },
  "out-of-date": {
    title: "Ta strona jest nieaktualna",
    text: "Być może ktoś tymczasem ponowił prośbę. Jeśli nadal otrzymujesz te e\u2011maile, możesz ponownie anulować subskrypcję.",
  },
  "try-again": {
    title: "Coś poszło nie tak",
    text: "Nic się nie zmieniło. To nasz błąd, nie Twój. Spróbuj ponownie za kilka minut.",
    button: "Spróbuj ponownie",
  },
  "too-many": {
    title: "Tego linku użyto zbyt często",
    text: "Twoja ostatnia prośba nie została spełniona. Odczekaj co najmniej minutę i\u00A0spróbuj ponownie.",
  },
  general: {
    title: "Ten link nie wskazuje, kim jesteś",
    text: "Nic się nie zmieniło. Użyj przycisku anulowania subskrypcji w\u00A0swoim programie pocztowym lub otwórz link w\u00A0nowszym e\u2011mailu.",
  },
  "bad-link": {
    title: "Ten link nie działa",
    text: "Mógł zostać po drodze ucięty lub uszkodzony. Nic się nie zmieniło.",
    hints: [
      "Otwórz link bezpośrednio w\u00A0e\u2011mailu.",
      "Jeśli kopiujesz link, skopiuj go w\u00A0całości, do ostatniego znaku.",
    ],
  },
  "out-of-order": {
    title: "Ta strona jest teraz niedostępna",
    text: "To nasz błąd, nie Twój. Spróbuj ponownie za 5\u00A0minut.",
  },
  home: {
    title: "Tutaj można anulować subskrypcje",
    text: "Aby to zrobić, otwórz link do anulowania subskrypcji w\u00A0jednym z\u00A0e\u2011maili.",
  },
  help: {
    write: "Nadal się nie udaje? Napisz na adres",
    reply:
      "Nadal się nie udaje? Odpowiedz na e\u2011mail i\u00A0poproś o\u00A0anulowanie subskrypcji.",
  },
};
