import type { Messages } from "./messages.ts";

export const vi: Messages = {
  languageName: "Tiếng Việt",
  languages: "Ngôn ngữ",
  asking: {
    title: "Hủy đăng ký bản tin này?",
    text: "Sẽ không có gì thay đổi cho đến khi bạn nhấn nút.",
    button: "Hủy đăng ký",
  },
  done: {
    title: "Bạn đã hủy đăng ký",
    text: "Bạn sẽ không còn nhận được bản tin này. Email đã gửi đi trước đó vẫn có thể đến.",
  },
  queued: {
    title: "Đã ghi nhận yêu cầu",
    text: "Yêu cầu của bạn đã được lưu và sẽ được thực hiện. Bạn không cần làm gì thêm. Trong lúc đó, vẫn có thể có email gửi đến.",
  },
  undo: {
    question: "Bạn đã nhấn nhầm?",
    note: "Nút này có hiệu lực trong 30\u00A0phút.",
  },
  undone: {
    title: "Bạn đã đăng ký lại",
    text: "Mọi thứ đều như trước.",
  },
  "undone-everything": {
    title: "Bạn sẽ lại nhận được email",
  },
  canceled: {
    title: "Đã rút lại yêu cầu của bạn",
  },
  "too-late": {
    title: "Không thể hoàn tác tại đây nữa",
    text: "Không có gì thay đổi. Để nhận lại email, hãy đăng ký với người gửi như lần đầu.",
  },
  "try-again": {
    title: "Chưa thực hiện được",
    text: "Yêu cầu của bạn chưa được thực hiện. Đây không phải lỗi của bạn. Vui lòng thử lại sau một phút.",
    button: "Thử lại",
  },
  general: {
    title: "Liên kết này không cho biết bạn là ai",
  },
  "bad-link": {
    title: "Liên kết không dùng được",
    text: "Liên kết có thể đã bị cắt mất một phần hoặc bị sai khi gửi. Không có gì thay đổi.",
    hints: [
      "Hãy mở liên kết ngay trong email.",
      "Nếu sao chép, hãy sao chép toàn bộ liên kết, đến ký tự cuối cùng.",
    ],
  },
  help: {
    write: "Vẫn chưa được? Hãy gửi email đến",
    reply: "Vẫn chưa được? Hãy trả lời email và đề nghị xóa tên bạn khỏi danh sách nhận.",
  },
};
