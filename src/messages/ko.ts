import type { Messages } from "./messages.ts";

export const ko: Messages = {
  languageName: "한국어",
  languages: "언어",
  asking: {
    title: "구독을 해지하시겠어요?",
    text: "버튼을 누르기 전에는 아무것도 바뀌지 않아요.",
    button: "구독 해지하기",
  },
  done: {
    title: "구독이 해지되었어요",
    text: "이 뉴스레터는 더 이상 오지 않아요. 이미 발송된 메일은 도착할 수 있어요.",
  },
  queued: {
    title: "요청을 접수했어요",
    text: "요청은 잘 저장되었고 처리될 예정이에요. 더 하실 일은 없어요. 그 전에 메일이 올 수도 있어요.",
  },
  undo: {
    question: "실수로 누르셨나요?",
    note: "이 버튼은 30분 동안 사용할 수 있어요.",
  },
  undone: {
    title: "다시 구독되었어요",
    text: "모든 것이 이전과 같아요.",
  },
  "undone-everything": {
    title: "메일을 다시 받게 돼요",
  },
  canceled: {
    title: "요청을 취소했어요",
  },
  "too-late": {
    title: "여기서는 더 이상 되돌릴 수 없어요",
    text: "바뀐 것은 없어요. 메일을 다시 받으려면 처음 구독하셨을 때처럼 발신자에게 다시 신청해 주세요.",
  },
  "try-again": {
    title: "처리하지 못했어요",
    text: "요청하신 내용이 반영되지 않았어요. 잘못하신 것은 없어요. 1분 뒤에 다시 시도해 주세요.",
    button: "다시 시도하기",
  },
  general: {
    title: "이 링크로는 누구신지 알 수 없어요",
  },
  "bad-link": {
    title: "링크가 작동하지 않아요",
    text: "링크가 중간에 잘렸거나 달라졌을 수 있어요. 구독 상태는 그대로예요.",
    hints: [
      "메일에 있는 링크를 직접 눌러 주세요.",
      "링크를 복사하셨다면 마지막 글자까지 모두 복사해 주세요.",
    ],
  },
  help: {
    write: "그래도 안 되나요? 문의 메일:",
    reply: "그래도 안 되나요? 받은 메일에 답장해 구독 해지를 요청해 주세요.",
  },
};
