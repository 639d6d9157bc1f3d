// Draws what a message carries besides text: pictures, albums, films, sounds, documents, places, people.

import { h, icon } from "./dom.js";
import { place } from "./map.js";
import { clock, music, voice } from "./player.js";

const UNITS = ["bytes", "KB", "MB"];

export function attachments(messages, chat) {
  const seen = messages.filter((message) => message.photo?.length || message.video);
  if (seen.length > 1) return [album(seen, chat)];
  return messages.flatMap((message) => carried(message, chat));
}

function carried(message, chat) {
  return [
    message.venue && place(message.venue.location, message.venue),
    message.location && !message.venue && place(message.location),
    message.photo?.length && covered(message, photo(message), chat),
    message.sticker && sticker(message),
    message.voice && voice(message),
    message.audio && music(message),
    message.video && covered(message, video(message), chat),
    message.animation && covered(message, animation(message), chat),
    message.video_note && h("div", { class: "round" }, film(message, { loop: true })),
    message.document && !message.animation && file(message),
    message.contact && person(message.contact),
    message.poll && poll(message.poll),
    message.dice && h("p", { class: "big-emoji", role: "img", "aria-label": `${message.dice.emoji} shows ${message.dice.value}`, title: String(message.dice.value) }, message.dice.emoji),
  ].filter(Boolean);
}

// Two or three stand side by side, more in rows; an odd one takes a row of its own.
function album(messages, chat) {
  const cells = messages.map((message) => h("div", { class: `album-cell${message.deleted ? " gone" : ""}`, "data-message-id": message.message_id }, covered(message, message.photo ? photo(message) : video(message), chat)));
  return h("div", { class: `album of-${Math.min(messages.length, 4)}${messages.length % 2 ? " odd" : ""}`, role: "group", "aria-label": `Album of ${messages.length}`, "data-testid": "album" }, cells);
}

// A picture with a spoiler is blurred until it is tapped.
function covered(message, node, chat) {
  if (!message.has_media_spoiler || chat.revealed.has(message.message_id)) return node;
  const cover = h("button", { type: "button", class: "cover", "aria-label": "Hidden picture. Show", "data-testid": "media-spoiler" });
  const whole = h("div", { class: "covered" }, node, cover);
  cover.addEventListener("click", () => {
    chat.revealed.add(message.message_id);
    whole.replaceWith(node);
  });
  return whole;
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

function missing(name = "Photo") {
  return h("div", { class: "photo-missing", role: "img", "aria-label": name }, icon("photo"));
}

function photo(message) {
  const { width, height } = message.photo.at(-1);
  if (!message.file_url) return missing();
  const image = h("img", { class: "photo", src: message.file_url, width, height, alt: message.caption ? "Photo, described below" : "Photo", "data-testid": "photo" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return h("a", { class: "photo-link", href: message.file_url, target: "_blank", rel: "noopener noreferrer", "aria-label": "Open the photo" }, image);
}

function sticker(message) {
  const emoji = message.sticker.emoji ?? "🙂";
  const plain = h("p", { class: "big-emoji", role: "img", "aria-label": `Sticker ${emoji}`, "data-testid": "sticker" }, emoji);
  if (!message.file_url || message.sticker.is_animated || message.sticker.is_video) return plain;
  const image = h("img", { class: "sticker", src: message.file_url, alt: `Sticker ${emoji}`, "data-testid": "sticker" });
  image.addEventListener("error", () => image.replaceWith(plain));
  return image;
}

function video(message) {
  const { duration, width, height } = message.video;
  if (!message.file_url) return missing("Video");
  return h("div", { class: "film", "data-testid": "video" }, film(message, { controls: true, width, height }), h("span", { class: "film-length" }, clock(duration)));
}

function animation(message) {
  const { width, height } = message.animation;
  if (!message.file_url) return missing("GIF");
  return h("div", { class: "film", "data-testid": "animation" }, film(message, { loop: true, controls: true, width, height }), h("span", { class: "film-length" }, "GIF"));
}

function film(message, props) {
  const node = h("video", { class: "photo", src: message.file_url, preload: "metadata", playsinline: true, "aria-label": message.caption ? "Video, described below" : "Video", ...props });
  node.muted = Boolean(props.loop);
  node.addEventListener("error", () => node.replaceWith(missing("Video")));
  return node;
}

function person(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "file", "data-testid": "contact" }, h("span", { class: "file-mark" }, icon("contact")),
    h("span", { class: "file-words" }, h("span", { class: "file-name", dir: "auto" }, name), h("span", { class: "file-about", dir: "ltr" }, contact.phone_number)));
}

function poll({ question, options = [] }) {
  return h("div", { class: "poll" }, h("strong", { dir: "auto" }, question), h("ul", {}, options.map(({ text, voter_count: votes = 0 }) => h("li", { dir: "auto" }, `${text} · ${votes}`))));
}
