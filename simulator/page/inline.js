// Inline mode: what a bot offers while its name and some words are being typed, above the composer.

import { h, icon } from "./dom.js";

const WAITS_MS = 250;
const MOST_TYPED = 256; // more than these the bot is not told
const SIGNS = { photo: "photo", mpeg4_gif: "photo", gif: "photo", video: "play", audio: "mic", voice: "mic", document: "file", location: "pin", venue: "pin", contact: "contact", sticker: "sticker" };

export class Inline {
  #timer;
  #asked = null;
  #next = "";

  constructor(chat) {
    this.chat = chat;
    this.list = h("div", { class: "inline-list", onscroll: () => this.#more(), onkeydown: (event) => this.#walk(event) });
    this.element = h("section", { class: "inline-results", "aria-label": "Results of the bot", "data-testid": "inline-results", hidden: true }, this.list);
  }

  get open() { return !this.element.hidden; }

  // The words after `@bot `, or null when the bot is not asked.
  asks(text) {
    const name = this.chat.bot().username;
    if (!name || !this.chat.bot().inline || !text.toLowerCase().startsWith(`@${name.toLowerCase()} `)) return null;
    return [...text.slice(name.length + 2)].slice(0, MOST_TYPED).join("");
  }

  typed(text) {
    const words = this.asks(text);
    clearTimeout(this.#timer);
    if (words === null) return this.close();
    if (words === this.#asked) return undefined;
    this.#timer = setTimeout(() => this.element.isConnected && this.#ask(words), WAITS_MS);
    return undefined;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.#next = "";
    this.element.hidden = true;
    this.list.replaceChildren();
  }

  #ask(words, offset = "") {
    this.#asked = words;
    return this.chat.ask(words, offset);
  }

  // An answer of the bot, unless it is to words that are no longer there; a further page is put below what is there.
  show({ query_id: id, query, offset = "", results = [], next_offset: next = "", button }) {
    if (query !== this.#asked) return;
    const further = offset !== "" && this.open;
    this.#next = next;
    const found = results.map((result) => this.#entry(result, id));
    if (further) this.list.append(...found);
    else this.list.replaceChildren(...[button && this.#button(button), ...found].filter(Boolean));
    if (!this.list.childElementCount) this.list.append(h("p", { class: "aside", role: "status" }, "The bot offers nothing for this."));
    this.element.hidden = false;
  }

  #entry(result, query) {
    const title = result.title ?? result.caption ?? result.phone_number ?? result.type;
    const about = result.description ?? result.address ?? (result.title ? result.caption : null) ?? result.input_message_content?.message_text;
    return h("button", { type: "button", class: "inline-result", "data-testid": "inline-result", onclick: () => this.#choose(query, result.id) },
      h("span", { class: "inline-sign", "aria-hidden": "true" }, SIGNS[result.type] ? icon(SIGNS[result.type]) : [...title][0]),
      h("span", { class: "file-words" }, h("strong", { dir: "auto" }, title), about && about !== title && h("span", { class: "inline-about", dir: "auto" }, about)));
  }

  #button({ text, start_parameter: payload }) {
    return h("button", { type: "button", class: "inline-start", "data-testid": "inline-start", dir: "auto", onclick: () => { this.close(); this.chat.start(payload ?? ""); } }, text);
  }

  #choose(query, result) {
    this.close();
    this.chat.choose(query, result);
  }

  #more() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (!this.#next || scrollHeight - scrollTop - clientHeight > 20) return;
    const offset = this.#next;
    this.#next = "";
    this.#ask(this.#asked, offset);
  }

  focus() {
    this.list.querySelector("button")?.focus();
  }

  #walk(event) {
    const items = [...this.list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { this.close(); this.chat.write(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (event.key === "ArrowUp" && at === 0) return this.chat.write();
    items[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
}
