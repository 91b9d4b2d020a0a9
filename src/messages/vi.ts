import type { Messages } from "./messages.ts";

export const vi: Messages = {
  languageName: "Tiếng Việt",
  languageMenu: "Ngôn ngữ",
  asking: {
    title: "Hủy đăng ký bản tin này?",
    text: "Bạn sẽ không còn nhận được bản tin này.",
    button: "Hủy đăng ký",
    note: "Sẽ không có gì thay đổi cho đến khi bạn nhấn nút.",
  },
  left: {
    title: "Bạn đã hủy đăng ký",
    text: "Bạn sẽ không còn nhận được bản tin này. Email đã gửi đi trước đó vẫn có thể đến.",
  },
  leaving: {
    title: "Đã ghi nhận yêu cầu",
    text: "Yêu cầu của bạn đã được lưu và sẽ được thực hiện. Bạn không cần làm gì thêm. Trong lúc đó, vẫn có thể có email gửi đến.",
  },
  stopped: {
    title: "Đã ngừng mọi email",
    text: "Bạn sẽ không còn nhận được bản tin nào từ người gửi này. Email đã gửi đi trước đó vẫn có thể đến.",
  },
  everything: {
    button: "Ngừng mọi email từ {brand}",
    buttonUnnamed: "Ngừng mọi email từ người gửi này",
  },
  undo: {
    question: "Bạn đã nhấn nhầm?",
    rejoin: "Đăng ký lại",
    resume: "Nhận lại email",
    note: "Nút này có hiệu lực trong 30\u00A0phút.",
  },
  rejoined: "Bạn đã đăng ký lại",
  resumed: "Bạn sẽ lại nhận được email",
  cancelled: {
    title: "Đã rút lại yêu cầu của bạn",
    text: "Mọi thứ đều như trước.",
  },
  expired: {
    title: "Không thể hoàn tác tại đây nữa",
    text: "Không có gì thay đổi. Để nhận lại email, hãy đăng ký với người gửi như lần đầu.",
  },
  tryAgain: {
    title: "Chưa thực hiện được",
    text: "Yêu cầu của bạn chưa được thực hiện. Đây không phải lỗi của bạn. Vui lòng thử lại sau một phút.",
    button: "Thử lại",
  },
  tooMany: {
    title: "Vui lòng đợi một chút",
    text: "Liên kết này đã được dùng nhiều lần trong thời gian ngắn. Vui lòng đợi một phút rồi thử lại.",
  },
  badLink: {
    title: "Liên kết không dùng được",
    text: "Liên kết có thể đã bị cắt mất một phần hoặc bị sai khi gửi. Không có gì thay đổi.",
    hints: [
      "Hãy mở liên kết ngay trong email.",
      "Nếu sao chép, hãy sao chép toàn bộ liên kết, đến ký tự cuối cùng.",
    ],
  },
  noReader: {
    title: "Liên kết này không cho biết bạn là ai",
    text: "Không có gì thay đổi. Hãy mở liên kết trong email mới nhất.",
  },
  help: {
    write: "Vẫn chưa được? Hãy gửi email đến",
    reply: "Vẫn chưa được? Hãy trả lời email và đề nghị xóa tên bạn khỏi danh sách nhận.",
  },
};
