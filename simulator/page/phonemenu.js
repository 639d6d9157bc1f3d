// What can be done with a phone as a whole.

import { h } from "./dom.js";
import { posterSheet } from "./poster.js";
import { item, openSheet, sureSheet } from "./sheets.js";

export function phoneSheet(screen, chat) {
  const then = (act) => () => { close(); act(); };
  const { blocked } = chat.person();
  const remove = () => sureSheet(screen, { label: "Remove this phone?", text: "The person and their chat are gone then.", confirm: "Remove", testid: "remove", does: () => chat.phone.remove() });
  const close = openSheet(screen, {
    label: "This phone",
    testid: "phone-menu-sheet",
    content: h("div", { class: "items" },
      item("scan", "Scan a poster", then(() => posterSheet(screen, chat)), { "data-testid": "open-link" }),
      item("block", blocked ? "Unblock the bot" : "Block the bot", then(() => chat.block(!blocked)), { "data-testid": blocked ? "unblock" : "block" }),
      item("trash", "Remove this phone", then(remove), { class: "item dangerous", "data-testid": "remove-phone" })),
  });
}
