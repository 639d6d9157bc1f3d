// Turns a text and its Telegram entities into nodes. Offsets count UTF-16 units, which is how JavaScript counts too.

import { h } from "./dom.js";
import { read } from "./links.js";
import { dateTime, moment } from "./times.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const FOLDED_LINES = 3;
const FOLDED_SIGNS = 120;

// `chat` opens links and sends commands for the phone the text stands in; `id` is the message, whose spoilers open together.
export function formatted(text, entities, chat, id) {
  const root = document.createDocumentFragment();
  const open = [{ node: root, entity: null }];
  for (const [from, to] of pieces(text, entities)) {
    const active = entities.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to).sort(widestFirst);
    const closed = settle(open, active, text, chat, id);
    const words = worded(text.slice(from, to), active, chat);
    open.at(-1).node.append(closed ? words.replace(/^\n/, "") : words);
  }
  return root;
}

// Telegram draws every pictogram in colour; a browser draws some as plain signs unless told otherwise.
export function coloured(text) {
  return text.replace(/(?![\p{Emoji_Presentation}\p{Emoji_Modifier}])\p{Extended_Pictographic}(?![\uFE0E\uFE0F])/gu, (sign) => (sign > "\u{1F000}" || sign === "❤" ? `${sign}\uFE0F` : sign));
}

// What stands there: as written, but a date in the way and the time zone of this phone.
function worded(text, active, chat) {
  const dated = active.find(({ type, date_time_format: format }) => type === "date_time" && format);
  if (dated && dated.length === text.length) return dateTime(new Date(dated.unix_time * 1000), dated.date_time_format, chat.person().language, chat.now?.()) ?? text;
  return active.some(({ type }) => type === "code" || type === "pre") ? text : coloured(text);
}

function pieces(text, entities) {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of entities) cuts.add(offset).add(offset + length);
  const sorted = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  return sorted.slice(1).map((to, at) => [sorted[at], to]);
}

function widestFirst(a, b) {
  return a.offset - b.offset || b.length - a.length;
}

// Closes and opens elements until exactly the active entities are open; tells whether a block has just ended.
function settle(open, active, text, chat, id) {
  let common = 0;
  while (open[common + 1] && open[common + 1].entity === active[common]) common++;
  const ended = open.splice(common + 1);
  for (const entity of active.slice(common)) {
    const node = element(entity, text.substr(entity.offset, entity.length), chat, id);
    open.at(-1).node.append(node);
    open.push({ node, entity });
  }
  return ended.some(({ entity }) => BLOCKS.has(entity.type));
}

function element(entity, covered, chat, id) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, chat);
    case "url":
      return link(covered, chat);
    case "email":
      return h("a", { href: `mailto:${covered}` });
    case "phone_number":
      return h("a", { href: `tel:${covered.replace(/[^+\d]/g, "")}` });
    case "bot_command":
      return h("button", { type: "button", class: "link", onclick: () => chat.say(covered) });
    case "spoiler":
      return spoiler(chat, id);
    case "expandable_blockquote":
      return expandable(covered);
    case "pre":
      return h("pre", { "data-language": entity.language, tabindex: "0", "aria-label": entity.language ? `Code, ${entity.language}` : "Code" });
    case "code":
      return h("code", { class: "copies", title: "Copy", role: "button", tabindex: "0", onclick: () => chat.copy(covered), onkeydown: (event) => event.key === "Enter" && chat.copy(covered) });
    case "mention":
      return h("span", { class: "entity-mention" });
    case "text_mention":
      return h("span", { class: "entity-text_mention", title: [entity.user?.first_name, entity.user?.last_name].filter(Boolean).join(" ") });
    case "custom_emoji":
      return h("span", { class: "entity-custom_emoji", title: "Custom emoji" });
    case "date_time":
      return h("time", { datetime: new Date((entity.unix_time ?? 0) * 1000).toISOString(), class: "entity-date_time", title: moment(new Date((entity.unix_time ?? 0) * 1000)) });
    default:
      return h(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` });
  }
}

export function link(address, chat, props) {
  const target = read(address, chat.bot().username);
  if (target.kind === "none") return h("span", { ...props, title: address });
  const outside = target.kind === "web";
  const href = outside ? target.href : address;
  return h("a", {
    ...props,
    href,
    title: href,
    target: outside ? "_blank" : null,
    rel: "noopener noreferrer",
    onclick: (event) => {
      if (outside) return;
      event.preventDefault();
      chat.follow(address);
    },
  });
}

function spoiler(chat, id) {
  const shown = chat.revealed?.has(id);
  const node = h("span", { class: shown ? "spoiler shown" : "spoiler", ...(shown ? {} : { role: "button", tabindex: "0", "aria-label": "Hidden text. Show" }), "data-testid": "spoiler" });
  const show = (event) => {
    if (node.classList.contains("shown")) return;
    event.preventDefault();
    chat.revealed?.add(id);
    for (const each of (node.closest(".message") ?? node.parentElement).querySelectorAll(".spoiler")) reveal(each);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && show(event));
  return node;
}

function reveal(node) {
  node.classList.add("shown");
  for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
}

function expandable(covered) {
  if (covered.split("\n").length <= FOLDED_LINES && covered.length <= FOLDED_SIGNS) return h("blockquote");
  const node = h("blockquote", { class: "expandable", role: "button", tabindex: "0", "aria-expanded": "false", "data-testid": "expandable" });
  const toggle = () => node.setAttribute("aria-expanded", String(node.classList.toggle("shown")));
  node.addEventListener("click", (event) => !event.target.closest("a, .spoiler:not(.shown)") && toggle());
  node.addEventListener("keydown", (event) => event.target === node && (event.key === "Enter" || event.key === " ") && (event.preventDefault(), toggle()));
  return node;
}
