// Draws what a message carries besides text: documents, pictures, voices, places, people.

import { h, icon, svg } from "./dom.js";

const UNITS = ["bytes", "KB", "MB"];

export function attachments(message) {
  return [
    message.venue && place(message.venue.location, message.venue),
    message.location && !message.venue && place(message.location),
    message.photo?.length && photo(message),
    message.sticker && sticker(message),
    (message.voice ?? message.audio) && voice(message),
    message.video && video(message),
    message.document && file(message),
    message.contact && person(message.contact),
    message.poll && h("p", { class: "aside" }, `Poll: ${message.poll.question}`),
    message.dice && h("p", { class: "big-emoji" }, message.dice.emoji),
  ].filter(Boolean);
}

function file(message) {
  const { file_name: name = "File", file_size: size } = message.document;
  const about = [size !== undefined && sized(size), message.document.mime_type].filter(Boolean).join(" · ");
  const words = [h("span", { class: "file-name", dir: "auto" }, name), h("span", { class: "file-about" }, about)];
  const parts = [h("span", { class: "file-mark" }, icon("file")), h("span", { class: "file-words" }, words)];
  if (!message.file_url) return h("div", { class: "file", "data-testid": "document" }, parts);
  return h("a", { class: "file", href: message.file_url, download: name, "data-testid": "document", "aria-label": `Download ${name}, ${about}` }, parts);
}

function sized(bytes) {
  const power = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const number = bytes / 1024 ** power;
  return `${number >= 10 || power === 0 ? Math.round(number) : number.toFixed(1)} ${UNITS[power]}`;
}

function photo(message) {
  const { width, height } = message.photo.at(-1);
  const missing = () => h("div", { class: "photo-missing", role: "img", "aria-label": "Photo" }, icon("photo"));
  if (!message.file_url) return missing();
  const image = h("img", { class: "photo", src: message.file_url, width, height, alt: message.caption ? "Photo, described below" : "Photo", "data-testid": "photo" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return h("a", { href: message.file_url, target: "_blank", rel: "noopener noreferrer", "aria-label": "Open the photo" }, image);
}

function sticker(message) {
  const emoji = message.sticker.emoji ?? "🙂";
  return h("p", { class: "big-emoji", role: "img", "aria-label": `Sticker ${emoji}` }, emoji);
}

function voice(message) {
  const { duration = 0 } = message.voice ?? message.audio;
  const length = `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`;
  const bars = Array.from({ length: 26 }, (_, at) => 4 + ((at * 37 + 11) % 13) + (at % 3) * 2);
  const wave = svg("svg", { class: "wave", viewBox: "0 0 104 24", "aria-hidden": "true" },
    ...bars.map((tall, at) => svg("rect", { x: at * 4, y: 12 - tall / 2, width: 2, height: tall, rx: 1 })));
  const play = h("button", { type: "button", class: "play", "aria-label": "Play voice message" }, icon("mic"));
  play.addEventListener("click", () => message.file_url && new Audio(message.file_url).play().catch(() => play.classList.add("silent")));
  return h("div", { class: "voice", role: "group", "aria-label": `Voice message, ${length}` }, play, wave, h("span", { class: "file-about" }, length));
}

function video(message) {
  return message.file_url ? h("video", { class: "photo", src: message.file_url, controls: true }) : h("p", { class: "aside" }, "Video");
}

function person(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "file" }, h("span", { class: "file-mark" }, icon("contact")),
    h("span", { class: "file-words" }, h("span", { class: "file-name", dir: "auto" }, name), h("span", { class: "file-about" }, contact.phone_number)));
}

function place({ latitude, longitude }, venue) {
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("a", {
    class: "place",
    "data-testid": venue ? "venue" : "location",
    href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`,
    target: "_blank",
    rel: "noopener noreferrer",
    "aria-label": `Map: ${venue ? `${venue.title}, ${venue.address}` : coordinates}. Opens OpenStreetMap`,
  }, drawnMap(latitude, longitude), h("span", { class: "place-words" },
    venue && h("strong", { dir: "auto" }, venue.title),
    venue && h("span", { dir: "auto" }, venue.address),
    h("span", { class: "coordinates", dir: "ltr" }, coordinates)));
}

// Streets are made up from the coordinates: the same place always looks the same, and nothing is fetched.
function drawnMap(latitude, longitude) {
  const next = numbers(Math.round(latitude * 1e4) * 31 + Math.round(longitude * 1e4));
  const map = svg("svg", { class: "map", viewBox: "0 0 260 120", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" });
  map.append(svg("rect", { class: "map-land", width: 260, height: 120 }));
  map.append(svg("path", { class: "map-park", d: `M${next(40)} ${next(20)}h${50 + next(40)}l${10 + next(20)} ${30 + next(20)}h-${60 + next(40)}Z` }));
  for (let at = 0; at < 5; at++) map.append(street("map-street", next, at * 58 - 10));
  map.append(svg("path", { class: "map-road", d: `M-5 ${70 + next(30)}C80 ${40 + next(30)} 150 ${60 + next(20)} 265 ${20 + next(40)}` }));
  map.append(svg("path", { class: "map-street", d: `M-5 ${20 + next(20)}L265 ${50 + next(60)}` }));
  map.append(svg("ellipse", { class: "map-shadow", cx: 130, cy: 76, rx: 9, ry: 3 }));
  map.append(svg("path", { class: "map-pin", d: "M130 75c10-13 16-19 16-28a16 16 0 1 0-32 0c0 9 6 15 16 28Z" }));
  map.append(svg("circle", { class: "map-dot", cx: 130, cy: 47, r: 6 }));
  return map;
}

function street(name, next, left) {
  const lean = next(40) - 20;
  return svg("path", { class: name, d: `M${left + next(30)} -5L${left + next(30) + lean} 125` });
}

function numbers(seed) {
  let state = Math.abs(seed) || 1;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
