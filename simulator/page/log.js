// The messages of a chat from old to new. The newest stays in view until the person scrolls up to read.

import { bubble, refreshFoot } from "./bubble.js";
import { h } from "./dom.js";
import { day } from "./times.js";

const SHOWN = 200;
const NEAR = 40; // pixels from the end that still count as the end
const FOOT = new Set(["read", "reactions", "pinned", "tapped"]);

export class Log {
  #units = new Map();
  #drawn = false;
  #pinned = true;
  #top = 0;
  #height = 0;
  #room = 0;

  // `onmove` hears whether the newest message is in view.
  constructor(chat, onmove) {
    this.chat = chat;
    this.onmove = onmove;
    this.content = h("div", { class: "log-content" });
    this.element = h("div", {
      class: "log", role: "log", dir: "ltr", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0", "data-testid": "log",
      "aria-description": "Arrow keys go from message to message, Enter opens what can be done with one.",
      onscroll: () => this.#scrolled(), onkeydown: (event) => this.#walk(event),
    }, this.content);
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.element);
    observer.observe(this.content); // pictures and fonts come late, and edits change what is there
  }

  get pinned() { return this.#pinned; }

  sync(messages) {
    const units = unitsOf(messages.slice(-SHOWN), this.chat);
    const keys = new Set(units.map(({ key }) => key));
    for (const [key, { node }] of this.#units) if (!keys.has(key)) { node.remove(); this.#units.delete(key); }
    units.forEach((unit, at) => {
      const node = this.#draw(unit);
      const there = this.content.children[at] ?? null;
      if (there !== node) this.content.insertBefore(node, there);
    });
    this.#drawn ||= units.length > 0;
    this.#stick();
  }

  clear() {
    this.#units.clear();
    this.content.replaceChildren();
    this.#drawn = false;
  }

  #draw(unit) {
    const old = this.#units.get(unit.key);
    const change = old ? difference(old, unit) : "all";
    if (change === "none") return old.node;
    if (change === "foot") {
      refreshFoot(old.node, unit.messages, this.chat);
      this.#units.set(unit.key, { ...unit, node: old.node });
      return old.node;
    }
    const node = unit.day ? separator(unit.day, this.chat) : bubble(unit.messages, this.chat, unit.heads);
    if (!old && this.#drawn) node.classList.add("fresh");
    if (old) replaceKeepingFocus(old.node, node);
    this.#units.set(unit.key, { ...unit, node });
    return node;
  }

  // ---- the end stays in view

  toEnd() {
    this.#pinned = true;
    this.#stick();
  }

  #stick() {
    if (!this.#pinned) return this.onmove(false);
    this.element.scrollTop = this.element.scrollHeight;
    this.#remember();
    return this.onmove(true);
  }

  #remember() {
    this.#height = this.element.scrollHeight;
    this.#room = this.element.clientHeight;
    this.#top = this.element.scrollTop;
  }

  #resized() {
    if (this.element.clientHeight === 0) { this.#room = 0; return; } // another chat is open on this phone
    if (!this.#pinned && this.#room === 0) this.element.scrollTop = this.#top;
    this.#stick();
    this.#room = this.element.clientHeight;
  }

  // Only a move in a chat that has not changed its size is the person's: all others come from what grew or shrank.
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    if (clientHeight === 0) return;
    const unchanged = scrollHeight === this.#height && clientHeight === this.#room;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#pinned = true;
    else if (this.#pinned && !unchanged) return this.#stick();
    else this.#pinned = false;
    this.#remember();
    this.onmove(this.#pinned);
  }

  // ---- from message to message

  show(id) {
    const node = this.content.querySelector(`[data-message-id="${id}"]`);
    if (!node) return;
    this.#pinned = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  #walk(event) {
    const bubbles = [...this.content.querySelectorAll(".message")];
    const at = bubbles.indexOf(document.activeElement);
    if (event.target !== this.element && at < 0) return;
    const next = { ArrowUp: at < 0 ? bubbles.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: bubbles.length - 1 }[event.key];
    if (next === undefined || !bubbles[next]) return;
    event.preventDefault();
    bubbles[next].focus();
  }
}

// Days, albums and single messages, in the order they are shown.
function unitsOf(messages, chat) {
  const units = [];
  let today;
  for (const message of messages) {
    const date = day(new Date(message.date * 1000));
    if (date !== today) units.push({ key: `day ${date}`, day: message.date });
    today = date;
    const last = units.at(-1);
    if (message.media_group_id && last.album === message.media_group_id) last.messages.push(message);
    else units.push({ key: message.message_id, album: message.media_group_id, messages: [message], heads: heads(last, message, chat) });
  }
  return units;
}

// In a group, the first of several messages of one person bears their name.
function heads(last, message, chat) {
  if (chat.model().kind === "private" || chat.isOwn(message)) return false;
  return last?.messages?.[0].from?.id !== message.from?.id || last.messages[0].new_chat_members !== undefined;
}

function difference(old, unit) {
  if (unit.day) return old.day ? "none" : "all";
  if (old.heads !== unit.heads || old.messages?.length !== unit.messages.length) return "all";
  const pairs = unit.messages.map((message, at) => [old.messages[at], message]).filter(([before, now]) => before !== now);
  const names = new Set(pairs.flatMap(([before, now]) => Object.keys({ ...before, ...now }).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))));
  if (names.size === 0) return "none";
  return [...names].every((name) => FOOT.has(name)) ? "foot" : "all";
}

function separator(seconds, chat) {
  return h("p", { class: "service day", dir: "auto" }, day(new Date(seconds * 1000), chat.person().language));
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
