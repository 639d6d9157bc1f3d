// Draws one message, or the several of an album, as a bubble: what it says, what it carries, its marks and its buttons.

import { h, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachments } from "./media.js";
import { reactions } from "./reactions.js";
import { serviceLine } from "./service.js";
import { hour, moment } from "./times.js";

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier})*\s*){1,3}$/u;
const COLOURS = 7;

// `heads`: the bubble bears its sender's name, as the first of several in a group does.
export function bubble(messages, chat, heads = false) {
  const message = messages[0];
  const said = serviceLine(message, chat);
  if (said) return said;
  const own = chat.isOwn(message);
  const deleted = messages.every((each) => each.deleted);
  const media = attachments(messages, chat);
  const node = h("article", {
    class: ["message", own ? "outgoing" : "incoming", deleted && "deleted", heads && "heads"].filter(Boolean).join(" "),
    tabindex: "-1",
    "aria-label": spoken(message, chat),
    "data-testid": "bubble",
    "data-message-id": message.message_id,
    "data-outgoing": String(own),
    "data-deleted": String(deleted),
    onkeydown: (event) => event.key === "Enter" && event.target === node && (event.preventDefault(), chat.menu(newest(node))),
    oncontextmenu: (event) => !event.target.closest("a, input") && (event.preventDefault(), chat.menu(newest(node))),
  }, h("div", { class: `bubble ${shape(message, media)}` },
    heads && sender(message, chat), origin(message), via(message), quote(message, chat),
    message.show_caption_above_media ? [body(messages, media, chat), media] : [media, body(messages, media, chat)],
    foot(messages, chat)),
  deleted ? null : inlineKeyboard(message, chat),
  iconButton("more", "What can be done with this message", () => chat.menu(newest(node)), { class: "icon-button message-menu", tabindex: "-1", "data-testid": "message-menu" }));
  node.messages = messages;
  return node;
}

// Ticks, reactions and the pin change often: only they are drawn anew, so that what plays or is unfolded stays.
export function refreshFoot(node, messages, chat) {
  node.messages = messages;
  node.querySelector(".foot")?.replaceWith(foot(messages, chat));
}

function newest(node) {
  return node.messages[0];
}

function shape(message, media) {
  if (message.sticker || message.dice || message.video_note) return "bare";
  if (media.length) return "with-media";
  return message.text !== undefined && message.text.length <= 24 && !message.text.includes("\n") ? "short" : "";
}

function spoken(message, chat) {
  return [nameOf(message, chat), hour(new Date(message.date * 1000)), message.deleted && "deleted", message.edit_date && "edited"].filter(Boolean).join(", ");
}

function nameOf(message, chat) {
  if (chat.isOwn(message)) return chat.person().label;
  return message.sender_chat?.title ?? message.from?.first_name ?? chat.title();
}

function sender(message, chat) {
  const number = Math.abs(message.from?.id ?? 0) % COLOURS;
  return h("p", { class: `sender colour-${number}` }, h("bdi", {}, nameOf(message, chat)), message.author_signature && h("span", { class: "sender-about" }, message.author_signature),
    message.from?.is_bot && h("span", { class: "sender-about" }, "bot"));
}

function body(messages, media, chat) {
  const message = messages.find((each) => each.text ?? each.caption) ?? messages[0];
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  if (text) {
    const big = message.text && entities.length === 0 && EMOJI_ONLY.test(text) ? " big-emoji" : "";
    return h("div", { class: `text${big}`, dir: "auto" }, formatted(text, entities, chat, message.message_id));
  }
  return media.length ? null : h("p", { class: "aside" }, "This kind of message cannot be shown yet.");
}

function origin({ forward_origin: from }) {
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? (from.chat ?? from.sender_chat)?.title ?? "somebody";
  return h("p", { class: "aside forwarded", "data-testid": "forwarded" }, "Forwarded from ", h("bdi", {}, h("strong", {}, name)));
}

function via({ via_bot: bot }) {
  return bot ? h("p", { class: "aside", "data-testid": "via" }, "via ", h("bdi", { class: "entity-mention" }, `@${bot.username}`)) : null;
}

function quote(message, chat) {
  const first = message.reply_to_message ?? message.external_reply;
  if (!first || first.forum_topic_created) return null;
  const words = message.quote?.text ?? snippet(first);
  const who = first.from ? nameOf({ ...first, outgoing: chat.isOwn(first) }, chat) : null;
  return h("button", { type: "button", class: "quote", "data-testid": "quote", onclick: () => chat.show(first.message_id) },
    who && h("strong", { dir: "auto" }, who), h("span", { dir: "auto" }, words));
}

// A message in a few words, for quotes, the pinned bar and the list of chats.
export function snippet(message) {
  const said = message.text ?? message.caption;
  if (said) return said.replace(/\s+/g, " ").slice(0, 90);
  const kinds = { photo: "Photo", video: "Video", animation: "GIF", voice: "Voice message", audio: "Audio", sticker: `${message.sticker?.emoji ?? ""} Sticker`.trim(), venue: message.venue?.title, location: "Location", contact: "Contact", document: message.document?.file_name ?? "File", poll: "Poll", dice: message.dice?.emoji };
  return Object.entries(kinds).find(([kind]) => message[kind])?.[1] ?? "Message";
}

function foot(messages, chat) {
  const message = messages[0];
  return h("div", { class: "foot" }, message.deleted ? null : reactions(message, chat), marks(message, chat));
}

// As on Telegram, only people's messages say that they were edited; a bot's screens change all the time.
function marks(message, chat) {
  const sent = new Date(message.date * 1000);
  const own = chat.isOwn(message);
  const tells = message.edit_date && !message.deleted && !message.from?.is_bot;
  const pinned = message.pinned ?? chat.model().pinned.includes(message.message_id);
  return h("div", { class: "marks" },
    own && message.text && !message.deleted && iconButton("edit", "Edit this message", () => chat.edit(message), { class: "icon-button tiny", tabindex: "-1" }),
    message.deleted && h("span", { class: "mark" }, "deleted"),
    tells && h("span", { class: "mark" }, "edited"),
    pinned && h("span", { class: "mark-icon", role: "img", "aria-label": "pinned" }, icon("tack")),
    h("time", { datetime: sent.toISOString(), title: message.edit_date ? `${moment(sent)}, edited` : moment(sent) }, hour(sent)),
    own && tick(message));
}

function tick({ read }) {
  const words = read ? "The bot has taken it" : "Sent";
  return h("span", { class: "tick", role: "img", "aria-label": words, title: words, "data-testid": "tick", "data-read": String(Boolean(read)) }, icon(read ? "checks" : "check"));
}
