import type { Messages } from "./messages.ts";

export const id: Messages = {
  languageName: "Bahasa Indonesia",
  languages: "Bahasa",
  labels: {
    sender: "Pengirim",
    list: "Daftar email",
    address: "Alamat email",
  },
  asking: {
    title: "Berhenti berlangganan daftar email ini?",
    text: "Belum ada yang berubah. Tekan tombol untuk berhenti menerima email ini.",
    button: "Berhenti berlangganan",
  },
  everything: {
    button: "Berhenti berlangganan semua buletin dari {brand}",
    buttonUnnamed: "Berhenti berlangganan semua buletin dari pengirim ini",
  },
  done: {
    title: "Anda sudah berhenti berlangganan",
    text: "Anda tidak akan menerima email lagi dari daftar email ini. Email yang sudah dikirim mungkin masih masuk.",
  },
  "done-everything": {
    title: "Anda sudah berhenti berlangganan semua buletin",
    text: "Anda tidak akan menerima buletin atau penawaran lagi dari pengirim ini. Pesan tentang pesanan atau akun mungkin masih masuk.",
  },
  queued: {
    title: "Langganan Anda akan segera dihentikan",
    text: "Permintaan Anda sudah disimpan dan akan diproses. Anda tidak perlu melakukan apa-apa lagi. Sebelum itu, mungkin masih ada email yang masuk.",
  },
  "no-contact": {
    title: "Alamat ini tidak berlangganan",
    text: "Pengirim ini tidak mengirim buletin ke alamat email yang terkait dengan tautan ini. Jika Anda tetap menerimanya, email itu dikirim ke alamat lain yang meneruskannya kepada Anda. Gunakan tautan berhenti berlangganan di salah satu email itu.",
  },
  "dead-letter": {
    title: "Permintaan Anda menunggu tindakan pengirim",
    text: "Permintaan Anda sudah disimpan, tetapi tidak bisa diproses secara otomatis. Pengirim sudah diberi tahu dan harus memprosesnya secara manual. Sebelum itu, mungkin masih ada email yang masuk.",
  },
  undo: {
    question: "Tidak sengaja?",
    button: "Urungkan",
    note: "Anda bisa mengurungkannya selama 30\u00A0menit.",
  },
  undone: {
    title: "Anda kembali berlangganan",
    text: "Semuanya seperti semula.",
  },
  "undone-everything": {
    title: "Anda akan menerima email lagi",
    text: "Email itu berasal dari daftar email yang masih Anda ikuti.",
  },
  canceled: {
    title: "Permintaan berhenti berlangganan dibatalkan",
    text: "Permintaan itu tidak akan diproses. Jika Anda juga meminta dengan cara lain, permintaan yang lain itu tetap berlaku.",
  },
  undoing: {
    title: "Perubahan ini akan segera diurungkan",
    text: "Permintaan Anda sudah disimpan dan akan diproses, kecuali ada yang meminta berhenti berlangganan lagi sebelum itu.",
  },
  "asked-again": {
    title: "Ada permintaan yang lebih baru",
    text: "Setelah itu ada yang meminta berhenti berlangganan lagi, jadi tidak ada yang berubah. Untuk menerima email lagi, silakan mendaftar ke pengirim seperti saat pertama kali.",
  },
  "others-stand": {
    title: "Permintaan lain masih berlaku",
    text: "Anda juga meminta berhenti berlangganan dengan cara lain, misalnya dari email lain, jadi tidak ada yang berubah. Untuk menerima email lagi, silakan mendaftar ke pengirim seperti saat pertama kali.",
  },
  "too-late": {
    title: "Tidak bisa lagi diurungkan di sini",
    text: "Tidak ada yang berubah. Untuk menerima email lagi, silakan mendaftar ke pengirim seperti saat pertama kali.",
  },
  "out-of-date": {
    title: "Isi halaman ini sudah usang",
    text: "Mungkin ada yang meminta lagi setelah itu. Jika masih menerima email ini, Anda bisa berhenti berlangganan sekali lagi.",
  },
  "try-again": {
    title: "Terjadi kesalahan",
    text: "Tidak ada yang berubah. Ini kesalahan kami, bukan kesalahan Anda. Silakan coba lagi dalam beberapa menit.",
    button: "Coba lagi",
  },
  "too-many": {
    title: "Tautan ini terlalu sering dipakai",
    text: "Permintaan terakhir Anda tidak diproses. Tunggu setidaknya satu menit, lalu coba lagi.",
  },
  general: {
    title: "Tautan ini tidak menunjukkan siapa Anda",
    text: "Tidak ada yang berubah. Gunakan tombol berhenti berlangganan di aplikasi email Anda, atau buka tautan di email yang lebih baru.",
  },
  "bad-link": {
    title: "Tautan ini tidak berfungsi",
    text: "Mungkin tautan ini terpotong atau rusak saat dikirim. Tidak ada yang berubah.",
    hints: [
      "Buka tautan langsung dari email.",
      "Jika Anda menyalinnya, salin seluruhnya sampai karakter terakhir.",
    ],
  },
  "out-of-order": {
    title: "Halaman ini sedang tidak tersedia",
    text: "Ini kesalahan kami, bukan kesalahan Anda. Silakan coba lagi dalam 5\u00A0menit.",
  },
  home: {
    title: "Situs ini untuk berhenti berlangganan",
    text: "Untuk berhenti menerima email, buka tautan berhenti berlangganan di salah satu email.",
  },
  help: {
    write: "Masih terkendala? Kirim email ke",
    reply: "Masih terkendala? Balas email itu dan minta berhenti berlangganan.",
  },
};
