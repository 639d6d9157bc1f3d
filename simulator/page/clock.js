// The bot's clock: what time it believes it is, what comes next, and buttons that move it. Only where the host lends a clock.

import { control } from "./api.js";
import { h, icon } from "./dom.js";
import { moment, span, useZone } from "./times.js";

const SETTLES_MS = 2500;
const ASKS_MS = 15000;
const TOLD_MS = 15000;
const NAMED = 2; // more phones than these are counted

export class Clock {
  #clock = null;
  #readAt = 0;
  #jump = null;
  #asking;
  #news = 0;
  #shown = 0;
  #telling;

  constructor(element, labelOf) {
    this.element = element;
    this.labelOf = labelOf;
    this.now = h("time", { class: "clock-now", "data-testid": "clock-now" });
    this.next = h("span", { class: "clock-next", "data-testid": "clock-next" });
    this.outcome = h("p", { class: "clock-outcome", role: "status", "data-testid": "clock-outcome", hidden: true });
    this.toNext = this.#button([h("span", { class: "long" }, "To the next reminder"), h("span", { class: "brief" }, "Next reminder")], { to: "next" }, "clock-to-next", "main");
    element.append(
      h("div", { class: "clock-face" }, icon("clock"), h("div", { class: "clock-words" }, this.now, this.next)),
      h("div", { class: "clock-buttons" },
        this.#button("+1 hour", { seconds: 3600 }, "clock-hour"), this.#button("+1 day", { seconds: 86400 }, "clock-day"), this.toNext),
      this.outcome);
    setInterval(() => this.#draw(), 1000);
    setInterval(() => this.#clock && !document.hidden && this.ask(), ASKS_MS);
  }

  #button(words, move, testid, kind = "quiet") {
    return h("button", { type: "button", class: kind, "data-testid": testid, onclick: () => this.#move(move) }, words);
  }

  // `clock` is null where the host lends none: then there is nothing to show. What was asked for before something newer came is old.
  set(clock, asked = ++this.#news) {
    if (asked < this.#shown) return;
    this.#shown = asked;
    this.#clock = clock;
    this.#readAt = performance.now();
    this.element.hidden = !clock;
    if (!clock) return;
    if (clock.time_zone) useZone(clock.time_zone);
    this.#draw();
  }

  // The next due time changes as people register; asked for a moment later, once for many events.
  askSoon() {
    if (!this.#clock) return;
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.ask(), 700);
  }

  async ask() {
    const asked = ++this.#news;
    try {
      this.set(await control.clock(), asked);
    } catch (error) {
      if (error.status === 404) this.set(null);
    }
  }

  saw(event, id) {
    if (!this.#jump || event.type !== "message" || event.message.outgoing) return;
    this.#jump.arrived.push(this.labelOf(id));
    if (this.#jump.moved) this.#tell();
  }

  async #move(move) {
    const before = this.#time();
    const label = move.to === "next" ? this.#clock.next_label : null;
    const jump = { before, label, arrived: [], moved: 0 };
    this.#jump = jump;
    try {
      this.set(await control.moveClock(move));
    } catch (error) {
      this.#jump = null;
      return this.#say(error.message);
    }
    jump.moved = this.#time() - before;
    this.#tell();
    setTimeout(() => this.#settle(jump), SETTLES_MS);
    setTimeout(() => { if (this.#jump === jump) this.#jump = null; }, TOLD_MS);
  }

  #settle(jump) {
    if (this.#jump !== jump) return;
    jump.settled = true; // what comes later is still told, for a bot may be slow
    this.#tell();
    this.ask();
  }

  #tell() {
    const { label, arrived, moved, settled } = this.#jump;
    const news = arrived.length ? told(arrived) : settled ? "no new messages" : "waiting …";
    this.#say([`${span(moved)} later`, label].filter(Boolean).join(" · "), news);
  }

  #say(...lines) {
    this.outcome.hidden = false;
    this.outcome.replaceChildren(...lines.map((line) => h("span", { class: "line" }, line)));
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => { this.outcome.hidden = true; }, TOLD_MS);
  }

  // What time it is for the bot, or here where no clock is lent.
  time() {
    return this.#clock ? new Date(this.#time()) : new Date();
  }

  #time() {
    return new Date(this.#clock.now).getTime() + performance.now() - this.#readAt;
  }

  #draw() {
    if (!this.#clock) return;
    const now = new Date(this.#time());
    this.now.textContent = moment(now);
    this.now.dateTime = this.#clock.now;
    const { next, next_label: label } = this.#clock;
    this.toNext.disabled = !next;
    this.next.textContent = next ? `Next: ${label ?? "reminder"} in ${span(new Date(next) - now)}` : "Nothing is due";
    this.next.title = next ? moment(new Date(next)) : "";
  }
}

function told(arrived) {
  const phones = [...new Set(arrived)];
  const count = `${arrived.length} new ${arrived.length === 1 ? "message" : "messages"}`;
  return phones.length > NAMED ? `${count} on ${phones.length} phones` : `${count}: ${phones.map((label) => `\u2068${label}\u2069`).join(", ")}`;
}
