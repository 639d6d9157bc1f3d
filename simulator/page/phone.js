// One phone: a person, their chat with the bot, and everything they can do in it.

import { control } from "./api.js";
import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { calm, copy, h, icon, iconButton } from "./dom.js";
import { restAll } from "./keyboards.js";
import { read } from "./links.js";
import { autonym, roleOf, ROLES } from "./people.js";
import { alertSheet, locationSheet, phoneSheet, shareSheet } from "./sheets.js";
import { day } from "./times.js";
import { words } from "./words.js";

const SHOWN_MESSAGES = 200;
const ACTION_MS = 5000;
const TOAST_MS = 4500;
const ACTIONS = { upload_document: "sending a file …", upload_photo: "sending a photo …", record_voice: "recording …", upload_voice: "sending a voice message …", find_location: "finding a place …" };

// `host` is the page around: host.bot(), host.phones(), host.remove(id).
export class Phone {
  #data;
  #nodes = new Map();
  #timer;
  #pinned = true;
  #top = 0;
  #room = 0;

  constructor(data, host) {
    this.host = host;
    this.#data = data;
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": `Chat of ${data.label}`, tabindex: "0", "data-testid": "log" });
    this.log.addEventListener("scroll", () => this.#scrolled());
    this.log.addEventListener("load", () => this.#pinned && this.#toEnd(true), true);
    new ResizeObserver(() => this.#pinned && this.#toEnd(true)).observe(this.log);
    this.intro = h("section", { class: "intro", "data-testid": "description", hidden: true });
    this.down = iconButton("chevron", "To the newest message", () => this.#toEnd(), { class: "icon-button down", hidden: true });
    this.toasts = h("div", { class: "toasts", role: "status", "data-testid": "toasts" });
    this.name = h("strong", { class: "chat-name", dir: "auto" });
    this.status = h("span", { class: "chat-status", "data-testid": "status" });
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" });
    this.typing = h("div", { class: "typing", "data-testid": "typing", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.screen = h("div", { class: "screen" });
    this.composer = new Composer(this.screen, this);
    this.screen.append(this.#header(), h("div", { class: "chat" }, this.intro, this.log, this.typing, this.down, this.toasts), this.composer.element);
    this.caption = h("div", { class: "caption" });
    this.element = h("section", { class: "phone", "data-testid": "phone", "data-phone-id": data.id }, this.caption, h("div", { class: "frame" }, this.screen));
    this.update(data);
  }

  #header() {
    return h("header", { class: "chat-head" }, this.avatar, h("div", { class: "chat-words" }, this.name, this.status),
      iconButton("more", "More", () => phoneSheet(this.screen, this), { "data-testid": "phone-menu" }));
  }

  // ---- what is known

  person() { return this.#data; }
  bot() { return this.host.bot(); }
  words() { return words(this.#data.language); }
  others() { return this.host.phones().filter((phone) => phone !== this); }

  commands() {
    return inLanguage(this.bot().commands, this.#data.language) ?? [];
  }

  // ---- what the person does

  say(text) { return this.#act("text", { text }); }
  start(payload) { return this.#act("start", { payload }); }
  send(kind) { return this.#act("send", { kind }); }
  locate(latitude, longitude) { return this.#act("location", { latitude, longitude }); }
  rewrite(message_id, text) { return this.#act("edit", { message_id, text }); }
  tap(message_id, row, column) { return this.#act("tap", { message_id, row, column }); }
  block(yes) { return this.#act(yes ? "block" : "unblock").then(() => this.#know({ blocked: yes })); }
  remove() { this.host.remove(this.#data.id); }
  edit(message) { this.composer.edit(message); }
  shareLocation() { locationSheet(this.screen, this); }
  keyboardUsed() { this.composer.keyboardUsed(); }

  follow(address) {
    const link = read(address, this.bot().username);
    if (link.kind === "start") this.start(link.payload);
    else if (link.kind === "share") shareSheet(this.screen, link, this);
    else if (link.kind === "web") window.open(link.href, "_blank", "noopener,noreferrer");
  }

  async copy(text) {
    await copy(text);
    this.toast(`Copied: ${text}`);
  }

  async #act(action, body) {
    this.#pinned = true;
    try {
      return await control.act(this.#data.id, action, body);
    } catch (error) {
      restAll(this.log);
      this.toast(error.message, "error");
      return null;
    }
  }

  // ---- what happens to it

  receive(event) {
    switch (event.type) {
      case "message":
        this.#actionEnded(event.message);
        return this.put(event.message);
      case "edited":
        return this.put(event.message);
      case "deleted":
        return [event.message_ids ?? event.message_id].flat().forEach((id) => this.#mark(id));
      case "answered":
        return this.#answered(event.answer ?? event);
      case "action":
        return this.#showAction(event.action);
      case "keyboard":
        return this.#know({ keyboard: event.keyboard });
    }
  }

  update(data) {
    this.#data = { ...data, action: null, messages: data.messages ?? this.#data.messages ?? [] };
    this.element.dataset.language = data.language ?? "";
    this.log.lang = data.language || "en"; // a screen reader then speaks with the right voice
    this.element.classList.toggle("blocked", Boolean(data.blocked));
    this.element.setAttribute("aria-label", `Phone: ${data.label}, ${ROLES[roleOf(data)]}, ${autonym(data.language)}`);
    this.caption.replaceChildren(...this.#captionParts(data));
    const nothingShown = this.#nodes.size === 0;
    this.#syncMessages();
    this.#refresh();
    if (nothingShown) this.#toEnd(true);
    if (data.action) this.#showAction(data.action);
  }

  #captionParts(data) {
    const role = roleOf(data);
    const name = autonym(data.language);
    return [
      h("strong", { class: "person", dir: "auto" }, data.label),
      h("span", { class: `chip role-${role}` }, ROLES[role]),
      h("span", { class: "chip", title: `Telegram language code: ${data.language}` }, data.label.startsWith(name) ? null : [h("bdi", {}, name), " · "], h("code", {}, data.language)),
      data.blocked && h("span", { class: "chip chip-blocked" }, "Blocked"),
    ].filter(Boolean);
  }

  #refresh() {
    const bot = this.bot();
    this.name.textContent = bot.first_name ?? "Bot";
    this.avatar.textContent = [...(bot.first_name ?? "B")][0];
    if (!this.#timer) this.status.textContent = this.#data.blocked ? "you blocked this bot" : this.words().bot;
    this.composer.setKeyboard(this.#data.keyboard ?? null);
    this.composer.update(this.#data);
    this.#introduce(bot);
  }

  #introduce(bot) {
    const shown = this.#data.messages.length === 0;
    const told = inLanguage(bot.descriptions, this.#data.language) ?? bot.description;
    this.intro.hidden = !shown;
    this.intro.replaceChildren(...(shown ? [h("h3", { dir: "auto" }, this.words().about), h("p", { dir: "auto" }, told || this.words().empty)] : []));
  }

  #know(change) {
    this.update({ ...this.#data, ...change });
  }

  // ---- messages

  #syncMessages() {
    const shown = this.#data.messages.slice(-SHOWN_MESSAGES);
    const ids = shown.map((message) => message.message_id);
    const known = [...this.#nodes.keys()];
    if (!known.every((id, at) => id === ids[at])) {
      this.#nodes.clear();
      this.log.replaceChildren();
    }
    shown.forEach((message) => this.#draw(message));
  }

  put(message) {
    const all = this.#data.messages;
    const at = all.findIndex(({ message_id }) => message_id === message.message_id);
    if (at >= 0) all[at] = message;
    else all.push(message);
    if (at < 0 && all.length > 1 && all.at(-2).message_id > message.message_id) {
      all.sort((a, b) => a.message_id - b.message_id);
      this.#syncMessages();
    }
    this.#draw(message);
    this.#refresh();
    if (this.#pinned || message.outgoing) this.#toEnd();
    else this.down.hidden = false;
  }

  #draw(message) {
    const key = JSON.stringify(message);
    const old = this.#nodes.get(message.message_id);
    if (old?.key === key) return;
    const node = bubble(message, this);
    this.#nodes.set(message.message_id, { node, key, day: dayOf(message) });
    if (old) replaceKeepingFocus(old.node, node);
    else this.#append(message, node);
  }

  #append(message, node) {
    const before = [...this.#nodes.values()].at(-2);
    if (before?.day !== dayOf(message)) this.log.append(h("p", { class: "service day", dir: "auto" }, day(new Date(message.date * 1000), this.#data.language)));
    this.log.append(node);
  }

  #mark(id) {
    const message = this.#data.messages.find(({ message_id }) => message_id === id);
    if (message) this.put({ ...message, deleted: true });
  }

  show(id) {
    const node = this.#nodes.get(id)?.node;
    node?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    node?.focus({ preventScroll: true });
  }

  #atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  // The newest message stays in view until the person scrolls up; a chat that grows while it glides is no reason to stop.
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const room = scrollHeight - clientHeight;
    if (this.#atEnd()) this.#pinned = true;
    else if (scrollTop < this.#top && room === this.#room) this.#pinned = false; // another room: the page moved it, not the person
    this.#top = scrollTop;
    this.#room = room;
    this.down.hidden = this.#pinned;
  }

  #toEnd(atOnce = false) {
    this.#pinned = true;
    this.down.hidden = true;
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: atOnce || calm() ? "auto" : "smooth" }));
  }

  // ---- passing signs

  #answered({ text, show_alert: alert, url }) {
    restAll(this.log);
    if (text && alert) alertSheet(this.screen, text);
    else if (text) this.toast(text);
    if (url) this.follow(url);
  }

  #showAction(action) {
    clearTimeout(this.#timer);
    this.#timer = action ? setTimeout(() => this.#showAction(null), ACTION_MS) : null;
    this.typing.hidden = action !== "typing";
    this.status.textContent = action ? ACTIONS[action] ?? "typing …" : this.#data.blocked ? "you blocked this bot" : this.words().bot;
    if (action && this.#pinned) this.#toEnd();
  }

  #actionEnded(message) {
    if (!message.outgoing && this.#timer) this.#showAction(null);
  }

  toast(text, kind = "note") {
    const node = h("p", { class: `toast ${kind}`, dir: "auto", "data-testid": "toast" }, kind === "error" ? icon("block") : null, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }
}

// What the bot has set for a language, or for everybody else.
function inLanguage(all, language = "") {
  return [language, language.split("-")[0], ""].map((key) => all?.[key]).find((found) => found?.length);
}

function dayOf(message) {
  return day(new Date(message.date * 1000));
}

// A screen that is edited in place must not throw a keyboard user back to the start of the page.
function replaceKeepingFocus(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(node);
  if (!focused) return;
  const { row, column } = focused.dataset;
  const same = row === undefined ? null : node.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  (same ?? node.querySelector(".inline-button") ?? node).focus({ preventScroll: true });
}
