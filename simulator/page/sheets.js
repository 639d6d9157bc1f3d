// Sheets slide over one phone. One at a time, closed with Escape or a tap beside it; the rest of the phone is inert meanwhile.

import { h, icon, iconButton, walkByArrows } from "./dom.js";

// Returns what closes it.
export function openSheet(screen, { label, content, role = "dialog", testid, onclose }) {
  screen.querySelector(".sheet")?.dispatchEvent(new Event("dismiss"));
  const before = document.activeElement;
  const rest = [...screen.children];
  const head = h("div", { class: "sheet-head" }, h("h3", { dir: "auto" }, label), iconButton("close", "Close", () => close()));
  const panel = h("div", { class: "sheet-panel", role, "aria-modal": "true", "aria-label": label, "data-testid": testid }, head, content);
  const sheet = h("div", { class: "sheet" }, panel);
  const close = () => {
    if (!sheet.isConnected) return;
    sheet.remove();
    for (const node of rest) node.inert = false;
    before?.isConnected && before.focus({ preventScroll: true });
    onclose?.();
  };
  sheet.addEventListener("dismiss", close);
  sheet.addEventListener("click", (event) => event.target === sheet && close());
  sheet.addEventListener("keydown", (event) => event.key === "Escape" && close());
  panel.addEventListener("keydown", walkByArrows);
  for (const node of rest) node.inert = true;
  screen.append(sheet);
  (panel.querySelector("[autofocus]") ?? panel.querySelector(".item, input, .main") ?? panel.querySelector("button")).focus({ preventScroll: true });
  return close;
}

export function item(name, words, onclick, props) {
  return h("button", { type: "button", class: "item", onclick, ...props }, icon(name), h("span", { dir: "auto" }, words));
}

export function commandSheet(screen, commands, chat) {
  const close = openSheet(screen, {
    label: chat.words().menu,
    testid: "command-menu",
    content: h("div", { class: "items" }, commands.map((entry) => commandItem(entry, () => { close(); chat.command(entry.command); }))),
  });
}

export function commandItem({ command, description }, onclick) {
  return h("button", { type: "button", class: "item command", "data-testid": "command", dir: "auto", onclick },
    h("span", {}, description), h("code", { dir: "ltr" }, `/${command}`));
}

export function alertSheet(screen, text) {
  const close = openSheet(screen, {
    label: "Message from the bot",
    role: "alertdialog",
    testid: "alert",
    content: [h("p", { class: "alert-text", dir: "auto" }, text), h("div", { class: "form-end" }, h("button", { type: "button", class: "main", onclick: () => close() }, "OK"))],
  });
}

// Asks before something is gone.
export function sureSheet(screen, { label, text, confirm, testid, does }) {
  const close = openSheet(screen, {
    label,
    role: "alertdialog",
    testid: `${testid}-sheet`,
    content: [h("p", { class: "alert-text" }, text), h("div", { class: "form-end" },
      h("button", { type: "button", class: "quiet", autofocus: true, onclick: () => close() }, "Keep"),
      h("button", { type: "button", class: "main dangerous", "data-testid": `${testid}-confirm`, onclick: () => { close(); does(); } }, confirm))],
  });
}
