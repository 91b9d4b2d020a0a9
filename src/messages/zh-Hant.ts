import type { Messages } from "./messages.ts";

export const zhHant: Messages = {
  languageName: "繁體中文",
  languageMenu: "語言",
  asking: {
    title: "要取消訂閱嗎？",
    text: "您將不會再收到這份電子報。",
    button: "取消訂閱",
    note: "在您按下按鈕之前，不會有任何變更。",
  },
  left: {
    title: "您已取消訂閱",
    text: "您將不會再收到這份電子報。已寄出的郵件仍可能送達。",
  },
  leaving: {
    title: "已收到您的要求",
    text: "您的要求已儲存，隨後會處理。您不需要再做任何事。處理之前，仍可能收到郵件。",
  },
  stopped: {
    title: "已停止接收所有郵件",
    text: "您將不會再收到此寄件者的任何電子報。已寄出的郵件仍可能送達。",
  },
  everything: {
    button: "停止接收「{brand}」的所有郵件",
    buttonUnnamed: "停止接收此寄件者的所有郵件",
  },
  undo: {
    question: "按錯了嗎？",
    rejoin: "重新訂閱",
    resume: "恢復接收郵件",
    note: "此按鈕在 30\u00A0分鐘內有效。",
  },
  rejoined: "您已重新訂閱",
  resumed: "您將再次收到郵件",
  cancelled: {
    title: "您的要求已撤回",
    text: "一切都和以前一樣。",
  },
  expired: {
    title: "這裡已無法復原",
    text: "您的訂閱沒有任何變更。如想再次收到郵件，請依當初的方式向寄件者重新訂閱。",
  },
  tryAgain: {
    title: "這次沒有成功",
    text: "您的要求未能執行。這不是您的問題。請一分鐘後再試。",
    button: "再試一次",
  },
  tooMany: {
    title: "請稍等一下",
    text: "此連結在短時間內使用了很多次。請等一分鐘再試。",
  },
  badLink: {
    title: "此連結無法使用",
    text: "連結可能不完整，或在傳送途中遭到更動。您的訂閱沒有任何變更。",
    hints: ["請直接在郵件中開啟連結。", "如需複製連結，請完整複製到最後一個字元。"],
  },
  noReader: {
    title: "無法透過此連結識別您的身分",
    text: "您的訂閱沒有任何變更。請在最新郵件中開啟連結。",
  },
  help: {
    write: "仍有問題？請寫信至",
    reply: "仍有問題？請回覆該郵件，表明您想取消訂閱。",
  },
};
