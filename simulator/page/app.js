// Puts the page together: phones side by side or in a grid, kept true by server-sent events.

import { control, listen } from "./api.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { calm, h, icon, iconButton } from "./dom.js";
import { addGroupDialog } from "./groups.js";
import { languagesDialog } from "./languages.js";
import { addPhoneDialog, STARTERS, welcome } from "./people.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";
import { Tabs } from "./tabs.js";
import { Together } from "./together.js";

const MANY = 24;
const MOST = 60; // in the grid, where phones are small
const SAVED = "phones.grid";
const byId = (id) => document.getElementById(id);

const store = new Store();
const phones = new Map();
const expected = new Map();
let shown = MANY;
let waiting = [];
let ready = false;
let readings = 0;
let scene = "";

const everyPhone = () => [...phones.values()];
const together = new Together(everyPhone, announce);
const labelOf = (id) => store.people.get(id)?.label ?? store.chats.get(id)?.title ?? String(id);
const stage = byId("phones");
const clock = new Clock(byId("clock"), labelOf);
const host = { store, phones: everyPhone, remove, together, now: () => clock.time() };
const refusedBadge = h("span", { class: "badge", hidden: true });
const calls = new Calls(byId("calls"), labelOf, showRefused);
const dialog = addPhoneDialog(add);
const groups = addGroupDialog(() => [...store.people.values()], addGroup);
const languages = languagesDialog(() => store.bot, () => [...store.people.values()], addLanguages);
const tabs = new Tabs(byId("tabs"), stage, everyPhone, reveal);
const gridButton = iconButton("grid", "Grid of small phones", () => setGrid(!isGrid()), { "aria-pressed": "false", "data-testid": "grid" });
const togetherButton = h("button", { type: "button", class: "quiet toggle", "aria-pressed": "false", "data-testid": "together", title: "What is done on one phone is done on all", onclick: () => setTogether(!together.on) }, icon("together"), h("span", { class: "wide" }, "Together"));

// ---- phones

async function attempt(does) {
  try {
    return await does();
  } catch (error) {
    connection(error.message);
    setTimeout(() => connection(null), 5000);
    return null;
  }
}

async function add(wanted) {
  const phone = await addKnown(wanted);
  if (!phone) return;
  reveal(phone.id);
  announce(`Phone added: ${phone.label}`);
}

// The answer may be older than events that came before it, so a phone or chat is known by its event alone.
async function addKnown(wanted) {
  const phone = await attempt(() => control.addPhone(wanted));
  if (phone) await known(phone.id);
  return phone;
}

async function known(id) {
  if (!store.chats.has(id)) await new Promise((resolve) => expected.set(id, resolve));
}

function arrived(id) {
  expected.get(id)?.();
  expected.delete(id);
}

async function addStarters() {
  for (const starter of STARTERS) await add(starter);
  stage.scrollTo({ left: 0 });
}

async function setScene() {
  if (await attempt(() => control.setScene())) announce(`Phones added: ${scene}`);
}

async function addLanguages(wanted) {
  setGrid(true);
  for (const phone of wanted) await addKnown(phone);
  setTogether(true);
  stage.scrollTo({ top: 0 });
  announce(`${phones.size} phones`);
}

async function addGroup({ bot, ...wanted }) {
  const chat = await attempt(() => control.addChat(wanted));
  if (!chat) return;
  await known(chat.id);
  const by = wanted.members[0];
  if (bot !== "left") await attempt(() => control.chatAct(chat.id, "bot", { by, status: bot }));
  phones.get(by)?.open(chat.id);
  announce(`Group added: ${chat.title}`);
}

async function remove(id) {
  if (!(await attempt(() => control.removePhone(id)))) return;
  forget(id);
  announce("Phone removed");
}

function know(data) {
  store.setPhone(data);
  place(data.id);
}

function place(id) {
  arrived(id);
  const placed = phones.get(id);
  if (placed) return placed.refresh();
  if (phones.size >= (isGrid() ? MOST : shown)) return drawAround();
  const phone = new Phone(id, host);
  phones.set(id, phone);
  stage.append(phone.element);
  tabs.watch(phone.element);
  if (isGrid()) phone.speakUp(false);
  return drawAround();
}

function forget(id) {
  phones.get(id)?.element.remove();
  phones.delete(id);
  store.removePhone(id);
  drawAround();
}

