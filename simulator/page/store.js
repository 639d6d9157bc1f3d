// What the page knows: phones and chats, read once and kept true by events. Nothing is drawn here.

const GONE = new Set(["left", "kicked", "banned"]);
const RIGHTS = new Set(["creator", "administrator"]);

export class Store {
  bot = {};
  people = new Map();
  chats = new Map();

  read({ bot, phones, chats = [] }) {
    this.bot = bot ?? {};
    this.people.clear();
    this.chats.clear();
    phones.forEach((phone) => this.setPhone(phone));
    chats.forEach((chat) => this.setChat(chat));
  }

  // A phone brings its private chat with it; both have the same number.
  setPhone({ messages, keyboard, action, pinned, ...person }) {
    const known = this.chats.get(person.id) ?? {};
    this.people.set(person.id, person);
    this.setChat({
      ...known,
      id: person.id,
      kind: "private",
      messages: messages ?? known.messages,
      keyboard: keyboard === undefined ? known.keyboard : keyboard,
      action: action ?? null,
      pinned: pinned ?? known.pinned,
    });
  }

  setChat(chat) {
    const known = this.chats.get(chat.id) ?? {};
    this.chats.set(chat.id, { topics: [], members: [], pinned: [], messages: [], ...known, ...defined(chat) });
  }

  removePhone(id) {
    this.people.delete(id);
    this.chats.delete(id);
  }

  // A person's chats: the one with the bot first, then groups and channels.
  chatsOf(phone) {
    const groups = [...this.chats.values()].filter((chat) => chat.kind !== "private" && statusIn(chat, phone));
    return [this.chats.get(phone), ...groups].filter(Boolean);
  }

  // Changes a chat as an event says; returns the chat, or undefined when it is none of those known.
  apply(event) {
    const chat = this.chats.get(event.chat);
    if (!chat) return undefined;
    this.chats.set(event.chat, changed(chat, event));
    return this.chats.get(event.chat);
  }
}

export function statusIn(chat, phone) {
  const status = chat.members.find((member) => member.phone === phone)?.status;
  return status && !GONE.has(status) ? status : null;
}

export function mayPost(chat, phone) {
  if (chat.kind === "private") return true;
  const status = statusIn(chat, phone);
  return chat.kind === "channel" ? RIGHTS.has(status) : Boolean(status);
}

function changed(chat, event) {
  switch (event.type) {
    case "message":
    case "edited":
      return { ...chat, messages: withMessage(chat.messages, event.message) };
    case "deleted":
      return { ...chat, messages: marking(chat.messages, event, { deleted: true }) };
    case "read":
      return { ...chat, messages: marking(chat.messages, event, { read: true }) };
    case "reactions":
      return { ...chat, messages: marking(chat.messages, event, { reactions: event.reactions }) };
    case "keyboard":
      return { ...chat, keyboard: event.keyboard };
    case "action":
      return { ...chat, action: event.action };
    case "pinned":
      return { ...chat, pinned: event.pinned };
    case "topics":
      return { ...chat, topics: event.topics };
    default:
      return chat;
  }
}

function withMessage(messages, message) {
  const at = messages.findLastIndex(({ message_id }) => message_id <= message.message_id);
  if (at < 0) return [message, ...messages];
  return messages[at].message_id === message.message_id ? messages.with(at, message) : messages.toSpliced(at + 1, 0, message);
}

function marking(messages, event, mark) {
  const ids = new Set([event.message_ids ?? event.message_id].flat());
  return messages.map((message) => (ids.has(message.message_id) ? { ...message, ...mark } : message));
}

function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
