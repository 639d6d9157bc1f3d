// What a person can send besides text: samples of each kind, and a place.

import { h } from "./dom.js";
import { item, openSheet } from "./sheets.js";

const PLACES = [["DEPOT Talstraße", 50.782, 6.106], ["Rothe Erde", 50.771, 6.11]];
const SENDINGS = [["photo", "Photo", "photo"], ["album", "Album of two photos", "album"], ["voice", "Voice message", "mic"], ["sticker", "Sticker", "sticker"], ["document", "Sample file", "file"], ["contact", "Contact", "contact"]];

export function attachSheet(screen, chat) {
  const then = (act) => () => { close(); act(); };
  const picker = h("input", { type: "file", hidden: true, "data-testid": "own-file", onchange: async () => {
    const [file] = picker.files;
    if (file) { const content = await base64(file); close(); chat.sendFile(file.name, file.type, content); }
  } });
  const close = openSheet(screen, {
    label: "Send",
    testid: "attach-menu",
    content: h("div", { class: "items" },
      item("pin", "Location", then(() => locationSheet(screen, chat)), { "data-testid": "attach-location" }),
      item("file", "File from this device …", () => picker.click(), { "data-testid": "attach-own" }), picker,
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

function base64(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(file);
  });
}
