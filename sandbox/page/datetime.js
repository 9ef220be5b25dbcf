/** Words for moments and spans, in the reader's own time zone. */

import { now } from "./clock.js";

const LOCALE = "en-GB";
const STEPS = [
  [86400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
];
// https://core.telegram.org/bots/api#date-time-entity-formatting
const FORMAT = /^(?:r|w?[dD]?[tT]?)$/;
const FIELDS = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

const words = (unix, fields) => new Date(unix * 1000).toLocaleString(LOCALE, fields);

export const timeOfDay = (unix) => words(unix, FIELDS.t);
export const fullMoment = (unix) => words(unix, { ...FIELDS.w, ...FIELDS.D, ...FIELDS.T });

/** "29 min 12 s": the two largest units that count, or just the first. */
export function span(seconds, parts = 2) {
  const first = STEPS.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, unit] = STEPS[first];
  const [nextSize, nextUnit] = STEPS[first + 1] ?? [1, ""];
  const rest = Math.floor((seconds % size) / nextSize);
  const head = `${Math.floor(seconds / size)} ${unit}`;
  return parts > 1 && rest && nextUnit ? `${head} ${rest} ${nextUnit}` : head;
}

export function relative(unix, parts = 2) {
  const left = Math.round(unix - now() / 1000);
  if (left === 0) return "now";
  return left > 0 ? `in ${span(left, parts)}` : `${span(-left, parts)} ago`;
}

/** The text of a date_time entity; `original` is what the bot wrote. */
export function dateTime(unix, format, original) {
  if (!format || !FORMAT.test(format)) return original;
  if (format === "r") return relative(unix);
  return words(unix, Object.assign({}, ...[...format].map((letter) => FIELDS[letter])));
}

export function dayKey(unix) {
  return new Date(unix * 1000).toDateString();
}

export function dayLabel(key) {
  const today = new Date(now());
  if (key === today.toDateString()) return "Today";
  if (key === new Date(now() - 86400000).toDateString()) return "Yesterday";
  const day = new Date(key);
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString(LOCALE, { day: "numeric", month: "long", year });
}
