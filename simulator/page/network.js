// The line between bot and simulator: how slow it is, whether Telegram's limits hold, whether calls fail now and then.

import { control } from "./api.js";
import { h } from "./dom.js";

const DELAYS = [0, 50, 300, 1000];
const SOME = 20; // per thousand calls
const KINDS = ["error_5xx", "drop_before", "drop_after", "slow", "reset"];

export class Network {
  #known = {};

  constructor() {
    this.delay = h("select", { "aria-label": "Network delay", "data-testid": "network-delay", onchange: () => this.#set({ delay_ms: Number(this.delay.value) }) },
      DELAYS.map((ms) => h("option", { value: ms }, ms ? `${ms} ms delay` : "No delay")));
    this.limits = h("input", { type: "checkbox", "data-testid": "network-limits", onchange: () => this.#set({ limits: this.limits.checked }) });
    this.faults = h("input", { type: "checkbox", "data-testid": "network-faults", onchange: () => this.#set({ faults: faults(this.faults.checked ? SOME : 0) }) });
    this.privacy = h("input", { type: "checkbox", "data-testid": "bot-privacy", onchange: () => control.setBot({ privacy: this.privacy.checked }) });
    this.inline = h("input", { type: "checkbox", "data-testid": "bot-inline", onchange: () => control.setBot({ inline: this.inline.checked }) });
    this.bot = h("div", { class: "calls-filters", role: "group", "aria-label": "The bot", hidden: true },
      h("label", { title: "In groups the bot sees only what is meant for it" }, this.privacy, "Privacy mode"), h("label", { title: "The bot answers when its name is typed in any chat" }, this.inline, "Inline mode"));
    this.element = h("div", { class: "calls-filters", role: "group", "aria-label": "Network", hidden: true },
      this.delay, h("label", {}, this.limits, "Limits"), h("label", { title: `${SOME} in a thousand calls for each kind of fault` }, this.faults, "Faults"));
  }

  // What is set with Telegram's @BotFather.
  setBot({ privacy, inline }) {
    this.bot.hidden = privacy === undefined;
    this.privacy.checked = Boolean(privacy);
    this.inline.checked = Boolean(inline);
  }

  async read() {
    try {
      this.#show(await control.network());
    } catch {
      this.element.hidden = true;
    }
  }

  async #set(change) {
    try {
      this.#show(await control.setNetwork({ ...this.#known, ...change }));
    } catch {
      this.#show(this.#known);
    }
  }

  #show(network) {
    this.#known = { delay_ms: network.delay_ms ?? 0, limits: Boolean(network.limits), faults: network.faults ?? {} };
    const { delay_ms: delay, limits, faults: failing } = this.#known;
    if (!DELAYS.includes(delay) && !this.delay.querySelector(`[value="${delay}"]`)) this.delay.append(h("option", { value: delay }, `${delay} ms delay`));
    this.delay.value = String(delay);
    this.limits.checked = limits;
    this.faults.checked = KINDS.some((kind) => failing[kind] > 0);
    this.element.hidden = false;
  }
}

function faults(each) {
  return Object.fromEntries(KINDS.map((kind) => [kind, each]));
}
