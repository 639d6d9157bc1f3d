// All languages at once: a phone for each, in a grid, driven together. For translators.

import { h } from "./dom.js";
import { autonym, LANGUAGES, newPhone } from "./people.js";

// The bot's own languages, then those the page knows besides; each with its phone.
export function languagesOf(bot) {
  const own = new Set([bot.commands, bot.descriptions, bot.names].flatMap((all) => Object.keys(all ?? {})).filter(Boolean));
  const known = LANGUAGES.map((language) => ({ ...language, own: own.has(language.code) }));
  const others = [...own].filter((code) => !known.some((language) => language.code === code)).map((code) => ({ id: code, code, autonym: autonym(code), guest: "Guest", own: true }));
  return [...known, ...others].sort((a, b) => Number(b.own) - Number(a.own));
}

// `onadd` gets the phones to add: those of the languages chosen that have none yet.
export function languagesDialog(bot, people, onadd) {
  const boxes = h("div", { class: "language-choices" });
  const count = h("span", { class: "aside", role: "status" });
  const dialog = h("dialog", { class: "card wide-card", "aria-labelledby": "languages-head", "data-testid": "languages-dialog" });
  const each = () => [...boxes.querySelectorAll("input")];
  const recount = () => { count.textContent = `${each().filter(({ checked }) => checked).length} phones`; };
  const choose = (wanted) => () => { for (const box of each()) box.checked = wanted(box); recount(); };
  const form = h("form", { method: "dialog", class: "form" }, h("h2", { id: "languages-head" }, "All languages at once"),
    h("p", { class: "aside" }, "A phone for each language, side by side. What you do on one, all others do too: the same button by its place."),
    h("div", { class: "choose-row", role: "group", "aria-label": "Choose" },
      h("button", { type: "button", class: "quiet", onclick: choose(({ dataset }) => dataset.own === "true"), "data-testid": "languages-own" }, "The bot’s"),
      h("button", { type: "button", class: "quiet", onclick: choose(() => true), "data-testid": "languages-every" }, "Every"),
      h("button", { type: "button", class: "quiet", onclick: choose(() => false), "data-testid": "languages-none" }, "None"), count),
    h("fieldset", { onchange: recount }, h("legend", { class: "unseen" }, "Languages"), boxes),
    h("div", { class: "form-end" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"), h("button", { class: "main", "data-testid": "languages-confirm" }, "Show them")));
  form.addEventListener("submit", () => onadd(wanted(each(), people())));
  dialog.append(form);
  const open = () => {
    const all = languagesOf(bot());
    const any = all.some(({ own }) => own);
    boxes.replaceChildren(...all.map((language) => h("label", { class: `role-choice${language.own ? " own" : ""}` },
      h("input", { type: "checkbox", value: language.id, "data-own": String(language.own), checked: !any || language.own }), h("bdi", { lang: language.code }, language.autonym))));
    recount();
    dialog.showModal();
  };
  return { dialog, open };
}

function wanted(boxes, people) {
  const there = new Set(people.map(({ label, language }) => `${label}/${language}`));
  return boxes.filter(({ checked }) => checked).map(({ value }) => newPhone(value, "resident")).filter(({ label, language }) => !there.has(`${label}/${language}`));
}
