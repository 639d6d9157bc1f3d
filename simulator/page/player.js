// Voice messages and music: play, pause, and see how far it is.

import { h, icon, svg } from "./dom.js";

const BARS = 26;
let playing = null; // one sound at a time, as on a phone

export function voice({ voice: sound, file_url: url }) {
  const length = clock(sound.duration);
  const wave = svg("svg", { class: "wave", viewBox: "0 0 104 24", "aria-hidden": "true" }, ...bars());
  const label = h("span", { class: "file-about" }, length);
  const play = button("voice message", url, (audio) => {
    const share = audio.duration ? audio.currentTime / audio.duration : 0;
    [...wave.children].forEach((bar, at) => bar.classList.toggle("played", at / BARS < share));
    label.textContent = audio.paused && !audio.currentTime ? length : clock(audio.currentTime);
  });
  return h("div", { class: "voice", role: "group", "aria-label": `Voice message, ${length}`, "data-testid": "voice" }, play, h("span", { class: "file-words" }, wave, label));
}

export function music({ audio: sound, file_url: url }) {
  const title = sound.title ?? sound.file_name ?? "Audio";
  const about = h("span", { class: "file-about" }, [sound.performer, clock(sound.duration)].filter(Boolean).join(" · "));
  const bar = h("progress", { class: "played-share", max: "1", value: 0, "aria-hidden": "true" });
  const play = button(title, url, (audio) => { bar.value = audio.duration ? audio.currentTime / audio.duration : 0; });
  return h("div", { class: "voice", role: "group", "aria-label": `Audio: ${title}`, "data-testid": "audio" }, play,
    h("span", { class: "file-words" }, h("span", { class: "file-name", dir: "auto" }, title), about, bar));
}

function button(name, url, ontime) {
  const node = h("button", { type: "button", class: "play", "aria-label": `Play ${name}`, "aria-pressed": "false", "data-testid": "play" }, icon("play"));
  let audio;
  const show = () => {
    node.replaceChildren(icon(audio.paused ? "play" : "pause"));
    node.setAttribute("aria-pressed", String(!audio.paused));
    ontime(audio);
  };
  node.addEventListener("click", () => {
    if (!url) return;
    audio ??= sound(url, show);
    if (audio.paused) start(audio, node);
    else audio.pause();
  });
  return node;
}

function sound(url, show) {
  const audio = new Audio(url);
  for (const name of ["play", "pause", "timeupdate"]) audio.addEventListener(name, show);
  audio.addEventListener("ended", () => { audio.currentTime = 0; show(); });
  return audio;
}

function start(audio, node) {
  if (playing !== audio) playing?.pause();
  playing = audio;
  audio.play().catch(() => {
    node.classList.add("silent");
    node.title = "This browser cannot play it";
  });
}

function bars() {
  return Array.from({ length: BARS }, (_, at) => {
    const tall = 4 + ((at * 37 + 11) % 13) + (at % 3) * 2;
    return svg("rect", { x: at * 4, y: 12 - tall / 2, width: 2, height: tall, rx: 1 });
  });
}

export function clock(seconds = 0) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
