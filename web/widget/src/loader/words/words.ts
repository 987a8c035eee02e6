import type { Message } from "../../words/phrase";

/** The few words on the page itself; the frame brings its own. */
const en = {
  open: "Open chat",
  open_unread: {
    one: "Open chat, {count} unread message",
    other: "Open chat, {count} unread messages",
  },
  close: "Close chat",
  frame: "Chat with us",
};

type Words = { [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Message };

const zh: Words = {
  open: "打开聊天",
  open_unread: { other: "打开聊天，{count} 条未读消息" },
  close: "关闭聊天",
  frame: "与我们聊天",
};

const ru: Words = {
  open: "Открыть чат",
  open_unread: {
    one: "Открыть чат, {count} непрочитанное сообщение",
    few: "Открыть чат, {count} непрочитанных сообщения",
    many: "Открыть чат, {count} непрочитанных сообщений",
    other: "Открыть чат, {count} непрочитанного сообщения",
  },
  close: "Закрыть чат",
  frame: "Чат с нами",
};

export const LOADER_WORDS = { en, zh, ru } satisfies Record<string, Words>;
