// What a share button opens: the text, the link, and the other phones on the page to open it on.

import { h } from "./dom.js";
import { read } from "./links.js";
import { item, openSheet } from "./sheets.js";

export function shareSheet(screen, { url, text }, chat) {
  const field = h("input", { id: `share-${chat.person().id}`, readonly: true, value: url, dir: "ltr", "data-testid": "share-link" });
  const inside = read(url, chat.bot().username);
  const others = inside.kind === "start" ? chat.others() : [];
  const open = (other) => {
    close();
    other.start(inside.payload);
    other.element.scrollIntoView({ inline: "center", block: "nearest" });
  };
  const close = openSheet(screen, {
    label: "Share",
    testid: "share-sheet",
    content: [
      text && h("p", { class: "share-text", dir: "auto" }, text),
      h("div", { class: "form" }, h("label", { for: field.id }, "Link"),
        h("div", { class: "field-row" }, field, h("button", { type: "button", class: "main", autofocus: true, onclick: () => chat.copy(url) }, "Copy"))),
      others.length > 0 && h("div", { class: "items" }, h("p", { class: "items-title" }, "Open it on another phone"), others.map((other) => item("share", other.person().label, () => open(other)))),
    ],
  });
}
