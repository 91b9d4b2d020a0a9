import type { Messages } from "./messages.ts";

export const tr: Messages = {
  languageName: "Türkçe",
  languageMenu: "Dil",
  asking: {
    title: "Listeden çıkmak istiyor musunuz?",
    text: "Bu listeden artık e-posta almayacaksınız.",
    button: "Listeden çık",
    note: "Siz bir düğmeye basana kadar hiçbir şey değişmez.",
  },
  left: {
    title: "Listeden çıktınız",
    text: "Bu listeden artık e-posta almayacaksınız. Önceden gönderilmiş bir e-posta yine de gelebilir.",
  },
  leaving: {
    title: "İsteğiniz alındı",
    text: "İsteğiniz kaydedildi ve yerine getirilecek. Başka bir şey yapmanız gerekmiyor. O zamana kadar bir e-posta daha gelebilir.",
  },
  stopped: {
    title: "Tüm e-postalar durduruldu",
    text: "Bu gönderenin hiçbir listesinden artık e-posta almayacaksınız. Önceden gönderilmiş bir e-posta yine de gelebilir.",
  },
  everything: {
    button: "Tüm {brand} e-postalarını durdur",
    buttonUnnamed: "Gönderenin tüm e-postalarını durdur",
  },
  undo: {
    question: "Yanlışlıkla mı oldu?",
    rejoin: "Listeye yeniden katıl",
    resume: "Yeniden e-posta al",
    note: "Bu düğme 30\u00A0dakika boyunca çalışır.",
  },
  rejoined: "Yeniden listedesiniz",
  resumed: "Yeniden e-posta alacaksınız",
  cancelled: {
    title: "İsteğiniz iptal edildi",
    text: "Her şey eskisi gibi.",
  },
  expired: {
    title: "Bu artık buradan geri alınamaz",
    text: "Hiçbir şey değişmedi. E-postaları tekrar almak için ilk seferki gibi gönderenin listesine yeniden kaydolun.",
  },
  tryAgain: {
    title: "İşlem tamamlanamadı",
    text: "İsteğiniz yerine getirilmedi. Bu sizin hatanız değil. Lütfen bir dakika sonra yeniden deneyin.",
    button: "Yeniden dene",
  },
  tooMany: {
    title: "Lütfen biraz bekleyin",
    text: "Bu bağlantı kısa süre içinde birçok kez kullanıldı. Lütfen bir dakika bekleyip yeniden deneyin.",
  },
  badLink: {
    title: "Bu bağlantı çalışmıyor",
    text: "Bağlantı eksik kalmış veya iletilirken bozulmuş olabilir. Hiçbir şey değişmedi.",
    hints: [
      "Bağlantıyı doğrudan e-postanın içinden açın.",
      "Kopyaladıysanız bağlantının tamamını, son karakterine kadar kopyalayın.",
    ],
  },
  noReader: {
    title: "Bu bağlantı kim olduğunuzu göstermiyor",
    text: "Hiçbir şey değişmedi. Bağlantıyı en son e-postanın içinden açın.",
  },
  help: {
    write: "Hâlâ olmuyor mu? Şu adrese yazın:",
    reply: "Hâlâ olmuyor mu? E-postayı yanıtlayıp listeden çıkarılmak istediğinizi yazın.",
  },
};
