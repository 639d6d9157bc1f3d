// Turns a text and its Telegram entities into nodes. Offsets count UTF-16 units, which is how JavaScript counts too.

import { h } from "./dom.js";
import { read } from "./links.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

// `chat` opens links and sends commands for the phone the text stands in.
export function formatted(text, entities, chat) {
  const root = document.createDocumentFragment();
  const open = [{ node: root, entity: null }];
  for (const [from, to] of pieces(text, entities)) {
    const active = entities.filter((entity) => entity.offset <= from && entity.offset + entity.length >= to).sort(widestFirst);
    const closed = settle(open, active, text, chat);
    const words = coloured(text.slice(from, to));
    open.at(-1).node.append(closed ? words.replace(/^\n/, "") : words);
  }
  return root;
}

// Telegram draws every pictogram in colour; a browser draws some as plain signs unless told otherwise.
export function coloured(text) {
  return text.replace(/(?![\p{Emoji_Presentation}\p{Emoji_Modifier}])\p{Extended_Pictographic}(?![\uFE0E\uFE0F])/gu, (sign) => (sign > "\u{1F000}" ? `${sign}\uFE0F` : sign));
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
function settle(open, active, text, chat) {
  let common = 0;
  while (open[common + 1] && open[common + 1].entity === active[common]) common++;
  const ended = open.splice(common + 1);
  for (const entity of active.slice(common)) {
    const node = element(entity, text.substr(entity.offset, entity.length), chat);
    open.at(-1).node.append(node);
    open.push({ node, entity });
  }
  return ended.some(({ entity }) => BLOCKS.has(entity.type));
}

function element(entity, covered, chat) {
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
      return spoiler();
    case "expandable_blockquote":
      return expandable();
    case "date_time":
      return h("time", { datetime: new Date((entity.unix_time ?? 0) * 1000).toISOString() });
    default:
      return h(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}`, "data-language": entity.language });
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

function spoiler() {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text. Show" });
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && show());
  return node;
}

function expandable() {
  const node = h("blockquote", { class: "expandable", role: "button", tabindex: "0", "aria-expanded": "false" });
  const toggle = () => node.setAttribute("aria-expanded", String(node.classList.toggle("shown")));
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return node;
}
