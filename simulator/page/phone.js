// One phone: a person and their chats, of which one is open.

import { ChatList } from "./chatlist.js";
import { Conversation } from "./conversation.js";
import { h, icon } from "./dom.js";
import { groupSheet } from "./groupsheet.js";
import { autonym, roleOf, ROLES } from "./people.js";
import { phoneSheet } from "./phonemenu.js";
import { words } from "./words.js";

const TOAST_MS = 4500;

// `host` is the page around: its store, its other phones, and what drives them together.
export class Phone {
  #conversations = new Map();
  #unseen = new Map();
  #open;

  constructor(id, host) {
    this.host = host;
    this.id = id;
    this.#open = id;
    this.screen = h("div", { class: "screen" });
    this.toasts = h("div", { class: "toasts", role: "status", "data-testid": "toasts" });
    this.chatList = new ChatList(this);
    this.caption = h("div", { class: "caption" });
    this.element = h("section", { class: "phone", "data-testid": "phone", "data-phone-id": id }, this.caption, h("div", { class: "frame" }, this.screen));
    this.screen.append(this.chatList.element, this.#conversation(id).element, this.toasts);
    this.refresh();
  }

  // ---- what is known

  person() { return this.host.store.people.get(this.id); }
  words() { return words(this.person().language); }
  others() { return this.host.phones().filter((phone) => phone !== this); }
  chats() { return this.host.store.chatsOf(this.id); }
  unseen(chat) { return this.#unseen.get(chat) ?? 0; }
  home() { return this.#conversation(this.id); }

  #conversation(id) {
    if (!this.#conversations.has(id)) this.#conversations.set(id, new Conversation(this, id));
    return this.#conversations.get(id);
  }

  // ---- from chat to chat

  open(id) {
    const conversation = this.show(id);
    if (this.screen.contains(document.activeElement) || document.activeElement === document.body) conversation.composer.field.focus({ preventScroll: true });
    return conversation;
  }

  // Opens a chat without taking the focus.
  show(id) {
    const conversation = this.#conversation(id);
    if (this.#open === id) return conversation;
    this.#open = id;
    this.#unseen.delete(id);
    this.#show();
    conversation.refresh();
    return conversation;
  }

  list() {
    this.#open = null;
    this.#show();
    this.chatList.items.querySelector("button")?.focus();
  }

  #show() {
    this.chatList.element.hidden = this.#open !== null;
    for (const [id, { element }] of this.#conversations) {
      if (id !== this.#open) element.remove();
      else if (!element.isConnected) this.toasts.before(element);
    }
    this.chatList.refresh();
  }

  // A deep link leads to the chat with the bot, wherever it was tapped.
  start(payload) {
    return this.open(this.id).started(payload);
  }

  more(conversation) {
    if (conversation.isPrivate()) phoneSheet(this.screen, conversation);
    else groupSheet(this.screen, conversation);
  }

  remove() { this.host.remove(this.id); }

  // ---- what happens to it

  receive(id, event) {
    if (event.type === "message" && id !== this.#open && event.message.from?.id !== this.id) this.#unseen.set(id, this.unseen(id) + 1);
    const asked = event.type === "answered" ? [...this.#conversations.values()].find((conversation) => conversation.waits()) : null;
    (asked ?? this.#conversations.get(id))?.receive(event);
    this.chatList.refresh();
  }

  refresh() {
    const person = this.person();
    const role = roleOf(person);
    this.element.dataset.language = person.language ?? "";
    this.element.classList.toggle("blocked", Boolean(person.blocked));
    this.element.setAttribute("aria-label", `Phone: ${person.label}, ${ROLES[role]}, ${autonym(person.language)}`);
    this.caption.replaceChildren(...captionParts(person, role));
    const there = new Set(this.chats().map(({ id }) => id));
    if (this.#open !== null && !there.has(this.#open)) this.show(this.id);
    for (const [id, conversation] of this.#conversations) {
      if (there.has(id)) conversation.refresh();
      else { conversation.element.remove(); this.#conversations.delete(id); }
    }
    this.chatList.refresh();
  }

  redraw() {
    for (const conversation of this.#conversations.values()) conversation.redraw();
    this.refresh();
  }

  // In a grid only the phone that is used speaks up; thirty voices are none.
  speakUp(loud) {
    for (const { log } of this.#conversations.values()) log.element.setAttribute("aria-live", loud ? "polite" : "off");
  }

  toast(text, kind = "note") {
    const node = h("p", { class: `toast ${kind}`, dir: "auto", "data-testid": "toast" }, kind === "error" ? icon("block") : null, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }
}

function captionParts(person, role) {
  const name = autonym(person.language);
  return [
    h("strong", { class: "person", dir: "auto" }, person.label),
    h("span", { class: `chip role-${role}` }, ROLES[role]),
    h("span", { class: "chip", title: `Telegram language code: ${person.language}` }, person.label.startsWith(name) ? null : h("span", { class: "chip-name" }, h("bdi", {}, name), " · "), h("code", {}, person.language)),
    h("span", { class: "chip chip-differs", title: "This phone shows other buttons than most", "data-testid": "differs", hidden: true }, "differs"),
    person.blocked && h("span", { class: "chip chip-blocked" }, "Blocked"),
  ].filter(Boolean);
}
