// Where a person writes: the text field, the command menu, attachments, inline results, and the reply keyboard below.

import { h, icon, iconButton } from "./dom.js";
import { attachSheet } from "./attach.js";
import { snippet } from "./bubble.js";
import { Inline } from "./inline.js";
import { replyKeyboard } from "./keyboards.js";
import { commandItem, commandSheet } from "./sheets.js";
import { mayPost } from "./store.js";

const TALLEST = 110;

export class Composer {
  constructor(screen, chat) {
    this.screen = screen;
    this.chat = chat;
    this.editing = null;
    this.answering = null;
    this.forced = null;
    this.markup = null;
    this.field = this.#field();
    this.inline = new Inline(chat);
    this.hints = h("div", { class: "hints", hidden: true });
    this.bannerWords = h("span", { class: "banner-words" });
    this.bannerIcon = h("span", { class: "banner-icon" });
    this.banner = h("div", { class: "edit-banner", "data-testid": "banner", hidden: true }, this.bannerIcon, this.bannerWords, iconButton("close", "Stop", () => this.stop()));
    this.menu = h("button", { type: "button", class: "menu-button", "data-testid": "menu", onclick: () => commandSheet(screen, chat.commands(), chat) }, icon("menu"), h("span", {}, chat.words().menu));
    this.toggle = iconButton("keyboard", "Show or hide the buttons", () => this.#showKeyboard(this.keyboard.hidden), { "data-testid": "keyboard-toggle" });
    this.keyboard = h("div", { class: "reply-keyboard", role: "group", "aria-label": "Reply buttons", "data-testid": "reply-keyboard", hidden: true });
    this.sender = h("button", { class: "icon-button send", "aria-label": "Send", title: "Send", "data-testid": "send" }, icon("send"));
    this.form = h("form", { class: "composer", "data-testid": "composer", onsubmit: (event) => this.#submit(event) },
      this.menu, iconButton("attach", "Attach", () => attachSheet(screen, chat), { "data-testid": "attach" }), this.field, this.toggle, this.sender);
    this.big = h("button", { type: "button", class: "big-button", hidden: true });
    this.closed = h("p", { class: "closed", "data-testid": "closed", hidden: true });
    this.element = h("div", { class: "composer-area", dir: chat.words().dir }, this.inline.element, this.hints, this.banner, this.form, this.keyboard, this.big, this.closed);
  }

  #field() {
    const field = h("textarea", { rows: "1", dir: "auto", "aria-label": `Message from ${this.chat.person().label}`, placeholder: this.chat.words().message, "data-testid": "composer-input", enterkeyhint: "send" });
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    return field;
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    if (event.key === "Escape") this.stop();
    const above = this.inline.open || !this.hints.hidden;
    if (!above || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (this.inline.open) this.inline.focus();
    else this.hints.querySelector("button").focus();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    const { editing: edited, answering } = this;
    this.stop();
    if (edited) this.chat.rewrite(edited, text);
    else this.chat.say(text, answering);
  }

  #typed() {
    this.#fit();
    if (!this.editing) this.inline.typed(this.field.value);
    const word = /^\/(\w*)$/.exec(this.field.value)?.[1];
    const fitting = word === undefined ? [] : this.chat.commands().filter(({ command }) => command.startsWith(word));
    this.hints.hidden = fitting.length === 0;
    this.hints.replaceChildren(...fitting.map((entry) => commandItem(entry, () => {
      this.stop();
      this.field.focus();
      this.chat.command(entry.command);
    })));
  }

  // As tall as its words need; a field that is not shown has no height to measure.
  #fit() {
    this.field.style.height = "";
    if (this.field.value && this.field.scrollHeight > 0) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, TALLEST)}px`;
  }

  write(text) {
    if (text !== undefined) this.field.value = text;
    this.field.focus();
    this.#typed();
  }

  edit(message) {
    this.stop();
    this.editing = message.message_id;
    this.#announce("edit", "Edit message");
    this.write(message.text);
  }

  reply(message, focus = true) {
    this.stop();
    this.answering = message.message_id;
    this.#announce("reply", this.chat.words().reply, snippet(message));
    if (focus) this.field.focus();
  }

  #announce(name, title, words) {
    this.banner.hidden = false;
    this.bannerIcon.replaceChildren(icon(name));
    this.bannerWords.replaceChildren(h("strong", {}, title), ...(words ? [h("span", { dir: "auto" }, words)] : []));
  }

  stop() {
    this.editing = null;
    this.answering = null;
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
    if (markup?.force_reply) this.#force(markup);
  }

  // The bot wants an answer to this message: the phone acts as if the person had chosen to reply to it.
  #force({ message_id: id }) {
    const messages = this.chat.model().messages;
    const asked = messages.find((message) => message.message_id === id);
    const answered = messages.some((message) => message.message_id > id && this.chat.isOwn(message));
    if (asked && !asked.deleted && !answered) this.reply(asked, this.chat.holdsFocus());
    else this.field.placeholder = this.chat.words().message;
  }

  keyboardUsed() {
    if (this.markup?.one_time_keyboard) this.#showKeyboard(false);
  }

  #showKeyboard(shown) {
    this.keyboard.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
  }

  // Before the first message, and while the bot is blocked, one big button stands where people write.
  update() {
    const big = this.#big();
    const closed = big ? null : this.#whyClosed();
    this.big.hidden = !big;
    this.closed.hidden = !closed;
    this.closed.textContent = closed ?? "";
    this.form.hidden = Boolean(big || closed);
    this.keyboard.classList.toggle("covered", Boolean(big || closed));
    this.menu.hidden = this.chat.commands().length === 0 || this.chat.model().kind !== "private";
    this.toggle.hidden = !this.markup?.keyboard;
    if (!big) return;
    this.big.textContent = big[0];
    this.big.onclick = big[1];
    this.big.dataset.testid = big[2];
  }

  #big() {
    const { chat } = this;
    if (chat.model().kind !== "private") return null;
    if (chat.person().blocked) return [chat.words().unblock, () => chat.block(false), "unblock-bot"];
    const fresh = !chat.model().messages.some((message) => message.outgoing);
    return fresh ? [chat.words().start, () => chat.start(""), "start"] : null;
  }

  #whyClosed() {
    const model = this.chat.model();
    if (model.migrated_to) return "The talk goes on in the supergroup.";
    if (!mayPost(model, this.chat.person().id)) return model.kind === "channel" ? "Only administrators write in this channel." : "You are not in this group any more.";
    return this.chat.topic()?.closed ? "This topic is closed." : null;
  }
}
