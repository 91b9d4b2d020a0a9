import type { Messages } from "./messages.ts";

export const id: Messages = {
  languageName: "Bahasa Indonesia",
  languages: "Bahasa",
  asking: {
    title: "Berhenti berlangganan?",
    text: "Tidak ada yang berubah sebelum Anda menekan tombol.",
    button: "Berhenti berlangganan",
  },
  done: {
    title: "Anda sudah berhenti berlangganan",
    text: "Anda tidak akan menerima email lagi dari daftar ini. Email yang sudah dikirim mungkin masih masuk.",
  },
  queued: {
    title: "Permintaan sedang diproses",
    text: "Permintaan Anda sudah disimpan dan akan dijalankan. Anda tidak perlu melakukan apa-apa lagi. Sebelum itu, mungkin masih ada email yang masuk.",
  },
  undo: {
    question: "Tidak sengaja?",
    note: "Tombol ini berlaku selama 30\u00A0menit.",
  },
  undone: {
    title: "Anda berlangganan lagi",
    text: "Semuanya seperti semula.",
  },
  "undone-everything": {
    title: "Anda akan menerima email lagi",
  },
  canceled: {
    title: "Permintaan Anda dibatalkan",
  },
  "too-late": {
    title: "Tidak bisa lagi diurungkan di sini",
    text: "Tidak ada yang berubah. Untuk menerima email lagi, silakan mendaftar ke pengirim seperti saat pertama kali.",
  },
  "try-again": {
    title: "Belum berhasil",
    text: "Permintaan Anda belum terlaksana. Ini bukan kesalahan Anda. Silakan coba lagi setelah satu menit.",
    button: "Coba lagi",
  },
  general: {
    title: "Tautan ini tidak menunjukkan siapa Anda",
  },
  "bad-link": {
    title: "Tautan ini tidak berfungsi",
    text: "Mungkin tautan ini terpotong atau rusak saat dikirim. Tidak ada yang berubah.",
    hints: [
      "Buka tautan langsung dari email.",
      "Jika Anda menyalinnya, salin seluruhnya sampai karakter terakhir.",
    ],
  },
  help: {
    write: "Masih terkendala? Kirim email ke",
    reply: "Masih terkendala? Balas email itu dan minta dihapus dari daftar.",
  },
};
