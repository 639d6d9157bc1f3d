// Drives all phones together: what is done on one is done on every other, by the place of the button.

const SETTLES_MS = 700;

export class Together {
  on = false;
  #timer;

  // `phones` lists all of them; `announce` tells how many could follow.
  constructor(phones, announce) {
    this.phones = phones;
    this.announce = announce;
  }

  switch(on) {
    this.on = on;
    if (on) this.compareSoon();
    else for (const phone of this.phones()) mark(phone, false);
  }

  // `does` acts in one chat and answers false where there is no such button.
  async act(lead, does) {
    const result = does(lead);
    if (!this.on) return result;
    const others = this.phones().map((phone) => phone.home()).filter((chat) => chat !== lead && !chat.person().blocked);
    const followed = others.filter((chat) => {
      chat.phone.show(chat.id);
      const done = does(chat);
      if (done === false) chat.toast("There is no such button here.", "error");
      return done !== false;
    });
    this.announce(`Done on ${followed.length + 1} of ${others.length + 1} phones`);
    return result;
  }

  compareSoon() {
    if (!this.on) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compare(), SETTLES_MS);
  }

  // Translations may not change which buttons there are: whoever shows others than more than half do is marked.
  #compare() {
    const shapes = this.phones().map((phone) => [phone, shapeOf(phone)]);
    const usual = ofMost(shapes.map(([, shape]) => shape));
    for (const [phone, shape] of shapes) mark(phone, usual !== undefined && shape !== usual);
  }
}

function shapeOf(phone) {
  const message = phone.home().model().messages.findLast((each) => !each.outgoing && !each.deleted);
  return JSON.stringify((message?.reply_markup?.inline_keyboard ?? []).map((row) => row.length));
}

function ofMost(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].find(([, count]) => count > values.length / 2)?.[0];
}

function mark(phone, differs) {
  const chip = phone.caption.querySelector(".chip-differs");
  if (chip) chip.hidden = !differs;
}
