// A group from the inside: who is in it, whether the bot is, its topics.

import { control } from "./api.js";
import { h, icon } from "./dom.js";
import { item, openSheet, sureSheet } from "./sheets.js";

const STATUS = { creator: "owner", administrator: "administrator", member: "", restricted: "restricted" };
const BOT = [["member", "The bot is a member", "group"], ["administrator", "The bot is an administrator", "check"], ["left", "The bot is not in it", "close"]];

export function groupSheet(screen, chat) {
  const model = chat.model();
  const by = chat.person().id;
  const act = async (does) => {
    try { await does(); } catch (error) { chat.toast(error.message, "error"); }
  };
  const then = (does) => () => { close(); act(does); };
  const remove = () => sureSheet(screen, { label: `Remove “${model.title}”?`, text: "The group and what was said in it are gone then.", confirm: "Remove", testid: "remove-chat", does: () => act(() => control.removeChat(model.id)) });
  const close = openSheet(screen, {
    label: model.title,
    testid: "group-sheet",
    content: [
      h("ul", { class: "members", "aria-label": "Members" }, members(model, chat)),
      h("div", { class: "items" },
        h("fieldset", { class: "bot-status" }, h("legend", { class: "items-title" }, "The bot"), BOT.map(([status, words]) => choice(status, words, model, then(() => control.chatAct(model.id, "bot", { by, status }))))),
        absent(model, chat).map((phone) => item("plus", `Add ${phone.person().label}`, then(() => control.chatAct(model.id, "members", { phone: phone.id, status: "member" })), { "data-testid": "add-member" })),
        item("back", "Leave", then(() => control.chatAct(model.id, "members", { phone: by, status: "left" })), { "data-testid": "leave" }),
        model.kind === "group" && item("external", "Make it a supergroup", then(() => control.chatAct(model.id, "upgrade", { by })), { "data-testid": "upgrade" }),
        item("trash", "Remove this chat", () => { close(); remove(); }, { class: "item dangerous", "data-testid": "remove-chat" })),
      model.kind === "supergroup" && topicForm(model, by, (does) => { close(); act(does); }),
    ],
  });
}

function members(model, chat) {
  return model.members.filter(({ status }) => status in STATUS).map(({ phone, status }) => {
    const person = chat.phone.host.store.people.get(phone);
    return h("li", {}, h("span", { class: "avatar small", "aria-hidden": "true" }, [...(person?.first_name ?? "?")][0]), h("bdi", {}, person?.label ?? String(phone)), STATUS[status] && h("span", { class: "aside" }, STATUS[status]));
  });
}

function absent(model, chat) {
  const there = new Set(model.members.filter(({ status }) => status in STATUS).map(({ phone }) => phone));
  return chat.others().filter(({ id }) => !there.has(id));
}

function choice(status, words, model, onchange) {
  const now = model.bot_status === "kicked" ? "left" : model.bot_status === "creator" ? "administrator" : model.bot_status;
  return h("label", { class: "role-choice" }, h("input", { type: "radio", name: `bot-${model.id}`, value: status, checked: status === now, onchange, "data-testid": `bot-${status}` }), words);
}

function topicForm(model, by, act) {
  const name = h("input", { id: `topic-${by}`, maxlength: "128", dir: "auto", "data-testid": "topic-name" });
  return h("form", { class: "form", onsubmit: (event) => { event.preventDefault(); if (name.value.trim()) act(() => control.chatAct(model.id, "topics", { by, name: name.value.trim() })); } },
    h("label", { for: name.id }, "New topic"), h("div", { class: "field-row" }, name, h("button", { class: "main", "data-testid": "topic-add" }, icon("plus"), "Open")));
}
