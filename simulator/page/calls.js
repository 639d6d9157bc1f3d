// The raw call log: every Bot API call with its parameters and answer, refused ones first to the eye.

import { control } from "./api.js";
import { h, iconButton } from "./dom.js";
import { Network } from "./network.js";
import { second } from "./times.js";

const KEPT = 200;
const SOON_MS = 400;
const FAULTS = {
  error_5xx: "answered 502, not done",
  drop_before: "cut off before it was done",
  drop_after: "done, but the answer was cut off",
  slow: "done, answered late",
  reset: "reset before it was done",
};
const QUIET = new Set(["getUpdates", "getupdates"]);

export class Calls {
  #calls = [];
  #refused = 0;
  #timer;
  #readings = 0;
  #shown = 0;
  #opener;

  constructor(element, labelOf, onrefused) {
    this.element = element;
    this.labelOf = labelOf;
    this.onrefused = onrefused;
    this.list = h("ol", { class: "call-list", reversed: true, tabindex: "0", "aria-label": "Calls, newest first" });
    this.onlyRefused = this.#filter("Refused only");
    this.polling = this.#filter("getUpdates");
    this.network = new Network();
    element.append(
      h("div", { class: "calls-head" }, h("h2", {}, "Calls"), iconButton("close", "Close the call log", () => this.toggle(false), { "data-testid": "close-calls" })),
      h("div", { class: "calls-filters" }, this.onlyRefused.label, this.polling.label), this.network.element, this.network.bot, this.list);
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  #filter(words) {
    const box = h("input", { type: "checkbox", "data-testid": `filter-${words.toLowerCase().replace(" ", "-")}`, onchange: () => this.#draw() });
    return { box, label: h("label", {}, box, words) };
  }

  get open() { return !this.element.hidden; }

  toggle(open, opener) {
    this.element.hidden = !open;
    document.body.classList.toggle("calls-open", open);
    if (open) {
      this.#opener = opener;
      this.#refused = 0;
      this.onrefused(0);
      this.read();
      this.network.read();
      this.element.querySelector("button").focus();
    } else this.#opener?.focus();
    this.#opener?.setAttribute("aria-expanded", String(open));
  }

  saw(event) {
    if (event.ok === false) this.onrefused(this.open ? 0 : ++this.#refused);
    if (!this.open || (QUIET.has(event.method) && event.ok)) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.read();
    }, SOON_MS);
  }

  async read() {
    const reading = ++this.#readings;
    try {
      const answer = await control.calls(KEPT);
      if (reading < this.#shown) return;
      this.#shown = reading;
      this.#calls = Array.isArray(answer) ? answer : answer.calls ?? [];
    } catch (error) {
      this.list.replaceChildren(h("li", { class: "call-none" }, error.message));
      return;
    }
    this.#draw();
  }

  #draw() {
    const opened = new Set([...this.list.querySelectorAll("details[open]")].map((node) => node.dataset.key));
    const shown = this.#calls.filter((call) => (this.polling.box.checked || !QUIET.has(call.method) || call.ok === false) && (!this.onlyRefused.box.checked || call.ok === false));
    this.list.replaceChildren(...(shown.length ? shown.map((call) => this.#entry(call, opened)) : [h("li", { class: "call-none" }, this.onlyRefused.box.checked ? "Nothing was refused." : "No calls yet.")]));
  }

  #entry(call, opened) {
    const refused = call.ok === false;
    const ignored = call.ignored ?? [];
    const key = `${call.id ?? call.time}${call.method}${call.chat_id ?? ""}`;
    const whom = call.chat_id ? this.labelOf(call.chat_id) : null;
    const why = refused && h("p", { class: "call-why", "data-testid": "call-why" }, `${call.error_code ?? ""} ${call.description ?? "refused"}`.trim());
    const unknown = ignored.length > 0 && h("p", { class: "call-note", "data-testid": "call-ignored" }, `Telegram knows no ${ignored.join(", ")} here: passed over`);
    const fault = call.fault && h("p", { class: "call-note", "data-testid": "call-fault" }, `Network: ${FAULTS[call.fault] ?? call.fault}`);
    const details = h("details", { "data-key": key, open: opened.has(key) },
      h("summary", {}, h("span", { class: "call-method" }, call.method), h("span", { class: "call-about" },
        refused && h("span", { class: "call-refused" }, "refused"),
        whom && h("span", { class: "call-whom", dir: "auto" }, whom), h("span", {}, `${Math.round((call.ms ?? 0) * 10) / 10} ms`), h("time", {}, when(call.time))), why, unknown, fault),
      json("Parameters", call.parameters ?? call.params), json(refused ? "Refusal" : "Result", call.result ?? call.error ?? call.response));
    return h("li", { class: refused ? "call refused" : "call", "data-testid": "call", "data-ok": String(!refused), "data-method": call.method }, details);
  }
}

function json(title, value) {
  if (value === undefined || value === null) return null;
  return [h("h3", {}, title), h("pre", { dir: "auto", tabindex: "0" }, JSON.stringify(value, null, 2))];
}

function when(time) {
  const date = new Date(typeof time === "number" ? time * 1000 : time);
  return Number.isNaN(date.getTime()) ? "" : second(date);
}
