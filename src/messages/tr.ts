import type { Messages } from "./messages.ts";

export const tr: Messages = {
  languageName: "Türkçe",
  languages: "Dil",
  asking: {
    title: "Abonelikten çıkmak istiyor musunuz?",
    text: "Siz bir düğmeye basana kadar hiçbir şey değişmez.",
    button: "Abonelikten çık",
  },
  done: {
    title: "Abonelikten çıktınız",
    text: "Bu listeden artık e-posta almayacaksınız. Önceden gönderilmiş bir e-posta yine de gelebilir.",
  },
  queued: {
    title: "İsteğiniz alındı",
    text: "İsteğiniz kaydedildi ve yerine getirilecek. Başka bir şey yapmanız gerekmiyor. O zamana kadar bir e-posta daha gelebilir.",
  },
  undo: {
    question: "Yanlışlıkla mı oldu?",
    note: "Bu düğme 30\u00A0dakika boyunca çalışır.",
  },
  undone: {
    title: "Yeniden listedesiniz",
    text: "Her şey eskisi gibi.",
  },
  "undone-everything": {
    title: "Yeniden e-posta alacaksınız",
  },
  canceled: {
    title: "İsteğiniz iptal edildi",
  },
  "too-late": {
    title: "Bu artık buradan geri alınamaz",
    text: "Hiçbir şey değişmedi. E-postaları tekrar almak için ilk seferki gibi gönderenin listesine yeniden kaydolun.",
  },
  "try-again": {
    title: "İşlem tamamlanamadı",
    text: "İsteğiniz yerine getirilmedi. Bu sizin hatanız değil. Lütfen bir dakika sonra yeniden deneyin.",
    button: "Yeniden dene",
  },
  general: {
    title: "Bu bağlantı kim olduğunuzu göstermiyor",
  },
  "bad-link": {
    title: "Bu bağlantı çalışmıyor",
    text: "Bağlantı eksik kalmış veya iletilirken bozulmuş olabilir. Hiçbir şey değişmedi.",
    hints: [
      "Bağlantıyı doğrudan e-postanın içinden açın.",
      "Kopyaladıysanız bağlantının tamamını, son karakterine kadar kopyalayın.",
    ],
  },
  help: {
    write: "Hâlâ olmuyor mu? Şu adrese yazın:",
    reply: "Hâlâ olmuyor mu? E-postayı yanıtlayıp listeden çıkarılmak istediğinizi yazın.",
  },
};
