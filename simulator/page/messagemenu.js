// What can be done with one message: react, answer, edit, copy.

import { h } from "./dom.js";
import { coloured } from "./entities.js";
import { EMOJI } from "./reactions.js";
import { item, openSheet } from "./sheets.js";
import { mayPost } from "./store.js";

export function messageSheet(screen, message, chat) {
  if (message.deleted) return undefined;
  const then = (act) => () => { close(); act(); };
  const text = message.text ?? message.caption;
  const posts = mayPost(chat.model(), chat.person().id) && !chat.person().blocked;
  const close = openSheet(screen, {
    label: "This message",
    testid: "message-sheet",
    content: [
      h("div", { class: "emoji-row", role: "group", "aria-label": "React" }, EMOJI.map((emoji) => h("button", {
        type: "button", class: "emoji", "aria-label": `React with ${emoji}`, "aria-pressed": String(chat.reacted(message, emoji)), "data-testid": "react",
        onclick: then(() => chat.react(message, chat.reacted(message, emoji) ? null : emoji)),
      }, coloured(emoji)))),
      h("div", { class: "items" },
        posts && item("reply", "Reply", then(() => chat.reply(message)), { "data-testid": "reply" }),
        chat.isOwn(message) && message.text && item("edit", "Edit", then(() => chat.edit(message)), { "data-testid": "edit" }),
        text && item("copy", "Copy the text", then(() => chat.copy(text)), { "data-testid": "copy-text" })),
    ],
  });
  return close;
}
