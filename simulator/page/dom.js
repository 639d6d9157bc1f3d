// Builds elements from data. Text always becomes a text node, so nothing a bot or a person writes is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  album: "M3 7h13v13H3ZM8 7V3h13v13h-5M3 16l4-4 5 5",
  back: "M15 5l-7 7 7 7",
  channel: "M4 10v4h3l9 5V5L7 10ZM19 9.5a4 4 0 0 1 0 5",
  checks: "M2.5 12.5 7 17 15.5 7.5M12 16l1.2 1L21.5 7.5",
  forward: "M13 6l6 6-6 6M19 12H5",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 9h17M3.5 15h17M12 3c-5 5.5-5 12.5 0 18M12 3c5 5.5 5 12.5 0 18",
  grid: "M4 4h6v7H4ZM14 4h6v7h-6ZM4 14h6v6H4ZM14 14h6v6h-6Z",
  group: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.6-3.6 3-5.4 6.5-5.4s5.9 1.8 6.5 5.400M16 4.800a3.5 3.5 0 0 1 0 6.500M17.5 14.400c2.3.600 3.6 2.3 4 5.1",
  lock: "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  pause: "M8 5v14M16 5v14",
  play: "M8 5l11 7-11 7Z",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8.5 8.500h2.500V11H8.500ZM14 14h1.500v1.500H14Z",
  tack: "M9 4h6l-1 6 3 3H7l3-3ZM12 13v7",
  together: "M5 5h5v9H5ZM14 10h5v9h-5ZM12.5 7.500H17l-2-2M11.5 16.500H7l2 2",
  attach: "M20 11.5 11.8 19.7a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.6 8.6a1.7 1.7 0 0 1-2.4-2.4l7.9-7.9",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.7 5.7l12.6 12.6",
  calls: "M4 6h2M10 6h10M4 12h2M10 12h10M4 18h2M10 18h10",
  check: "M5 12.5 10 17.5 19.5 7",
  chevron: "M6 9.5 12 15.5 18 9.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  edit: "M4 20h4L19 9l-4-4L4 16ZM13 7l4 4",
  external: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  file: "M6 3h8l5 5v13H6ZM14 3v5h5",
  keyboard: "M3 6.5h18v11H3ZM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  link: "M10 14a4.5 4.5 0 0 0 6.4 0l3-3a4.5 4.5 0 0 0-6.4-6.4l-1.2 1.2M14 10a4.5 4.5 0 0 0-6.4 0l-3 3a4.5 4.5 0 0 0 6.4 6.4l1.2-1.2",
  menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  photo: "M4 5h16v14H4ZM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9h.01",
  pin: "M12 21c4.5-5 7-8.3 7-11.5A7 7 0 0 0 5 9.5C5 12.7 7.5 16 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  plus: "M12 5v14M5 12h14",
  reply: "M9 7 4 12l5 5M4 12h9a6 6 0 0 1 6 6",
  send: "M4 12 20 4l-5 16-3.5-6.5Z M11.5 13.5 20 4",
  share: "M14 5l6 5-6 5M20 10h-7c-5 0-8 3-9 8",
  sticker: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 10h.01M15.5 10h.01M8 14c2 3 6 3 8 0",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
};

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: ICONS[name] }));
}

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function iconButton(name, label, onclick, props) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

// Clipboard access needs a secure context; a page opened from another machine over plain HTTP has only the old way.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { class: "unseen", value: text });
    (document.activeElement?.closest("dialog, .sheet") ?? document.body).append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

// Arrow keys walk a list of buttons, as in every menu.
export function walkByArrows(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...event.currentTarget.querySelectorAll("button, a[href]")];
  const at = items.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
}

// In a list of tabs the arrows move on, in the direction of reading.
export function walkTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const items = [...event.currentTarget.querySelectorAll("[role=tab]")];
  const at = items.indexOf(document.activeElement);
  const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -step : step;
  event.preventDefault();
  const next = items[(at + forward + items.length) % items.length];
  next.focus();
  next.click();
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
