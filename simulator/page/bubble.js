// Draws one message as a bubble: what it says, what it carries, its marks and its buttons.

import { h, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachments } from "./media.js";
import { hour, moment } from "./times.js";

const SERVICE = {
  pinned_message: () => "A message was pinned",
  forum_topic_created: (topic) => `Topic “${topic.name}” was opened`,
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was opened again",
  new_chat_members: (people) => `${people.map((person) => person.first_name).join(", ")} joined`,
  left_chat_member: (person) => `${person.first_name} left`,
  migrate_to_chat_id: () => "The group became a supergroup",
};
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier})*\s*){1,3}$/u;

export function bubble(message, chat) {
  const service = Object.keys(SERVICE).find((key) => message[key] !== undefined);
  if (service) return h("p", { class: "service", "data-message-id": message.message_id }, SERVICE[service](message[service]));
  const media = attachments(message);
  return h("article", {
    class: ["message", message.outgoing ? "outgoing" : "incoming", message.deleted && "deleted"].filter(Boolean).join(" "),
    tabindex: "-1",
    "aria-label": spoken(message, chat),
    "data-testid": "bubble",
    "data-message-id": message.message_id,
    "data-outgoing": String(Boolean(message.outgoing)),
    "data-deleted": String(Boolean(message.deleted)),
  }, h("div", { class: `bubble ${media.length ? "with-media" : isShort(message.text) ? "short" : ""}` }, origin(message), quote(message, chat), media, body(message, media, chat), marks(message, chat)),
  message.deleted ? null : inlineKeyboard(message, chat));
}

function spoken(message, chat) {
  const who = message.outgoing ? chat.person().label : chat.bot().first_name;
  return [who, hour(new Date(message.date * 1000)), message.deleted && "deleted", message.edit_date && "edited"].filter(Boolean).join(", ");
}

function isShort(text) {
  return text !== undefined && text.length <= 24 && !text.includes("\n");
}

function body(message, media, chat) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  if (text) {
    const big = message.text && entities.length === 0 && EMOJI_ONLY.test(text) ? " big-emoji" : "";
    return h("div", { class: `text${big}`, dir: "auto" }, formatted(text, entities, chat));
  }
  return media.length ? null : h("p", { class: "aside" }, "This kind of message cannot be shown yet.");
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? from.chat?.title ?? "somebody";
  return h("p", { class: "aside" }, `Forwarded from ${name}`);
}

function quote(message, chat) {
  const first = message.reply_to_message;
  if (!first) return null;
  const words = (first.text ?? first.caption ?? "Message").slice(0, 80);
  return h("button", { type: "button", class: "quote", onclick: () => chat.show(first.message_id) }, h("span", { dir: "auto" }, words));
}

// As on Telegram, only a person's own messages say that they were edited; the bot's screens change all the time.
function marks(message, chat) {
  const sent = new Date(message.date * 1000);
  const editable = message.outgoing && message.text && !message.deleted;
  return h("div", { class: "marks" },
    editable && iconButton("edit", "Edit this message", () => chat.edit(message), { class: "icon-button tiny" }),
    message.deleted && h("span", { class: "mark" }, "deleted"),
    message.edit_date && !message.deleted && message.outgoing && h("span", { class: "mark" }, "edited"),
    h("time", { datetime: sent.toISOString(), title: message.edit_date ? `${moment(sent)}, edited` : moment(sent) }, hour(sent)),
    message.outgoing && h("span", { class: "tick" }, icon("check")));
}
