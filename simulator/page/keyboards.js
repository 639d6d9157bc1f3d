// Draws the two kinds of keyboards: inline below a message, and the reply keyboard below the composer.

import { h, icon } from "./dom.js";
import { coloured, link } from "./entities.js";

const STYLES = new Set(["danger", "success", "primary"]);
const WAITS_MS = 10000;

export function inlineKeyboard(message, chat) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length === 0) return null;
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "Buttons" }, rows.map((buttons, row) =>
    h("div", { class: "keyboard-row" }, buttons.map((button, column) => inlineButton(button, { message, row, column }, chat)))));
}

function inlineButton(button, at, chat) {
  const props = {
    class: `inline-button ${styled(button)}`,
    "data-testid": "inline-button",
    "data-row": at.row,
    "data-column": at.column,
    "data-callback": button.callback_data,
    title: button.text, // phones cut a long label off
  };
  const words = h("span", { class: "button-words", dir: "auto" }, coloured(button.text));
  const address = button.url ?? button.login_url?.url;
  if (address) {
    const anchor = link(address, chat, props);
    anchor.append(words, corner(address.includes("/share/url") ? "share" : "external"));
    return anchor;
  }
  const node = h("button", { ...props, type: "button" }, words);
  if (button.copy_text) node.append(corner("copy"));
  if (inlineOf(button)) node.append(corner("forward"));
  node.addEventListener("click", () => press(node, button, at, chat));
  return node;
}

function corner(name) {
  return h("span", { class: "corner" }, icon(name));
}

function press(node, button, { message, row, column }, chat) {
  if (button.copy_text) return chat.copy(button.copy_text.text);
  const inline = inlineOf(button);
  if (inline) return chat.switchInline(inline.query, inline.here);
  if (button.callback_data === undefined) return chat.toast("This kind of button is not played here: it opens an app of its own.");
  return chat.tap(message, row, column);
}

// What a button types into the field, and whether in this chat or in one to be chosen.
function inlineOf(button) {
  if (button.switch_inline_query_current_chat !== undefined) return { query: button.switch_inline_query_current_chat, here: true };
  if (button.switch_inline_query !== undefined) return { query: button.switch_inline_query, here: false };
  const chosen = button.switch_inline_query_chosen_chat;
  return chosen ? { query: chosen.query ?? "", here: false } : null;
}

export function wait(node) {
  node?.classList.add("waiting");
  node?.setAttribute("aria-busy", "true");
  setTimeout(() => rest(node), WAITS_MS);
}

// A callback query has been answered: its button stops waiting. Answers do not always name their message.
export function restAll(root) {
  for (const node of root.querySelectorAll(".inline-button.waiting")) rest(node);
}

function rest(node) {
  node?.classList.remove("waiting");
  node?.removeAttribute("aria-busy");
}

export function replyKeyboard(markup, chat) {
  return markup.keyboard.map((buttons, row) => h("div", { class: "keyboard-row" }, buttons.map((button, column) => replyButton(button, { row, column }, chat))));
}

function replyButton(given, { row, column }, chat) {
  const button = keyOf(given);
  return h("button", {
    type: "button",
    class: `reply-button ${styled(button)}`,
    dir: "auto",
    "data-testid": "reply-keyboard-button",
    title: button.text,
    onclick: () => chat.pressKey(row, column),
  }, coloured(button.text));
}

export function keyOf(given) {
  return typeof given === "string" ? { text: given } : given;
}

function styled(button) {
  return STYLES.has(button.style) ? `style-${button.style}` : "";
}
