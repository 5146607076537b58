// What the page knows, in one place. Parts of the page read it and are told when it changed.

export const state = {
  bot: { id: 0, username: "", name: "" },
  person: 0,
  people: [],
  /** Chats of the present person by id: {id, kind: "bot" | "person" | "group" | "channel", title, members, messages, commands, keyboard}. */
  chats: new Map(),
  chat: 0,
  /** Unread messages by `person:chat`. Kept in the page only: a reload begins with everything read. */
  unread: new Map(),
  /** What a link wants to start, by person, until START is pressed. */
  payloads: new Map(),
};

export const openChat = () => state.chats.get(state.chat);
export const personNamed = (id) => state.people.find((person) => person.id === id);

/** Put a message into its chat, over the one it replaces. */
export function keep(chatId, message) {
  const messages = state.chats.get(chatId)?.messages;
  if (!messages) return;
  const at = messages.findIndex((other) => other.message_id === message.message_id);
  if (at >= 0) messages[at] = message;
  else messages.push(message);
}

export function drop(chatId, messageId) {
  const chat = state.chats.get(chatId);
  if (chat) chat.messages = chat.messages.filter((message) => message.message_id !== messageId);
}

export function unreadOf(person, chatId) {
  return state.unread.get(`${person}:${chatId}`) ?? 0;
}

export function unreadElsewhere(person) {
  let sum = 0;
  for (const [key, count] of state.unread) if (key.startsWith(`${person}:`)) sum += count;
  return sum;
}

export function countUnread(person, chatId) {
  state.unread.set(`${person}:${chatId}`, unreadOf(person, chatId) + 1);
}
