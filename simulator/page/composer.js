// Where a person writes: the text field, the command menu, attachments, and the reply keyboard below.

import { h, icon, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { attachSheet, commandItem, commandSheet } from "./sheets.js";

const TALLEST = 110;

export class Composer {
  constructor(screen, chat) {
    this.screen = screen;
    this.chat = chat;
    this.editing = null;
    this.markup = null;
    this.field = this.#field();
    this.hints = h("div", { class: "hints", hidden: true });
    this.banner = h("div", { class: "edit-banner", hidden: true }, icon("edit"), h("span", {}, "Edit message"), iconButton("close", "Stop editing", () => this.stopEditing()));
    this.menu = h("button", { type: "button", class: "menu-button", "data-testid": "menu", onclick: () => commandSheet(screen, chat.commands(), chat) }, icon("menu"), h("span", {}, chat.words().menu));
    this.toggle = iconButton("keyboard", "Show or hide the buttons", () => this.#showKeyboard(this.keyboard.hidden), { "data-testid": "keyboard-toggle" });
    this.keyboard = h("div", { class: "reply-keyboard", role: "group", "aria-label": "Reply buttons", "data-testid": "reply-keyboard", hidden: true });
    this.sender = h("button", { class: "icon-button send", "aria-label": "Send", title: "Send", "data-testid": "send" }, icon("send"));
    this.form = h("form", { class: "composer", "data-testid": "composer", onsubmit: (event) => this.#submit(event) },
      this.menu, iconButton("attach", "Attach", () => attachSheet(screen, chat), { "data-testid": "attach" }), this.field, this.toggle, this.sender);
    this.big = h("button", { type: "button", class: "big-button", hidden: true });
    this.element = h("div", { class: "composer-area" }, this.hints, this.banner, this.form, this.keyboard, this.big);
  }

  #field() {
    const field = h("textarea", { rows: "1", dir: "auto", "aria-label": `Message from ${this.chat.person().label}`, placeholder: this.chat.words().message, "data-testid": "composer-input", enterkeyhint: "send" });
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
      if (event.key === "Escape") this.stopEditing();
    });
    return field;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    const edited = this.editing;
    this.stopEditing();
    if (edited) this.chat.rewrite(edited, text);
    else this.chat.say(text);
  }

  #typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, TALLEST)}px`;
    const word = /^\/(\w*)$/.exec(this.field.value)?.[1];
    const fitting = word === undefined ? [] : this.chat.commands().filter(({ command }) => command.startsWith(word));
    this.hints.hidden = fitting.length === 0;
    this.hints.replaceChildren(...fitting.map((entry) => commandItem(entry, () => {
      this.stopEditing();
      this.field.focus();
      this.chat.say(`/${entry.command}`);
    })));
  }

  edit(message) {
    this.editing = message.message_id;
    this.banner.hidden = false;
    this.field.value = message.text;
    this.#typed();
    this.field.focus();
  }

  stopEditing() {
    this.editing = null;
    this.banner.hidden = true;
    this.field.value = "";
    this.#typed();
  }

  setKeyboard(markup) {
    if (JSON.stringify(markup) === JSON.stringify(this.markup)) return;
    this.markup = markup;
    this.field.placeholder = markup?.input_field_placeholder ?? this.chat.words().message;
    this.keyboard.replaceChildren(...(markup?.keyboard ? replyKeyboard(markup, this.chat) : []));
    this.keyboard.classList.toggle("tall", Boolean(markup?.keyboard) && !markup.resize_keyboard);
    this.toggle.hidden = !markup?.keyboard;
    this.#showKeyboard(Boolean(markup?.keyboard));
  }

  keyboardUsed() {
    if (this.markup?.one_time_keyboard) this.#showKeyboard(false);
  }

  #showKeyboard(shown) {
    this.keyboard.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
  }

  // Before the first message, and while the bot is blocked, one big button stands where people write.
  update(person) {
    const fresh = !person.messages.some((message) => message.outgoing);
    const big = person.blocked ? [this.chat.words().unblock, () => this.chat.block(false), "unblock-bot"] : fresh ? [this.chat.words().start, () => this.chat.start(""), "start"] : null;
    this.big.hidden = !big;
    this.form.hidden = Boolean(big);
    this.keyboard.classList.toggle("covered", Boolean(big));
    this.menu.hidden = this.chat.commands().length === 0;
    this.toggle.hidden = !this.markup?.keyboard;
    if (!big) return;
    this.big.textContent = big[0];
    this.big.onclick = big[1];
    this.big.dataset.testid = big[2];
  }
}
