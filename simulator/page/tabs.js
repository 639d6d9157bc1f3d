// Where one phone fills the screen, a tab leads to each; a dot says that something came there.

import { h } from "./dom.js";
import { roleOf, ROLES } from "./people.js";

export class Tabs {
  constructor(element, stage, phones, onchoice) {
    this.element = element;
    this.phones = phones;
    this.onchoice = onchoice;
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), { root: stage, threshold: 0.6 });
  }

  watch(phone) {
    this.observer.observe(phone);
  }

  draw() {
    const phones = this.phones();
    this.element.hidden = phones.length < 2;
    const current = this.element.querySelector("[aria-current]")?.dataset.phone;
    this.element.replaceChildren(...phones.map((phone) => this.#tab(phone, current)));
  }

  #tab(phone, current) {
    const { id, label } = phone.person();
    const role = roleOf(phone.person());
    return h("button", { type: "button", "data-phone": id, "data-testid": "tab", "aria-current": String(id) === current ? "true" : null, dir: "auto", onclick: () => this.onchoice(id) },
      label, role !== "resident" && h("span", { class: `chip role-${role}` }, ROLES[role]), h("span", { class: "dot", hidden: true, role: "img", "aria-label": "new message" }));
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) target.dataset.seen = isIntersecting;
    const current = this.phones().find(({ element }) => element.dataset.seen === "true")?.element.dataset.phoneId;
    for (const button of this.element.children) {
      if (button.dataset.phone !== current) {
        button.removeAttribute("aria-current");
        continue;
      }
      button.setAttribute("aria-current", "true");
      button.querySelector(".dot").hidden = true;
      if (!this.element.hidden) this.element.scrollLeft = button.offsetLeft - this.element.clientWidth / 3;
    }
  }

  dot(id) {
    const phone = this.phones().find((each) => each.id === id);
    if (phone?.element.dataset.seen !== "false") return;
    const mark = this.element.querySelector(`[data-phone="${id}"] .dot`);
    if (mark) mark.hidden = false;
  }
}
