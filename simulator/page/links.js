// Understands the addresses a bot hands out: deep links to itself, share links, and everything else.

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);
const PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;

export function read(text, username) {
  const url = parse(text);
  if (!url) return { kind: "none" };
  if (url.protocol === "tg:") return readTg(url, username);
  if (!OPENABLE.has(url.protocol)) return { kind: "none" };
  if (isTelegram(url)) return readTelegram(url, username);
  return { kind: "web", href: url.href };
}

// What a person pastes: a whole link, a link without scheme, or just the payload.
export function payloadOf(text, username) {
  const trimmed = text.trim();
  if (PAYLOAD.test(trimmed)) return trimmed;
  const link = read(/^[a-z]+:/i.test(trimmed) ? trimmed : `https://${trimmed}`, username);
  return link.kind === "start" ? link.payload : null;
}

function parse(text) {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}

function isTelegram(url) {
  return ["t.me", "www.t.me", "telegram.me", "telegram.dog"].includes(url.hostname);
}

function readTelegram(url, username) {
  const [first, second] = url.pathname.split("/").filter(Boolean);
  if (first === "share") return share(url);
  if (!second && sameName(first, username)) return { kind: "start", payload: url.searchParams.get("start") ?? "" };
  return { kind: "web", href: url.href };
}

function readTg(url, username) {
  const name = url.searchParams.get("domain");
  if (url.hostname === "resolve" && sameName(name, username)) return { kind: "start", payload: url.searchParams.get("start") ?? "" };
  if (url.hostname === "msg_url" || url.hostname === "msg") return share(url);
  return { kind: "none" };
}

function share(url) {
  return { kind: "share", url: url.searchParams.get("url") ?? "", text: url.searchParams.get("text") ?? "" };
}

function sameName(name, username) {
  return Boolean(name && username) && name.replace(/^@/, "").toLowerCase() === username.toLowerCase();
}
