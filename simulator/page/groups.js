// The form that makes a group or channel with phones as its members.

import { h } from "./dom.js";

const KINDS = { group: "Group", supergroup: "Supergroup", forum: "Group with topics", channel: "Channel" };

// `people` lists the phones there are; `onadd` gets {title, kind, forum, members, bot}.
export function addGroupDialog(people, onadd) {
  const title = h("input", { id: "group-title", maxlength: "128", dir: "auto", required: true, "data-testid": "group-title" });
  const kind = h("select", { id: "group-kind", "data-testid": "group-kind" }, Object.entries(KINDS).map(([value, words]) => h("option", { value, selected: value === "supergroup" }, words)));
  const bot = h("select", { id: "group-bot", "data-testid": "group-bot" }, [["administrator", "Administrator"], ["member", "Member"], ["left", "Not in it"]].map(([value, words]) => h("option", { value }, words)));
  const members = h("div", { class: "role-choices" });
  const dialog = h("dialog", { class: "card", "aria-labelledby": "group-head", "data-testid": "add-group-dialog" });
  const form = h("form", { method: "dialog", class: "form" }, h("h2", { id: "group-head" }, "Add a group"),
    h("label", { for: "group-title" }, "Name"), title, h("label", { for: "group-kind" }, "Kind"), kind,
    h("fieldset", {}, h("legend", {}, "Members"), members), h("label", { for: "group-bot" }, "The bot"), bot,
    h("div", { class: "form-end" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"), h("button", { class: "main", "data-testid": "add-group-confirm" }, "Add group")));
  form.addEventListener("submit", () => {
    const chosen = [...members.querySelectorAll(":checked")].map((box) => Number(box.value));
    const forum = kind.value === "forum";
    onadd({ title: title.value.trim(), kind: forum ? "supergroup" : kind.value, forum, members: chosen, bot: bot.value });
  });
  dialog.append(form);
  const open = () => {
    form.reset();
    members.replaceChildren(...people().map((person) => h("label", { class: "role-choice" }, h("input", { type: "checkbox", value: person.id, checked: true }), h("bdi", {}, person.label))));
    dialog.showModal();
  };
  return { dialog, open };
}
