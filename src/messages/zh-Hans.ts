import type { Messages } from "./messages.ts";

export const zhHans: Messages = {
  languageName: "简体中文",
  languageMenu: "语言",
  asking: {
    title: "要退订吗？",
    text: "您将不再收到此订阅的邮件。",
    button: "退订",
    note: "在您点击按钮之前，不会有任何更改。",
  },
  left: {
    title: "您已退订",
    text: "您将不再收到此订阅的邮件。已发出的邮件可能仍会送达。",
  },
  leaving: {
    title: "已收到您的请求",
    text: "您的请求已保存，随后会处理。您无需再做任何操作。处理之前，可能仍会收到邮件。",
  },
  stopped: {
    title: "已停止接收所有邮件",
    text: "您将不再收到此发件人的任何订阅邮件。已发出的邮件可能仍会送达。",
  },
  everything: {
    button: "停止接收“{brand}”的所有邮件",
    buttonUnnamed: "停止接收此发件人的所有邮件",
  },
  undo: {
    question: "点错了吗？",
    rejoin: "重新订阅",
    resume: "恢复接收邮件",
    note: "此按钮在 30\u00A0分钟内有效。",
  },
  rejoined: "您已重新订阅",
  resumed: "您将重新收到邮件",
  cancelled: {
    title: "您的请求已撤回",
    text: "一切都和以前一样。",
  },
  expired: {
    title: "此处已无法撤销",
    text: "您的订阅没有任何更改。如想再次收到邮件，请按当初的方式向发件人重新订阅。",
  },
  tryAgain: {
    title: "这次没有成功",
    text: "您的请求未能执行。这不是您的问题。请一分钟后再试。",
    button: "重试",
  },
  tooMany: {
    title: "请稍等片刻",
    text: "此链接在短时间内被多次使用。请等一分钟再试。",
  },
  badLink: {
    title: "此链接无法使用",
    text: "链接可能不完整，或在传送途中被改动。您的订阅没有任何更改。",
    hints: ["请直接在邮件中打开链接。", "如需复制链接，请完整复制到最后一个字符。"],
  },
  noReader: {
    title: "无法通过此链接识别您的身份",
    text: "您的订阅没有任何更改。请在最新邮件中打开链接。",
  },
  help: {
    write: "仍有问题？请发邮件至",
    reply: "仍有问题？请回复该邮件，说明您想退订。",
  },
};
