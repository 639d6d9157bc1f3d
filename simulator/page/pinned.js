// The bar below the head of a chat that shows what is pinned; each tap leads to the next older one.

import { h, icon } from "./dom.js";
import { snippet } from "./bubble.js";

export class Pinned {
  #at = 0;

  constructor(chat) {
    this.chat = chat;
    this.words = h("span", { class: "pinned-words", dir: "auto" });
    this.title = h("strong", {});
    this.element = h("button", { type: "button", class: "pinned", dir: chat.words().dir, "data-testid": "pinned", hidden: true, onclick: () => this.#go() },
      icon("tack"), h("span", { class: "pinned-lines" }, this.title, this.words));
  }

  // Newest first, and only what is still there.
  #all() {
    const pinned = new Set(this.chat.model().pinned);
    return this.chat.messages().filter((message) => pinned.has(message.message_id) && !message.deleted).reverse();
  }

  refresh() {
    const all = this.#all();
    this.element.hidden = all.length === 0;
    if (all.length === 0) return;
    this.#at = Math.min(this.#at, all.length - 1);
    this.title.textContent = all.length > 1 ? `${this.chat.words().pinned} ${all.length - this.#at}/${all.length}` : this.chat.words().pinned;
    this.words.textContent = snippet(all[this.#at]);
  }

  #go() {
    const all = this.#all();
    this.chat.show(all[this.#at].message_id);
    this.#at = (this.#at + 1) % all.length;
    this.refresh();
  }
}
