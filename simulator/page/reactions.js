// Reactions below a message: a tap on one adds or takes away one's own.

import { h } from "./dom.js";
import { coloured } from "./entities.js";

export const EMOJI = ["👍", "❤", "🔥", "🎉", "🙏", "👏", "😁", "🤔", "😢", "👎", "👀", "💯"];

export function reactions(message, chat) {
  const all = (message.reactions ?? []).filter(({ count }) => count !== 0);
  if (all.length === 0) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, all.map((reaction) => chip(reaction, message, chat)));
}

function chip({ emoji, count = 1, by_bot: byBot }, message, chat) {
  const own = chat.reacted(message, emoji);
  const who = [`${count}`, byBot && "the bot’s", own && "yours"].filter(Boolean).join(", ");
  return h("button", {
    type: "button", class: `reaction${own ? " own" : ""}`, "aria-pressed": String(own), "aria-label": `Reaction ${emoji}: ${who}`, title: who,
    "data-testid": "reaction", onclick: () => chat.react(message, own ? null : emoji),
  }, h("span", { class: "reaction-sign" }, coloured(emoji)), byBot && h("span", { class: "reaction-bot", "aria-hidden": "true" }, chat.initial()), count > 1 || !byBot ? h("span", {}, String(count)) : null);
}
