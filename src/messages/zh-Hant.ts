import type { Messages } from "./messages.ts";

export const zhHant: Messages = {
  languageName: "繁體中文",
  languages: "語言",
  asking: {
    title: "要取消訂閱嗎？",
    text: "在您按下按鈕之前，不會有任何變更。",
    button: "取消訂閱",
  },
  done: {
    title: "您已取消訂閱",
    text: "您將不會再收到這份電子報。已寄出的郵件仍可能送達。",
  },
  queued: {
    title: "已收到您的要求",
    text: "您的要求已儲存，隨後會處理。您不需要再做任何事。處理之前，仍可能收到郵件。",
  },
  undo: {
    question: "按錯了嗎？",
    note: "此按鈕在 30\u00A0分鐘內有效。",
  },
  undone: {
    title: "您已重新訂閱",
    text: "一切都和以前一樣。",
  },
  "undone-everything": {
    title: "您將再次收到郵件",
  },
  canceled: {
    title: "您的要求已撤回",
  },
  "too-late": {
    title: "這裡已無法復原",
    text: "您的訂閱沒有任何變更。如想再次收到郵件，請依當初的方式向寄件者重新訂閱。",
  },
  "try-again": {
    title: "這次沒有成功",
    text: "您的要求未能執行。這不是您的問題。請一分鐘後再試。",
    button: "再試一次",
  },
  general: {
    title: "無法透過此連結識別您的身分",
  },
  "bad-link": {
    title: "此連結無法使用",
    text: "連結可能不完整，或在傳送途中遭到更動。您的訂閱沒有任何變更。",
    hints: ["請直接在郵件中開啟連結。", "如需複製連結，請完整複製到最後一個字元。"],
  },
  help: {
    write: "仍有問題？請寫信至",
    reply: "仍有問題？請回覆該郵件，表明您想取消訂閱。",
  },
};
