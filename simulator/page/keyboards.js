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
  if (button.url) {
    const anchor = link(button.url, chat, props);
    anchor.append(words, h("span", { class: "corner" }, icon(button.url.includes("/share/url") ? "share" : "external")));
    return anchor;
  }
  const node = h("button", { ...props, type: "button" }, words);
  if (button.copy_text) node.append(h("span", { class: "corner" }, icon("copy")));
  node.addEventListener("click", () => press(node, button, at, chat));
  return node;
}

function press(node, button, { message, row, column }, chat) {
  if (button.copy_text) return chat.copy(button.copy_text.text);
  if (button.callback_data === undefined) return chat.toast("The simulator cannot press this kind of button yet.");
  node.classList.add("waiting");
  node.setAttribute("aria-busy", "true");
  setTimeout(() => rest(node), WAITS_MS);
  return chat.tap(message.message_id, row, column);
}

// A callback query has been answered: its button stops waiting. Answers do not always name their message.
export function restAll(root) {
  for (const node of root.querySelectorAll(".inline-button.waiting")) rest(node);
}

function rest(node) {
  node.classList.remove("waiting");
  node.removeAttribute("aria-busy");
}

export function replyKeyboard(markup, chat) {
  return markup.keyboard.map((buttons) => h("div", { class: "keyboard-row" }, buttons.map((button) => replyButton(button, chat))));
}

function replyButton(given, chat) {
  const button = typeof given === "string" ? { text: given } : given;
  return h("button", {
    type: "button",
    class: `reply-button ${styled(button)}`,
    dir: "auto",
    "data-testid": "reply-keyboard-button",
    onclick: () => {
      if (button.request_location) chat.shareLocation();
      else if (button.request_contact) chat.send("contact");
      else chat.say(button.text);
      chat.keyboardUsed();
    },
  }, coloured(button.text));
}

function styled(button) {
  return STYLES.has(button.style) ? `style-${button.style}` : "";
}
