// Writes points in time as a phone does. The clock may name its time zone; else the reader's own is used.

let zone;

export function useZone(name) {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

function write(date, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options }).format(date);
}

export const hour = (date) => write(date, { hour: "2-digit", minute: "2-digit" });
export const second = (date) => write(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// The day stands within a chat, so it is written in the language of its phone.
export function day(date, language) {
  return new Intl.DateTimeFormat(known(language) ? [language, "en-GB"] : "en-GB", { timeZone: zone, numberingSystem: "latn", calendar: "gregory", weekday: "long", day: "numeric", month: "long" }).format(date);
}

function known(language) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false; // not every word in this place is a language code
  }
}

export const moment = (date) => `${write(date, { weekday: "short", day: "numeric", month: "short" })}, ${hour(date)}`;

export function span(milliseconds) {
  const minutes = Math.round(Math.abs(milliseconds) / 60000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} days ${hours % 24} h` : `${days} days`;
}
