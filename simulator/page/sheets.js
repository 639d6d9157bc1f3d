// Sheets slide over one phone: menus, places, links, alerts. One at a time, closed with Escape or a tap beside it.

import { h, icon, iconButton, walkByArrows } from "./dom.js";
import { payloadOf, read } from "./links.js";

const PLACES = [["DEPOT Talstraße", 50.782, 6.106], ["Rothe Erde", 50.771, 6.11]];
const SENDINGS = [["photo", "Photo", "photo"], ["voice", "Voice message", "mic"], ["sticker", "Sticker", "sticker"], ["document", "File", "file"], ["contact", "Contact", "contact"]];

// Opens a sheet over `screen`; returns what closes it. The rest of the phone is inert meanwhile.
export function openSheet(screen, { label, content, role = "dialog", testid, onclose }) {
  screen.querySelector(".sheet")?.dispatchEvent(new Event("dismiss"));
  const before = document.activeElement;
  const rest = [...screen.children];
  const head = h("div", { class: "sheet-head" }, h("h3", {}, label), iconButton("close", "Close", () => close()));
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

function item(name, words, onclick, props) {
  return h("button", { type: "button", class: "item", onclick, ...props }, icon(name), h("span", { dir: "auto" }, words));
}

export function commandSheet(screen, commands, chat) {
  const close = openSheet(screen, {
    label: "Menu",
    testid: "command-menu",
    content: h("div", { class: "items" }, commands.map((entry) => commandItem(entry, () => { close(); chat.say(`/${entry.command}`); }))),
  });
}

export function commandItem({ command, description }, onclick) {
  return h("button", { type: "button", class: "item command", "data-testid": "command", dir: "auto", onclick },
    h("span", {}, description), h("code", { dir: "ltr" }, `/${command}`));
}

export function attachSheet(screen, chat) {
  const then = (act) => () => { close(); act(); };
  const close = openSheet(screen, {
    label: "Send",
    testid: "attach-menu",
    content: h("div", { class: "items" },
      item("pin", "Location", then(() => locationSheet(screen, chat)), { "data-testid": "attach-location" }),
      SENDINGS.map(([kind, words, name]) => item(name, words, then(() => chat.send(kind)), { "data-testid": `attach-${kind}` }))),
  });
}

export function locationSheet(screen, chat) {
  const go = (latitude, longitude) => { close(); chat.locate(latitude, longitude); };
  const typed = h("input", { id: `place-${chat.person().id}`, inputmode: "decimal", placeholder: "50.776, 6.084", dir: "ltr", "data-testid": "location-typed" });
  const form = h("form", { class: "form" }, h("label", { for: typed.id }, "Or latitude, longitude"),
    h("div", { class: "field-row" }, typed, h("button", { class: "main" }, "Send")), h("p", { class: "field-error", role: "alert" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [latitude, longitude] = (typed.value.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) go(latitude, longitude);
    else form.querySelector(".field-error").textContent = "Two numbers, please: 50.776, 6.084";
  });
  const close = openSheet(screen, {
    label: "Share a location",
    testid: "location-sheet",
    content: [h("div", { class: "items" }, PLACES.map(([name, latitude, longitude]) => item("pin", name, () => go(latitude, longitude), { "data-testid": "place" }))), form],
  });
}

export function linkSheet(screen, chat) {
  const field = h("input", { id: `link-${chat.person().id}`, dir: "ltr", placeholder: `https://t.me/${chat.bot().username ?? "bot"}?start=…`, "data-testid": "deep-link", autofocus: true });
  const form = h("form", { class: "form" }, h("label", { for: field.id }, "Paste a link, or only what follows start="),
    h("div", { class: "field-row" }, field, h("button", { class: "main", "data-testid": "deep-link-open" }, "Open")), h("p", { class: "field-error", role: "alert" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const payload = payloadOf(field.value, chat.bot().username);
    if (payload === null) form.querySelector(".field-error").textContent = "This link does not lead to this bot.";
    else { close(); chat.start(payload); }
  });
  const close = openSheet(screen, { label: "Open a link", testid: "link-sheet", content: form });
}

export function shareSheet(screen, { url, text }, chat) {
  const field = h("input", { id: `share-${chat.person().id}`, readonly: true, value: url, dir: "ltr", "data-testid": "share-link" });
  const inside = read(url, chat.bot().username);
  const others = inside.kind === "start" ? chat.others() : [];
  const close = openSheet(screen, {
    label: "Share",
    testid: "share-sheet",
    content: [
      text && h("p", { class: "share-text", dir: "auto" }, text),
      h("div", { class: "form" }, h("label", { for: field.id }, "Link"),
        h("div", { class: "field-row" }, field, h("button", { type: "button", class: "main", autofocus: true, onclick: () => chat.copy(url) }, "Copy"))),
      others.length > 0 && h("div", { class: "items" }, h("p", { class: "items-title" }, "Open it on another phone"),
        others.map((other) => item("share", other.person().label, () => { close(); other.start(inside.payload); other.element.scrollIntoView({ inline: "center", block: "nearest" }); }))),
    ],
  });
}

export function alertSheet(screen, text) {
  const close = openSheet(screen, {
    label: "Message from the bot",
    role: "alertdialog",
    testid: "alert",
    content: [h("p", { class: "alert-text", dir: "auto" }, text), h("div", { class: "form-end" }, h("button", { type: "button", class: "main", onclick: () => close() }, "OK"))],
  });
}

function removeSheet(screen, chat) {
  const close = openSheet(screen, {
    label: "Remove this phone?",
    role: "alertdialog",
    testid: "remove-sheet",
    content: [h("p", { class: "alert-text" }, "The person and their chat are gone then."), h("div", { class: "form-end" },
      h("button", { type: "button", class: "quiet", autofocus: true, onclick: () => close() }, "Keep"),
      h("button", { type: "button", class: "main dangerous", "data-testid": "remove-confirm", onclick: () => { close(); chat.remove(); } }, "Remove"))],
  });
}

export function phoneSheet(screen, chat) {
  const then = (act) => () => { close(); act(); };
  const { blocked } = chat.person();
  const close = openSheet(screen, {
    label: "This phone",
    testid: "phone-menu-sheet",
    content: h("div", { class: "items" },
      item("link", "Open a link", then(() => linkSheet(screen, chat)), { "data-testid": "open-link" }),
      item("block", blocked ? "Unblock the bot" : "Block the bot", then(() => chat.block(!blocked)), { "data-testid": blocked ? "unblock" : "block" }),
      item("trash", "Remove this phone", then(() => removeSheet(screen, chat)), { class: "item dangerous", "data-testid": "remove-phone" })),
  });
}
