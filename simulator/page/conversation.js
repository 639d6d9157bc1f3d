// One chat open on one phone: what is said in it, and everything the person can do there.

import { ACTIONS } from "./actions.js";
import { control } from "./api.js";
import { Composer } from "./composer.js";
import { copy, h, icon, iconButton } from "./dom.js";
import { keyOf, restAll, wait } from "./keyboards.js";
import { read } from "./links.js";
import { Log } from "./log.js";
import { messageSheet } from "./messagemenu.js";
import { Pinned } from "./pinned.js";
import { shareSheet } from "./share.js";
import { alertSheet } from "./sheets.js";
import { locationSheet } from "./attach.js";
import { General, Topics } from "./topics.js";
import { chatSheet } from "./chatlist.js";

const ACTION_MS = 5000;

export class Conversation {
  revealed = new Set();
  #timer;
  #below = 0;

  constructor(phone, id) {
    this.phone = phone;
    this.id = id;
    this.log = new Log(this, (atEnd) => this.#moved(atEnd));
    this.topics = new Topics(this);
    this.pinned = new Pinned(this);
    this.intro = h("section", { class: "intro", dir: "auto", "data-testid": "description", hidden: true });
    this.unseen = h("span", { class: "badge", hidden: true });
    this.down = h("button", { type: "button", class: "icon-button down", "aria-label": "To the newest message", title: "To the newest message", "data-testid": "down", hidden: true, onclick: () => this.log.toEnd() }, icon("chevron"), this.unseen);
    this.typing = h("div", { class: "typing", "data-testid": "typing", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.composer = new Composer(phone.screen, this);
    this.status = h("span", { class: "chat-status", "data-testid": "status" });
    this.name = h("strong", { class: "cut", dir: "auto", "data-testid": "chat-name" });
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" });
    this.back = iconButton("back", this.words().chats, () => phone.list(), { class: "icon-button back", "data-testid": "back" });
    this.element = h("div", { class: "conversation" }, this.#header(), this.pinned.element, this.topics.element,
      h("div", { class: "chat" }, this.intro, this.log.element, this.typing, this.down), this.composer.element);
    this.refresh();
  }

  #header() {
    return h("header", { class: "chat-head", dir: this.words().dir }, this.back, this.avatar, h("div", { class: "chat-words" }, this.name, this.status),
      iconButton("more", "More", () => this.phone.more(this), { "data-testid": "phone-menu" }));
  }

  // ---- what is known

  model() { return this.phone.host.store.chats.get(this.id); }
  person() { return this.phone.person(); }
  bot() { return this.phone.host.store.bot; }
  words() { return this.phone.words(); }
  others() { return this.phone.others(); }
  now() { return this.phone.host.now(); }
  isPrivate() { return this.id === this.phone.id; }
  isOwn(message) { return Boolean(message.outgoing) && (this.isPrivate() || message.from?.id === this.person().id); }
  holdsFocus() { return this.element.contains(document.activeElement); }
  initial() { return [...(this.bot().first_name ?? "B")][0]; }
  title() { return this.isPrivate() ? this.bot().first_name ?? "Bot" : this.model().title; }
  topic() { return this.model().forum ? this.model().topics.find(({ id }) => id === this.topics.current) : null; }

  commands() {
    return inLanguage(this.bot().commands, this.person().language) ?? [];
  }

  messages() {
    const { forum, messages } = this.model();
    return forum ? messages.filter((message) => threadOf(message) === this.topics.current) : messages;
  }

  // ---- what the person does

  say(text, reply_to) { return this.#together((other) => other.#act("text", { text, reply_to })); }
  command(name) { return this.say(this.isPrivate() ? `/${name}` : `/${name}@${this.bot().username}`); }
  start(payload) { return this.phone.start(payload); }
  started(payload) { return this.#together((other) => other.#act("start", { payload })); }
  send(kind) { return this.#together((other) => other.#act("send", { kind })); }
  sendFile(name, mime_type, content) { return this.#together((other) => other.#act("file", { name, mime_type, content })); }
  locate(latitude, longitude) { return this.#together((other) => other.#act("location", { latitude, longitude })); }
  rewrite(message_id, text) { return this.#act("edit", { message_id, text }); }
  block(yes) { return this.#act(yes ? "block" : "unblock"); }
  edit(message) { this.composer.edit(message); }
  reply(message) { this.composer.reply(message); }
  write(text) { this.composer.write(text); }
  ask(query, offset) { return this.#act("inline", { query, offset }); }
  choose(inline_query_id, result_id) { this.composer.stop(); return this.#act("choose", { inline_query_id, result_id }); }
  menu(message) { return messageSheet(this.phone.screen, message, this); }
  show(id) { this.log.show(id); }

  tap(message, row, column) {
    const back = this.#screens().findIndex(({ message_id }) => message_id === message.message_id);
    return this.#together((other) => other.#tapAt(back, row, column));
  }

  // The screens with buttons, newest first: so the same one is found on another phone.
  #screens() {
    return this.messages().filter((message) => !message.deleted && message.reply_markup?.inline_keyboard?.length).reverse();
  }

  #tapAt(back, row, column) {
    const message = this.#screens()[back];
    const data = message?.reply_markup.inline_keyboard[row]?.[column]?.callback_data;
    if (data === undefined) return false;
    wait(this.log.content.querySelector(`[data-message-id="${message.message_id}"] [data-row="${row}"][data-column="${column}"]`));
    return this.#act("tap", { message_id: message.message_id, data, seen: true });
  }

  pressKey(row, column) {
    return this.#together((other) => other.#keyAt(row, column));
  }

  #keyAt(row, column) {
    const given = this.model().keyboard?.keyboard?.[row]?.[column];
    if (given === undefined) return false;
    const key = keyOf(given);
    this.composer.keyboardUsed();
    if (key.request_location) return locationSheet(this.phone.screen, this);
    if (key.request_contact) return this.#act("send", { kind: "contact" });
    return this.#act("text", { text: key.text });
  }

  // Does it here, and on all other phones when they are driven together.
  #together(does) {
    return this.isPrivate() ? this.phone.host.together.act(this, does) : does(this);
  }

  react(message, emoji) { return this.#act("react", { message_id: message.message_id, emoji }); }

  reacted(message, emoji) {
    return (message.reactions ?? []).some((reaction) => reaction.emoji === emoji && reaction.by.includes(this.person().id));
  }

  switchInline(query, here) {
    const type = (chat) => chat.write(`@${this.bot().username} ${query}`);
    const chats = this.phone.chats();
    if (here || chats.length === 1) return type(this);
    return chatSheet(this.phone, (id) => type(this.phone.open(id)));
  }

  follow(address) {
    const link = read(address, this.bot().username);
    if (link.kind === "start") this.start(link.payload);
    else if (link.kind === "share") shareSheet(this.phone.screen, link, this);
    else if (link.kind === "web") window.open(link.href, "_blank", "noopener,noreferrer");
  }

  async copy(text) {
    await copy(text);
    this.toast(`Copied: ${text}`);
  }

  async #act(action, body = {}) {
    if (!this.model()) return null; // the chat has just been removed
    this.log.toEnd();
    const thread = this.topics.current;
    const place = this.isPrivate() ? {} : { chat: this.id, ...(this.model().forum && thread !== General ? { thread } : {}) };
    try {
      return await control.act(this.person().id, action, { ...place, ...body });
    } catch (error) {
      restAll(this.log.content);
      this.toast(error.message, "error");
      return null;
    }
  }

  // ---- what happens in it

  receive(event) {
    switch (event.type) {
      case "message":
        this.#actionEnded(event.message);
        if (this.isOwn(event.message)) this.log.toEnd();
        else if (!this.log.pinned && this.#stands(event.message)) this.#below++;
        this.topics.saw(event.message);
        break;
      case "answered":
        return this.#answered(event.answer ?? event);
      case "action":
        return this.#showAction(event.action);
      case "inline":
        return this.composer.inline.show(event);
    }
    return this.refresh();
  }

  #stands(message) {
    return !this.model().forum || threadOf(message) === this.topics.current;
  }

  refresh() {
    const model = this.model();
    if (!model) return;
    this.name.textContent = this.title();
    this.avatar.textContent = [...this.title()][0];
    this.avatar.className = `avatar kind-${model.kind}`;
    this.back.hidden = this.phone.chats().length < 2;
    this.log.element.lang = this.person().language || "en"; // a screen reader then speaks with the right voice
    this.log.element.setAttribute("aria-label", this.isPrivate() ? `Chat of ${this.person().label}` : `${model.title}, on the phone of ${this.person().label}`);
    if (!this.#timer) this.status.textContent = this.#standing();
    this.topics.refresh();
    this.pinned.refresh();
    this.log.sync(this.messages());
    this.composer.setKeyboard(model.keyboard ?? null);
    this.composer.update();
    this.#introduce();
    if (model.action && !this.#timer) this.#showAction(model.action);
  }

  // Another bot, another language: everything is drawn anew.
  redraw() {
    this.log.clear();
    this.refresh();
  }

  openTopic() {
    this.log.clear();
    this.log.toEnd();
    this.refresh();
  }

  #standing() {
    const { kind, members } = this.model();
    if (kind === "private") return this.person().blocked ? this.words().blocked : this.words().bot;
    const people = members.filter(({ status }) => status !== "left" && status !== "kicked").length;
    return kind === "channel" ? `channel · ${people} subscribers` : `${people} people${["left", "kicked"].includes(this.model().bot_status) ? "" : ` and the bot`}`;
  }

  #introduce() {
    const shown = this.isPrivate() && this.model().messages.length === 0;
    const { descriptions, description } = this.bot();
    const told = inLanguage(descriptions, this.person().language) ?? description;
    this.intro.hidden = !shown;
    this.intro.replaceChildren(...(shown ? [h("h3", { dir: "auto" }, this.words().about), h("p", { dir: "auto" }, told || this.words().empty)] : []));
  }

  #moved(atEnd) {
    if (atEnd) this.#below = 0;
    this.down.hidden = atEnd;
    this.unseen.hidden = this.#below === 0;
    this.unseen.textContent = String(this.#below);
  }

  // ---- passing signs

  #answered({ text, show_alert: alert, url }) {
    restAll(this.log.content);
    if (text && alert) alertSheet(this.phone.screen, text);
    else if (text) this.toast(text);
    if (url) this.follow(url);
  }

  waits() {
    return this.log.content.querySelector(".inline-button.waiting") !== null;
  }

  #showAction(action) {
    clearTimeout(this.#timer);
    this.#timer = action ? setTimeout(() => this.#showAction(null), ACTION_MS) : null;
    this.typing.hidden = action !== "typing";
    this.status.textContent = action ? ACTIONS[action] ?? this.words().typing : this.#standing();
  }

  #actionEnded(message) {
    if (!message.outgoing && this.#timer) this.#showAction(null);
  }

  toast(text, kind) { this.phone.toast(text, kind); }
}

export function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : General;
}

// What the bot has set for a language, or for everybody else.
export function inLanguage(all, language = "") {
  return [language, language.split("-")[0], ""].map((key) => all?.[key]).find((found) => found?.length);
}