function reveal(id) {
  phones.get(id)?.element.scrollIntoView({ inline: "center", block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

// Welcome, tabs and 'more' depend on how many phones there are.
function drawAround() {
  stage.querySelector(".welcome")?.remove();
  stage.querySelector(".more-phones")?.remove();
  if (phones.size === 0 && ready) stage.append(welcome({ onstart: addStarters, onadd: () => dialog.showModal(), onlanguages: languages.open, onscene: setScene, scene }));
  const hidden = store.people.size - phones.size;
  if (hidden > 0) stage.append(h("button", { type: "button", class: "more-phones quiet", onclick: showMore }, `${hidden} more`));
  togetherButton.hidden = phones.size < 2;
  gridButton.hidden = phones.size < 2;
  tabs.draw();
}

function showMore() {
  shown += MANY;
  for (const id of store.people.keys()) place(id);
}

// ---- the grid

function isGrid() {
  return document.body.classList.contains("grid");
}

function setGrid(on) {
  document.body.classList.toggle("grid", on);
  gridButton.setAttribute("aria-pressed", String(on));
  sessionStorage.setItem(SAVED, on ? "yes" : "");
  for (const phone of phones.values()) phone.speakUp(!on);
}

function setTogether(on) {
  together.switch(on);
  togetherButton.setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("together", on);
  announce(on ? "All phones are driven together" : "Each phone is driven alone");
}

// ---- news

function onEvent(event) {
  if (!ready) return waiting.push(event);
  switch (event.type) {
    case "phone":
      return onPhone(event.phone);
    case "chat":
      return onGroup(event.chat);
    case "bot":
      return setBot(event.bot);
    case "clock":
      return clock.set(event.clock);
    case "call":
      return calls.saw(event);
    case "inline":
      return phones.get(event.phone)?.receive(event.chat, event);
    default:
      return onChat(event);
  }
}

function onChat(event) {
  const id = event.chat;
  for (const phone of store.apply(event) ? whoSees(id) : []) phone.receive(id, event);
  if (event.type === "message" && !event.message.outgoing) tabs.dot(id);
  if (["message", "edited", "deleted"].includes(event.type)) { clock.askSoon(); together.compareSoon(); }
  clock.saw(event, id);
}

// A private chat is seen on one phone, a group on all; an answer to a tap bears the number of the one who tapped.
function whoSees(id) {
  return phones.has(id) ? [phones.get(id)] : everyPhone();
}

function onPhone(phone) {
  if (typeof phone !== "object") return readState();
  return phone.removed ? forget(phone.id) : know(phone);
}

function onGroup(chat) {
  if (chat.removed) store.chats.delete(chat.id);
  else store.setChat(chat);
  for (const phone of phones.values()) phone.refresh();
  arrived(chat.id);
}

function setBot(next) {
  store.bot = next ?? {};
  calls.network.setBot(store.bot);
  const { username, first_name: name } = store.bot;
  byId("bot-name").textContent = username ? `${name} · @${username}` : "No bot has called yet";
  document.title = name ? `${name} · Phones` : "Phones";
  for (const phone of phones.values()) phone.redraw();
}

// Where the connection comes back twice in a row, the answer to the first reading may come last: it is none.
async function readState() {
  ready = false;
  stage.setAttribute("aria-busy", "true");
  const reading = ++readings;
  const state = await attempt(() => control.state());
  if (!state || reading !== readings) return;
  store.read(state);
  scene = state.scene ?? "";
  clock.set(state.clock);
  for (const id of [...phones.keys()]) if (!store.people.has(id)) forget(id);
  for (const id of store.people.keys()) place(id);
  setBot(state.bot);
  ready = true;
  waiting.splice(0).forEach(onEvent);
  for (const id of store.chats.keys()) arrived(id);
  drawAround();
  stage.setAttribute("aria-busy", "false");
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

function connection(text) {
  byId("connection").hidden = !text;
  byId("connection").textContent = text ?? "";
}

function barButton(kind, name, words, testid, onclick, props) {
  return h("button", { type: "button", class: kind, title: words, "data-testid": testid, onclick, ...props }, icon(name), h("span", { class: "wide" }, words));
}

function build() {
  const log = barButton("quiet", "calls", "Calls", "open-calls", () => calls.toggle(!calls.open, log), { "aria-expanded": "false", "aria-controls": "calls" });
  log.append(refusedBadge);
  byId("bar-actions").append(gridButton, togetherButton, log,
    barButton("quiet", "globe", "All languages", "all-languages", languages.open),
    barButton("quiet", "group", "Add group", "add-group", groups.open),
    barButton("main", "plus", "Add phone", "add-phone", () => dialog.showModal()));
  document.body.append(dialog, groups.dialog, languages.dialog);
  if (sessionStorage.getItem(SAVED)) setGrid(true);
}

build();
listen({
  onopen: () => { connection(null); readState(); },
  onevent: onEvent,
  onlost: () => connection("Connection lost. Trying again …"),
});
