import type { Messages } from "./messages.ts";

export const zhHans: Messages = {
  languageName: "简体中文",
  languages: "语言",
  asking: {
    title: "要退订吗？",
    text: "在您点击按钮之前，不会有任何更改。",
    button: "退订",
  },
  done: {
    title: "您已退订",
    text: "您将不再收到此订阅的邮件。已发出的邮件可能仍会送达。",
  },
  queued: {
    title: "已收到您的请求",
    text: "您的请求已保存，随后会处理。您无需再做任何操作。处理之前，可能仍会收到邮件。",
  },
  undo: {
    question: "点错了吗？",
    note: "此按钮在 30\u00A0分钟内有效。",
  },
  undone: {
    title: "您已重新订阅",
    text: "一切都和以前一样。",
  },
  "undone-everything": {
    title: "您将重新收到邮件",
  },
  canceled: {
    title: "您的请求已撤回",
  },
  "too-late": {
    title: "此处已无法撤销",
    text: "您的订阅没有任何更改。如想再次收到邮件，请按当初的方式向发件人重新订阅。",
  },
  "try-again": {
    title: "这次没有成功",
    text: "您的请求未能执行。这不是您的问题。请一分钟后再试。",
    button: "重试",
  },
  general: {
    title: "无法通过此链接识别您的身份",
  },
  "bad-link": {
    title: "此链接无法使用",
    text: "链接可能不完整，或在传送途中被改动。您的订阅没有任何更改。",
    hints: ["请直接在邮件中打开链接。", "如需复制链接，请完整复制到最后一个字符。"],
  },
  help: {
    write: "仍有问题？请发邮件至",
    reply: "仍有问题？请回复该邮件，说明您想退订。",
  },
};
