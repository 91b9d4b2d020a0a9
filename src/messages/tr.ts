import type { Messages } from "./messages.ts";

export const tr: Messages = {
  languageName: "Türkçe",
  languages: "Dil",
  labels: {
    sender: "Gönderen",
    list: "Liste",
    address: "E\u2011posta adresi",
  },
  asking: {
    title: "Abonelikten çıkmak istiyor musunuz?",
    text: "Henüz hiçbir şey değişmedi. Bu e\u2011postaları durdurmak için düğmeye basın.",
    button: "Abonelikten çık",
  },
  everything: {
    button: "Tüm {brand} bültenleri için abonelikten çık",
    buttonUnnamed: "Bu gönderenin tüm bültenleri için abonelikten çık",
  },
  done: {
    title: "Abonelikten çıktınız",
    text: "Bu listeden artık e\u2011posta almayacaksınız. Önceden gönderilmiş bir e\u2011posta yine de gelebilir.",
  },
  "done-everything": {
    title: "Tüm bültenler için abonelikten çıktınız",
    text: "Bu gönderenden artık bülten veya kampanya e\u2011postası almayacaksınız. Sipariş veya hesapla ilgili mesajlar gelmeye devam edebilir.",
  },
  queued: {
    title: "Yakında abonelikten çıkmış olacaksınız",
    text: "İsteğiniz kaydedildi ve yerine getirilecek. Başka bir şey yapmanız gerekmiyor. O zamana kadar bir e\u2011posta daha gelebilir.",
  },
  "no-contact": {
    title: "Bu adres abone değil",
    text: "Bu gönderen, bu bağlantının ait olduğu adrese bülten göndermiyor. Yine de bülten alıyorsanız bunlar başka bir adrese gidip oradan size yönlendiriliyor demektir. Bu e\u2011postalardan birindeki abonelikten çıkma bağlantısını kullanın.",
  },
  "dead-letter": {
    title: "İsteğiniz artık gönderende",
    text: "İsteğiniz kaydedildi ancak otomatik olarak yerine getirilemiyor. Gönderen bilgilendirildi, işlemi kendisinin yapması gerekiyor. O zamana kadar e\u2011posta gelmeye devam edebilir.",
  },
  undo: {
    question: "Yanlışlıkla mı oldu?",
    button: "Geri al",
    note: "Bunu 30\u00A0dakika içinde geri alabilirsiniz.",
  },
  undone: {
    title: "Yeniden abonesiniz",
    text: "Her şey eskisi gibi.",
  },
  "undone-everything": {
    title: "Yeniden e\u2011posta alacaksınız",
    text: "E\u2011postalar, aboneliğinden çıkmadığınız listelerden gelecek.",
  },
  canceled: {
    title: "Abonelikten çıkma isteğiniz iptal edildi",
    text: "Bu istek yerine getirilmeyecek. Başka bir yolla da abonelikten çıkmak istediyseniz o istek hâlâ geçerlidir.",
  },
  undoing: {
    title: "Bu işlem yakında geri alınacak",
    text: "Geri alma isteğiniz kaydedildi ve bu arada kimse yeniden abonelikten çıkmak istemezse yerine getirilecek.",
  },
  "asked-again": {
    title: "Daha yeni bir istek var",
    text: "Bu arada biri yeniden abonelikten çıkmak istedi, bu yüzden hiçbir şey değişmedi. E\u2011postaları tekrar almak için ilk seferki gibi gönderenin listesine kaydolun.",
  },
  "others-stand": {
    title: "Başka bir istek hâlâ geçerli",
    text: "Başka bir yolla da, örneğin başka bir e\u2011postadan, abonelikten çıkmak istediniz, bu yüzden hiçbir şey değişmedi. E\u2011postaları tekrar almak için ilk seferki gibi gönderenin listesine kaydolun.",
  },
  "too-late": {
    title: "Bu artık buradan geri alınamaz",
    text: "Hiçbir şey değişmedi. E\u2011postaları tekrar almak için ilk seferki gibi gönderenin listesine kaydolun.",
  },
  "out-of-date": {
    title: "Bu sayfa artık güncel değil",
    text: "Bu arada biri yeniden istekte bulunmuş olabilir. Bu e\u2011postaları hâlâ alıyorsanız yeniden abonelikten çıkabilirsiniz.",
  },
  "try-again": {
    title: "Bir sorun oluştu",
    text: "Hiçbir şey değişmedi. Hata sizde değil, bizde. Lütfen birkaç dakika sonra yeniden deneyin.",
    button: "Yeniden dene",
  },
  "too-many": {
    title: "Bu bağlantı çok fazla kullanıldı",
    text: "Son isteğiniz yerine getirilmedi. Lütfen en az bir dakika bekleyip yeniden deneyin.",
  },
  general: {
    title: "Bu bağlantı kim olduğunuzu göstermiyor",
    text: "Hiçbir şey değişmedi. E\u2011posta programınızdaki abonelikten çıkma düğmesini kullanın veya bağlantıyı daha yeni bir e\u2011postadan açın.",
  },
  "bad-link": {
    title: "Bu bağlantı çalışmıyor",
    text: "Bağlantı eksik kalmış veya iletilirken bozulmuş olabilir. Hiçbir şey değişmedi.",
    hints: [
      "Bağlantıyı doğrudan e\u2011postanın içinden açın.",
      "Kopyaladıysanız bağlantının tamamını, son karakterine kadar kopyalayın.",
    ],
  },
  "out-of-order": {
    title: "Bu sayfa şu anda kullanılamıyor",
    text: "Hata sizde değil, bizde. Lütfen 5\u00A0dakika sonra yeniden deneyin.",
  },
  home: {
    title: "Buradan abonelikten çıkabilirsiniz",
    text: "E\u2011postaları durdurmak için birindeki abonelikten çıkma bağlantısını açın.",
  },
  help: {
    write: "Hâlâ olmuyor mu? Şu adrese yazın:",
    reply: "Hâlâ olmuyor mu? E\u2011postayı yanıtlayıp abonelikten çıkmak istediğinizi yazın.",
  },
};
