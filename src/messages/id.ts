import type { Messages } from "./messages.ts";

export const id: Messages = {
  languageName: "Bahasa Indonesia",
  languageMenu: "Bahasa",
  asking: {
    title: "Berhenti berlangganan?",
    text: "Anda tidak akan menerima email lagi dari daftar ini.",
    button: "Berhenti berlangganan",
    note: "Tidak ada yang berubah sebelum Anda menekan tombol.",
  },
  left: {
    title: "Anda sudah berhenti berlangganan",
    text: "Anda tidak akan menerima email lagi dari daftar ini. Email yang sudah dikirim mungkin masih masuk.",
  },
  leaving: {
    title: "Permintaan sedang diproses",
    text: "Permintaan Anda sudah disimpan dan akan dijalankan. Anda tidak perlu melakukan apa-apa lagi. Sebelum itu, mungkin masih ada email yang masuk.",
  },
  stopped: {
    title: "Semua email sudah dihentikan",
    text: "Anda tidak akan menerima email langganan lagi dari pengirim ini. Email yang sudah dikirim mungkin masih masuk.",
  },
  everything: {
    button: "Hentikan semua email dari {brand}",
    buttonUnnamed: "Hentikan semua email dari pengirim ini",
  },
  undo: {
    question: "Tidak sengaja?",
    rejoin: "Berlangganan lagi",
    resume: "Terima email lagi",
    note: "Tombol ini berlaku selama 30\u00A0menit.",
  },
  rejoined: "Anda berlangganan lagi",
  resumed: "Anda akan menerima email lagi",
  cancelled: {
    title: "Permintaan Anda dibatalkan",
    text: "Semuanya seperti semula.",
  },
  expired: {
    title: "Tidak bisa lagi diurungkan di sini",
    text: "Tidak ada yang berubah. Untuk menerima email lagi, silakan mendaftar ke pengirim seperti saat pertama kali.",
  },
  tryAgain: {
    title: "Belum berhasil",
    text: "Permintaan Anda tidak terlaksana. Ini bukan kesalahan Anda. Silakan coba lagi setelah satu menit.",
    button: "Coba lagi",
  },
  tooMany: {
    title: "Mohon tunggu sebentar",
    text: "Tautan ini sudah digunakan berkali-kali dalam waktu singkat. Silakan tunggu satu menit, lalu coba lagi.",
  },
  badLink: {
    title: "Tautan ini tidak berfungsi",
    text: "Mungkin tautan ini terpotong atau rusak saat dikirim. Tidak ada yang berubah.",
    hints: [
      "Buka tautan langsung dari email.",
      "Jika Anda menyalinnya, salin seluruhnya sampai huruf terakhir.",
    ],
  },
  noReader: {
    title: "Tautan ini tidak menunjukkan siapa Anda",
    text: "Tidak ada yang berubah. Buka tautan dari email terbaru.",
  },
  help: {
    write: "Masih terkendala? Kirim email ke",
    reply: "Masih terkendala? Balas email itu dan minta dihapus dari daftar.",
  },
};
