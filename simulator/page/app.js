// Puts the page together: phones side by side, kept true by server-sent events.

import { control, listen } from "./api.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { calm, h, icon } from "./dom.js";
import { addPhoneDialog, roleOf, ROLES, STARTERS, welcome } from "./people.js";
import { Phone } from "./phone.js";

const MANY = 24;
const byId = (id) => document.getElementById(id);

const phones = new Map();
let bot = {};
let shown = MANY;
let known = [];
let waiting = [];
let ready = false;

const host = { bot: () => bot, phones: () => [...phones.values()], remove };
const labelOf = (id) => phones.get(id)?.person().label ?? String(id);
const stage = byId("phones");
const clock = new Clock(byId("clock"), labelOf);
const refusedBadge = h("span", { class: "badge", hidden: true });
const calls = new Calls(byId("calls"), labelOf, showRefused);
const dialog = addPhoneDialog(add);
const tabs = byId("tabs");
const watch = new IntersectionObserver(onSeen, { root: stage, threshold: 0.6 });

// ---- phones

async function add(wanted) {
  try {
    const phone = await control.addPhone(wanted);
    place(phone);
    reveal(phone.id);
    announce(`Phone added: ${phone.label}`);
  } catch (error) {
    complain(error);
  }
}

async function addStarters() {
  for (const starter of STARTERS) await add(starter);
  stage.scrollTo({ left: 0 });
}

async function remove(id) {
  try {
    await control.removePhone(id);
    forget(id);
    announce("Phone removed");
  } catch (error) {
    complain(error);
  }
}

function place(data) {
  if (!known.some(({ id }) => id === data.id)) known.push(data);
  const placed = phones.get(data.id);
  if (placed) return placed.update(data);
  if (phones.size >= shown) return undefined;
  const phone = new Phone(data, host);
  phones.set(data.id, phone);
  stage.append(phone.element);
  watch.observe(phone.element);
  return drawAround();
}

function forget(id) {
  phones.get(id)?.element.remove();
  phones.delete(id);
  known = known.filter((phone) => phone.id !== id);
  drawAround();
}

function reveal(id) {
  phones.get(id)?.element.scrollIntoView({ inline: "center", block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

// Welcome, tabs and 'more' depend on how many phones there are.
function drawAround() {
  stage.querySelector(".welcome")?.remove();
  stage.querySelector(".more-phones")?.remove();
  if (phones.size === 0 && ready) stage.append(welcome(addStarters, () => dialog.showModal()));
  const hidden = known.length - phones.size;
  if (hidden > 0 && phones.size >= shown) stage.append(h("button", { type: "button", class: "more-phones quiet", onclick: showMore }, `${hidden} more`));
  tabs.hidden = phones.size < 2;
  const current = tabs.querySelector("[aria-current]")?.dataset.phone;
  tabs.replaceChildren(...host.phones().map((phone) => tab(phone, current)));
}

function tab(phone, current) {
  const { id, label } = phone.person();
  const role = roleOf(phone.person());
  return h("button", { type: "button", "data-phone": id, "data-testid": "tab", "aria-current": String(id) === current ? "true" : null, dir: "auto", onclick: () => reveal(id) },
    label, role !== "resident" && h("span", { class: `chip role-${role}` }, ROLES[role]), h("span", { class: "dot", hidden: true, role: "img", "aria-label": "new message" }));
}

function showMore() {
  shown += MANY;
  known.forEach(place);
}

function onSeen(entries) {
  for (const { target, isIntersecting } of entries) {
    target.dataset.seen = isIntersecting;
  }
  const current = host.phones().find(({ element }) => element.dataset.seen === "true")?.element.dataset.phoneId;
  for (const button of tabs.children) {
    if (button.dataset.phone !== current) {
      button.removeAttribute("aria-current");
      continue;
    }
    button.setAttribute("aria-current", "true");
    button.querySelector(".dot").hidden = true;
    button.scrollIntoView({ inline: "nearest", block: "nearest" });
  }
}

function dot(id) {
  if (phones.get(id)?.element.dataset.seen !== "false") return;
  const mark = tabs.querySelector(`[data-phone="${id}"] .dot`);
  if (mark) mark.hidden = false;
}

// ---- news

function onEvent(event) {
  if (!ready) return waiting.push(event);
  switch (event.type) {
    case "phone":
      return onPhone(event);
    case "bot":
      return setBot(event.bot);
    case "clock":
      return clock.set(event.clock);
    case "call":
      return calls.saw(event);
    default:
      return onChat(event);
  }
}

function onChat(event) {
  phones.get(event.phone)?.receive(event);
  if (event.type === "message" && !event.message.outgoing) dot(event.phone);
  if (event.type === "message" || event.type === "edited") clock.askSoon();
  clock.saw(event);
}

// A phone's event carries the phone itself, or says that it is gone.
function onPhone(event) {
  const data = [event.phone, event.data, event.value].find((value) => value && typeof value === "object");
  if (data) return data.removed ? forget(data.id) : place(data);
  return readState();
}

function setBot(next) {
  bot = next ?? {};
  byId("bot-name").textContent = bot.username ? `${bot.first_name} · @${bot.username}` : "No bot has called yet";
  document.title = bot.first_name ? `${bot.first_name} · Phones` : "Phones";
  for (const phone of phones.values()) phone.update(phone.person());
}

async function readState() {
  ready = false;
  try {
    const state = await control.state();
    known = state.phones;
    clock.set(state.clock);
    setBot(state.bot);
    const ids = new Set(known.map(({ id }) => id));
    for (const id of phones.keys()) if (!ids.has(id)) forget(id);
    known.forEach(place);
  } catch (error) {
    complain(error);
    return;
  }
  ready = true;
  waiting.splice(0).forEach(onEvent);
  drawAround();
}

// ---- around the phones

function showRefused(count) {
  refusedBadge.hidden = count === 0;
  refusedBadge.textContent = String(count);
  refusedBadge.setAttribute("aria-label", `${count} refused`);
}

function announce(text) {
  byId("announcer").textContent = text;
}

function complain(error) {
  connection(error.message);
  setTimeout(() => connection(null), 5000);
}

function connection(text) {
  byId("connection").hidden = !text;
  byId("connection").textContent = text ?? "";
}

function build() {
  const log = h("button", { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "calls", "data-testid": "open-calls", onclick: () => calls.toggle(!calls.open, log) },
    icon("calls"), h("span", { class: "wide" }, "Calls"), refusedBadge);
  byId("bar-actions").append(log,
    h("button", { type: "button", class: "main", "data-testid": "add-phone", onclick: () => dialog.showModal() }, icon("plus"), h("span", { class: "wide" }, "Add phone")));
  document.body.append(dialog);
}

build();
listen({
  onopen: () => { connection(null); readState(); },
  onevent: onEvent,
  onlost: () => connection("Connection lost. Trying again …"),
});
