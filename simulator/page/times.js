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

const written = new Map();

// Making a format is slow, using one is fast, and a chat uses few.
function write(date, options, languages = "en-GB") {
  const key = JSON.stringify([zone, options, languages]);
  if (!written.has(key)) written.set(key, new Intl.DateTimeFormat(languages, { timeZone: zone, hourCycle: "h23", numberingSystem: "latn", calendar: "gregory", ...options }));
  return written.get(key).format(date);
}

const MINUTE = { hour: "2-digit", minute: "2-digit" };
const SECOND = { ...MINUTE, second: "2-digit" };

export const hour = (date) => write(date, MINUTE);
export const second = (date) => write(date, SECOND);

// The day stands within a chat, so it is written in the language of its phone.
export function day(date, language) {
  return write(date, { weekday: "long", day: "numeric", month: "long" }, spoken(language));
}

function spoken(language) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language).length > 0 ? [language, "en-GB"] : "en-GB";
  } catch {
    return "en-GB"; // not every word in this place is a language code
  }
}

export const moment = (date) => `${write(date, { weekday: "short", day: "numeric", month: "short" })}, ${hour(date)}`;

// A date_time entity as the phone shows it, by the letters of its format: r, or w, d or D, t or T. Null: as it was written.
export function dateTime(date, format, language, now = new Date()) {
  if (!format) return null;
  if (format.includes("r")) return relative(date - now, spoken(language));
  const options = {
    ...(format.includes("w") ? { weekday: "long" } : {}),
    ...(format.includes("D") ? { day: "numeric", month: "long", year: "numeric" } : {}),
    ...(format.includes("d") ? { day: "2-digit", month: "2-digit", year: "2-digit" } : {}),
    ...(format.includes("t") ? MINUTE : {}),
    ...(format.includes("T") ? SECOND : {}),
  };
  return Object.keys(options).length ? write(date, options, spoken(language)) : null;
}

const UNITS = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];

function relative(milliseconds, languages) {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(milliseconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(languages, { numeric: "auto" }).format(Math.round(milliseconds / length), unit);
}

export function span(milliseconds) {
  const minutes = Math.round(Math.abs(milliseconds) / 60000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} days ${hours % 24} h` : `${days} days`;
}
