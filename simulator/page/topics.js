// The topics of a group as tabs; messages that bear no topic stand in the general one.

import { h, icon, walkTabs } from "./dom.js";
import { threadOf } from "./conversation.js";

export const General = 1;

export class Topics {
  current = General;
  #unseen = new Set();

  constructor(chat) {
    this.chat = chat;
    this.element = h("div", { class: "topics", role: "tablist", "aria-label": "Topics", "data-testid": "topics", hidden: true, onkeydown: walkTabs });
  }

  saw(message) {
    const thread = threadOf(message);
    if (this.chat.model().forum && thread !== this.current && !this.chat.isOwn(message)) this.#unseen.add(thread);
  }

  refresh() {
    const { forum, topics } = this.chat.model();
    this.element.hidden = !forum;
    if (!forum) return;
    const shown = [...(topics.some(({ id }) => id === General) ? [] : [{ id: General, name: "General" }]), ...topics].filter(({ hidden }) => !hidden);
    if (!shown.some(({ id }) => id === this.current)) this.current = shown[0]?.id ?? General;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.topic : null;
    this.element.replaceChildren(...shown.map((topic) => this.#tab(topic)));
    if (focused) this.element.querySelector(`[data-topic="${focused}"]`)?.focus();
  }

  #tab({ id, name, color, closed }) {
    const selected = id === this.current;
    const mark = h("span", { class: "topic-mark" });
    if (color !== undefined) mark.style.background = `#${color.toString(16).padStart(6, "0")}`;
    return h("button", { type: "button", role: "tab", class: "topic", "data-topic": id, "data-testid": "topic", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", onclick: () => this.open(id) },
      mark, h("bdi", {}, name), closed && h("span", { role: "img", "aria-label": "closed" }, icon("lock")),
      this.#unseen.has(id) && h("span", { class: "dot", role: "img", "aria-label": "new message" }));
  }

  open(id) {
    this.current = id;
    this.#unseen.delete(id);
    this.chat.openTopic();
    this.element.querySelector('[aria-selected="true"]')?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }
}
