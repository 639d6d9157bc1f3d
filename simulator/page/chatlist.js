// The list of a person's chats: with the bot, their groups, their channels.

import { h, icon } from "./dom.js";
import { snippet } from "./bubble.js";
import { openSheet } from "./sheets.js";
import { hour } from "./times.js";

export class ChatList {
  constructor(phone) {
    this.phone = phone;
    this.items = h("div", { class: "chat-items", role: "list" });
    this.element = h("div", { class: "chat-list", "data-testid": "chat-list", dir: phone.words().dir, hidden: true },
      h("header", { class: "chat-head" }, h("h3", { class: "chat-words" }, phone.words().chats)), this.items);
  }

  refresh() {
    if (this.element.hidden) return this.items.replaceChildren();
    return this.items.replaceChildren(...this.phone.chats().map((chat) => h("div", { role: "listitem" }, entry(chat, this.phone, () => this.phone.open(chat.id)))));
  }
}

function entry(chat, phone, onclick) {
  const last = chat.messages.findLast((message) => !message.deleted);
  const title = titleOf(chat, phone);
  const unseen = phone.unseen(chat.id);
  return h("button", { type: "button", class: "chat-item", "data-testid": "chat-item", "data-chat": chat.id, onclick },
    h("span", { class: `avatar kind-${chat.kind}`, "aria-hidden": "true" }, [...title][0]),
    h("span", { class: "chat-item-words" },
      h("span", { class: "chat-item-top" }, h("strong", { dir: "auto" }, kindIcon(chat), h("bdi", {}, title)), last && h("time", {}, hour(new Date(last.date * 1000)))),
      h("span", { class: "chat-item-last" }, h("span", { dir: "auto" }, last ? told(last, chat) : "No messages yet"),
        unseen > 0 && h("span", { class: "unread", "aria-label": `${unseen} new` }, String(unseen)))));
}

function told(message, chat) {
  const who = chat.kind === "private" || !message.from ? "" : `${message.from.first_name}: `;
  return who + snippet(message);
}

function kindIcon({ kind }) {
  return kind === "private" ? null : icon(kind === "channel" ? "channel" : "group");
}

function titleOf(chat, phone) {
  return chat.kind === "private" ? phone.host.store.bot.first_name ?? "Bot" : chat.title;
}

// Asks which chat something goes to.
export function chatSheet(phone, onchoice) {
  const close = openSheet(phone.screen, {
    label: "Choose a chat",
    testid: "chat-sheet",
    content: h("div", { class: "items" }, phone.chats().map((chat) => entry(chat, phone, () => { close(); onchoice(chat.id); }))),
  });
}
