// Who holds a phone: languages by their own names, roles, and the form that adds one.

import { h } from "./dom.js";

// Language, its own name, and 'guest' in it: a first name that gives nobody away and shows the script.
export const LANGUAGES = [
  ["de", "Deutsch", "Gast"], ["de@easy", "Deutsch (einfach)", "Gast"], ["en", "English", "Guest"], ["ar", "العربية", "ضيف"],
  ["tr", "Türkçe", "Misafir"], ["uk", "Українська", "Гість"], ["ru", "Русский", "Гость"], ["fa", "فارسی", "مهمان"],
  ["ku", "Kurdî (Kurmancî)", "Mêvan"], ["ckb", "کوردی (سۆرانی)", "میوان"], ["ps", "پښتو", "مېلمه"], ["ro", "Română", "Oaspete"],
  ["bg", "Български", "Гост"], ["sq", "Shqip", "Mysafir"], ["sr", "Srpski", "Gost"], ["bs", "Bosanski", "Gost"],
  ["hr", "Hrvatski", "Gost"], ["pl", "Polski", "Gość"], ["fr", "Français", "Invité"], ["es", "Español", "Invitado"],
  ["it", "Italiano", "Ospite"], ["pt-br", "Português (Brasil)", "Convidado"], ["el", "Ελληνικά", "Επισκέπτης"], ["nl", "Nederlands", "Gast"],
  ["ti", "ትግርኛ", "ጋሻ"], ["so", "Soomaali", "Marti"], ["ur", "اردو", "مہمان"], ["hi", "हिन्दी", "अतिथि"],
  ["zh-hans", "中文", "客人"], ["vi", "Tiếng Việt", "Khách"],
].map(([id, autonym, guest]) => ({ id, autonym, guest, code: id.split("@")[0] }));

export const ROLES = { resident: "Resident", staff: "Staff", coordinator: "Coordinator" };

// Telegram knows no easy German: such a phone says `de`, and its label tells it apart.
export const STARTERS = ["de", "de@easy", "ar", "en"].map((id) => newPhone(id, "resident"));

export function newPhone(languageId, role, label = "", firstName = "") {
  const language = LANGUAGES.find(({ id }) => id === languageId) ?? { autonym: autonym(languageId), guest: "Guest", code: languageId };
  return { label: label || language.autonym, first_name: firstName || language.guest, language: language.code, role };
}

export function autonym(code) {
  const known = LANGUAGES.find((language) => language.code === code) ?? LANGUAGES.find((language) => language.code === code?.split("-")[0]);
  return known?.autonym ?? named(code);
}

function named(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code);
  } catch {
    return code; // not every word in this place is a language code
  }
}

// A phone that a program added has no role noted; its label may tell.
export function roleOf({ role, label }) {
  if (ROLES[role]) return role;
  return Object.keys(ROLES).find((name) => label.toLowerCase().includes(name)) ?? "resident";
}

export function addPhoneDialog(onadd) {
  const label = h("input", { id: "new-label", maxlength: "40", autocomplete: "off", dir: "auto", placeholder: "The language" });
  const firstName = h("input", { id: "new-name", maxlength: "64", autocomplete: "off", dir: "auto", placeholder: "Guest" });
  const language = h("select", { id: "new-language", name: "language" }, LANGUAGES.map(({ id, autonym: name }) => h("option", { value: id }, name)));
  const roles = Object.entries(ROLES).map(([role, name], at) =>
    h("label", { class: `role-choice role-${role}` }, h("input", { type: "radio", name: "role", value: role, checked: at === 0 }), name));
  const dialog = h("dialog", { class: "card", "aria-labelledby": "new-title", "data-testid": "add-phone-dialog" });
  const form = h("form", { method: "dialog", class: "form" },
    h("h2", { id: "new-title" }, "Add a phone"),
    h("label", { for: "new-language" }, "Language"), language,
    h("fieldset", {}, h("legend", {}, "Role"), h("div", { class: "role-choices" }, roles)),
    h("label", { for: "new-label" }, "Label, above the phone"), label,
    h("label", { for: "new-name" }, "First name, for the bot"), firstName,
    h("div", { class: "form-end" },
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"),
      h("button", { class: "main", "data-testid": "add-phone-confirm" }, "Add phone")));
  form.addEventListener("submit", () => onadd(newPhone(language.value, form.elements.role.value, label.value.trim(), firstName.value.trim())));
  dialog.addEventListener("close", () => form.reset());
  dialog.append(form);
  return dialog;
}

// `scene`: what the host program brings if asked, "" where it has nothing to bring.
export function welcome({ onstart, onadd, onlanguages, onscene, scene }) {
  return h("section", { class: "welcome card", "data-testid": "welcome" },
    h("div", { class: "welcome-phones", "aria-hidden": "true" }, STARTERS.map((phone) => h("span", { class: "mini-phone", dir: "auto" }, phone.label))),
    h("h2", {}, "Try the bot on a phone"),
    h("p", {}, "Every phone is one person writing to the bot. Begin with four languages, or add your own."),
    h("div", { class: "form-end" },
      h("button", { type: "button", class: "quiet", onclick: onlanguages }, "All languages at once"),
      h("button", { type: "button", class: "quiet", onclick: onadd }, "Add one phone"),
      h("button", { type: "button", class: scene ? "quiet" : "main", "data-testid": "add-starters", onclick: onstart }, "Add four phones"),
      scene && h("button", { type: "button", class: "main", "data-testid": "add-scene", onclick: onscene }, scene)));
}
