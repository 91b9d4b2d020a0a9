import type { Messages } from "./messages.ts";

export const vi: Messages = {
  languageName: "Tiếng Việt",
  languages: "Ngôn ngữ",
  labels: {
    sender: "Người gửi",
    list: "Danh sách",
    address: "Địa chỉ email",
  },
  asking: {
    title: "Hủy đăng ký danh sách này?",
    text: "Hiện chưa có gì thay đổi. Nhấn nút để không nhận những email này nữa.",
    button: "Hủy đăng ký",
  },
  everything: {
    button: "Hủy đăng ký mọi bản tin từ {brand}",
    buttonUnnamed: "Hủy đăng ký mọi bản tin từ người gửi này",
  },
  done: {
    title: "Bạn đã hủy đăng ký",
    text: "Bạn sẽ không còn nhận email từ danh sách này. Email đã gửi đi trước đó vẫn có thể đến.",
  },
  "done-everything": {
    title: "Bạn đã hủy đăng ký mọi bản tin",
    text: "Bạn sẽ không còn nhận bản tin hay ưu đãi từ người gửi này. Email về đơn hàng hoặc tài khoản vẫn có thể đến.",
  },
  queued: {
    title: "Đăng ký của bạn sẽ sớm được hủy",
    text: "Yêu cầu của bạn đã được lưu và sẽ được thực hiện. Bạn không cần làm gì thêm. Trong thời gian đó, bạn vẫn có thể nhận được email.",
  },
  "no-contact": {
    title: "Địa chỉ này không đăng ký nhận tin",
    text: "Người gửi này không gửi bản tin đến địa chỉ email gắn với liên kết này. Nếu bạn vẫn nhận được, chúng đến một địa chỉ khác rồi được chuyển tiếp cho bạn. Hãy dùng liên kết hủy đăng ký trong những email đó.",
  },
  "dead-letter": {
    title: "Yêu cầu của bạn đang chờ người gửi xử lý",
    text: "Yêu cầu của bạn đã được lưu nhưng không thể thực hiện tự động. Người gửi đã được báo và phải tự thực hiện. Trong thời gian đó, bạn vẫn có thể nhận được email.",
  },
  undo: {
    question: "Bạn đã nhấn nhầm?",
    button: "Hoàn tác",
    note: "Bạn có thể hoàn tác trong 30\u00A0phút.",
  },
  undone: {
    title: "Đăng ký của bạn đã được khôi phục",
    text: "Mọi thứ đều như trước.",
  },
  "undone-everything": {
    title: "Bạn sẽ lại nhận được email",
    text: "Email đến từ những danh sách mà bạn chưa hủy đăng ký.",
  },
  canceled: {
    title: "Yêu cầu hủy đăng ký đã được rút lại",
    text: "Yêu cầu này sẽ không được thực hiện. Nếu bạn cũng đã yêu cầu bằng cách khác, yêu cầu đó vẫn có hiệu lực.",
  },
  undoing: {
    title: "Việc hủy đăng ký sẽ sớm được hoàn tác",
    text: "Yêu cầu của bạn đã được lưu và sẽ được thực hiện, trừ khi có người yêu cầu hủy đăng ký lần nữa trước đó.",
  },
  "asked-again": {
    title: "Có yêu cầu hủy đăng ký mới hơn",
    text: "Sau đó đã có người yêu cầu hủy đăng ký lần nữa nên không có gì thay đổi. Để nhận lại email, hãy đăng ký với người gửi như lần đầu.",
  },
  "others-stand": {
    title: "Một yêu cầu khác vẫn có hiệu lực",
    text: "Bạn cũng đã yêu cầu hủy đăng ký bằng cách khác, chẳng hạn từ một email khác, nên không có gì thay đổi. Để nhận lại email, hãy đăng ký với người gửi như lần đầu.",
  },
  "too-late": {
    title: "Không thể hoàn tác tại đây nữa",
    text: "Không có gì thay đổi. Để nhận lại email, hãy đăng ký với người gửi như lần đầu.",
  },
  "out-of-date": {
    title: "Nội dung trang này đã cũ",
    text: "Có thể đã có người yêu cầu lần nữa. Nếu vẫn nhận được những email này, bạn có thể hủy đăng ký lần nữa.",
  },
  "try-again": {
    title: "Đã xảy ra lỗi",
    text: "Không có gì thay đổi. Đây là lỗi của chúng tôi, không phải của bạn. Vui lòng thử lại sau vài phút.",
    button: "Thử lại",
  },
  "too-many": {
    title: "Liên kết này được dùng quá nhiều lần",
    text: "Yêu cầu gần nhất của bạn đã không được thực hiện. Vui lòng đợi ít nhất một phút rồi thử lại.",
  },
  general: {
    title: "Liên kết này không cho biết bạn là ai",
    text: "Không có gì thay đổi. Hãy dùng nút hủy đăng ký của ứng dụng email, hoặc mở liên kết trong một email mới hơn.",
  },
  "bad-link": {
    title: "Liên kết không dùng được",
    text: "Liên kết có thể đã bị cắt mất một phần hoặc bị hỏng khi gửi. Không có gì thay đổi.",
    hints: [
      "Hãy mở liên kết ngay trong email.",
      "Nếu sao chép, hãy sao chép toàn bộ liên kết, đến ký tự cuối cùng.",
    ],
  },
  "out-of-order": {
    title: "Trang này hiện không dùng được",
    text: "Đây là lỗi của chúng tôi, không phải của bạn. Vui lòng thử lại sau 5\u00A0phút.",
  },
  home: {
    title: "Trang web này dùng để hủy đăng ký",
    text: "Để không nhận email nữa, hãy mở liên kết hủy đăng ký trong một email đã nhận.",
  },
  help: {
    write: "Vẫn chưa được? Hãy gửi email đến",
    reply: "Vẫn chưa được? Hãy trả lời email và đề nghị hủy đăng ký.",
  },
};
