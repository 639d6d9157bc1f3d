// Scanning a poster: the text of its QR code is pasted, or the code is read from a picture where the browser can.

import { h, icon } from "./dom.js";
import { payloadOf } from "./links.js";
import { openSheet } from "./sheets.js";

const READS = "BarcodeDetector" in window;

export function posterSheet(screen, chat) {
  const field = h("input", { id: `link-${chat.person().id}`, dir: "ltr", placeholder: `https://t.me/${chat.bot().username ?? "bot"}?start=…`, "data-testid": "deep-link", autofocus: true });
  const wrong = h("p", { class: "field-error", role: "alert" });
  const open = (text, reason) => {
    const payload = payloadOf(text, chat.bot().username);
    if (payload === null) { wrong.textContent = reason; return; }
    close();
    chat.start(payload);
  };
  const form = h("form", { class: "form", onsubmit: (event) => { event.preventDefault(); open(field.value, "This link does not lead to this bot."); } },
    h("label", { for: field.id }, "What the QR code says: a link, or only what follows start="),
    h("div", { class: "field-row" }, field, h("button", { class: "main", "data-testid": "deep-link-open" }, "Open")), READS ? picture(open, wrong) : null, wrong);
  const close = openSheet(screen, { label: "Scan a poster", testid: "link-sheet", content: form });
}

function picture(open, wrong) {
  const input = h("input", { type: "file", accept: "image/*", class: "unseen", "data-testid": "poster-picture", onchange: () => input.files[0] && take(input.files[0]) });
  const take = async (file) => {
    wrong.textContent = "";
    const text = await textOf(file);
    if (text) open(text, `The code says “${text}”, which does not lead to this bot.`);
    else wrong.textContent = "No QR code was found in this picture.";
  };
  const zone = h("label", { class: "drop", "data-testid": "poster-drop" }, icon("scan"), h("span", {}, "Choose a picture of the poster, or drop it here"), input);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
  return zone;
}

async function textOf(file) {
  try {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    const found = await detector.detect(await createImageBitmap(file));
    return found[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}
