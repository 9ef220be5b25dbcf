/** What hangs on a message: photos, albums, players, files, cards. */

import { fileUrl } from "./api.js";
import { bytes, duration } from "./units.js";
import { h, icon } from "./vdom.js";

/** Longest sides on screen, in CSS pixels. */
const WIDEST = 416;
const TALLEST = 320;
const NARROWEST = 120;
/** How many tiles stand in each row of an album of 1, 2, 3... */
const ROWS = [[1], [2], [1, 2], [2, 2], [2, 3], [3, 3], [2, 2, 3], [2, 3, 3], [3, 3, 3], [2, 2, 3, 3]];

const FRAMED = ["photo", "video", "animation"];
const DRAWN = {
  photo: (message, view) => figure(message, photo(message, view)),
  video: (message) => figure(message, video(message.video, message)),
  animation: (message) => figure(message, animation(message.animation, message)),
  video_note: ({ video_note: note }, view) => videoNote(note, view),
  sticker: ({ sticker }) => stickerImage(sticker),
  audio: (message) => audioCard(message),
  voice: (message) => player(message.voice, message, "Voice message"),
  document: (message, view) => documentCard(message, view),
  contact: ({ contact }) => card("person", fullName(contact), contact.phone_number),
  location: ({ location: place }) => card("place", "Location", `${place.latitude}, ${place.longitude}`),
  venue: ({ venue }) => card("place", venue.title, venue.address),
  dice: ({ dice }) => h("span", { class: "dice" }, dice.emoji, h("b", {}, dice.value)),
  poll: ({ poll }) => card("menu", poll.question, poll.options.map(({ text }) => text).join(" · ")),
};
/** Kinds the Bot API knows and this page does not draw. */
const UNKNOWN = ["game", "story", "paid_media", "checklist", "giveaway", "giveaway_winners"];

const fullName = ({ first_name: first, last_name: last }) => [first, last].filter(Boolean).join(" ");
const kindOf = (message) => (message.animation ? "animation" : message.venue ? "venue" : Object.keys(DRAWN).find((kind) => message[kind]));

/** Whether the message fills its bubble with a picture. */
export const hasFrame = (message) => FRAMED.some((kind) => message[kind]);

/** What is attached, or null; an album shows all of its messages. */
export function attachment({ message, album }, view) {
  if (album.length > 1) return hasFrame(message) ? grid(album, view) : album.map((one) => single(one, view));
  return single(message, view);
}

function single(message, view) {
  const kind = kindOf(message);
  if (kind) return DRAWN[kind](message, view);
  const unknown = UNKNOWN.find((name) => name in message);
  return unknown ? h("span", { class: "unsupported" }, `(${unknown}: this page cannot show it)`) : null;
}

function grid(album, view) {
  const spans = (ROWS[album.length - 1] ?? [3]).flatMap((count) => Array(count).fill(count));
  const tiles = album.map((message, index) => tile(message, spans[index] ?? 3, view));
  return h("div", { class: "album-grid", key: "album" }, tiles);
}

function tile(message, count, view) {
  const { chat, message_id: id } = message;
  const props = { class: "tile", key: `t${id}`, "data-row": count, "data-testid": `message-${chat.id}-${id}` };
  const inner = message.photo ? photo(message, view) : video(message.video ?? message.animation, message);
  return h("div", { ...props, oncontextmenu: (event) => view.actions.menu(message, event) }, veiled(message, inner));
}

function figure(message, inner) {
  return h("figure", { key: "figure" }, veiled(message, inner));
}

/** A media spoiler lies above until it is pressed. */
function veiled(message, inner) {
  if (!message.has_media_spoiler) return inner;
  const lift = ({ currentTarget }) => (currentTarget.parentElement.dataset.revealed = "yes");
  const veil = { type: "button", class: "veil", onclick: lift, "aria-label": "Hidden picture, press to reveal" };
  return h("div", { class: "veiled" }, inner, h("button", veil));
}

function photo(message, view) {
  const largest = message.photo.reduce((best, size) => (size.width > best.width ? size : best));
  const source = { src: fileUrl(largest.file_id), alt: "Photo", draggable: "false", oncontextmenu: guard(message) };
  const image = h("img", { ...fitted(largest), ...source });
  const onclick = (event) => view.actions.look(message, event.currentTarget);
  return h("button", { type: "button", class: "photo", "aria-label": "Open the photo", onclick }, image);
}

function fitted({ width, height }) {
  if (!width || !height) return {};
  const scale = Math.min(WIDEST / width, TALLEST / height, Math.max(1, NARROWEST / Math.min(width, height)));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Protected content offers no "save as". */
function guard(message) {
  return message.has_protected_content ? (event) => event.preventDefault() : null;
}

function source(file, message) {
  const list = message.has_protected_content ? "nodownload noremoteplayback" : "noremoteplayback";
  return { src: fileUrl(file.file_id), controlslist: list, disablepictureinpicture: true, oncontextmenu: guard(message) };
}

function video(file, message) {
  return h("video", { ...fitted(file), ...source(file, message), controls: true, playsinline: true, preload: "metadata" });
}

/** Moves by itself, except for readers who asked for less motion. */
function animation(file, message) {
  if (file.mime_type?.startsWith("image/")) return h("img", { ...fitted(file), src: fileUrl(file.file_id), alt: "GIF" });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ref = (node) => { node.muted = true; };
  const moves = { ref, loop: true, muted: true, playsinline: true, autoplay: !calm, controls: calm };
  return h("video", { ...fitted(file), ...source(file, message), ...moves });
}

function videoNote(note) {
  return h("video", { class: "video-note", src: fileUrl(note.file_id), controls: true, playsinline: true, preload: "metadata" });
}

function stickerImage(sticker) {
  const props = { class: "sticker", src: fileUrl(sticker.file_id), alt: `Sticker ${sticker.emoji ?? ""}` };
  return h("img", { ...props, ...fitted(sticker) });
}

function audioCard(message) {
  const { audio } = message;
  const about = [audio.performer, duration(audio.duration), bytes(audio.file_size)].filter(Boolean).join(" · ");
  const title = audio.title ?? audio.file_name ?? "Audio";
  return h("div", { class: "audio" }, card("music", title, about), player(audio, message, title));
}

function player(file, message, label) {
  return h("audio", { ...source(file, message), controls: true, preload: "metadata", "aria-label": label });
}

function documentCard(message, view) {
  const { document: file } = message;
  const name = file.file_name ?? "document";
  const kind = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  const words = h("span", { class: "attached-words" }, h("b", { dir: "auto" }, name), h("small", {}, bytes(file.file_size)));
  const face = [h("span", { class: "attached-icon" }, icon("file"), h("i", {}, kind)), words];
  const props = { class: "document attached", key: `d${message.message_id}` };
  if (message.has_protected_content) return lockedCard(props, face, view);
  return h("a", { ...props, href: fileUrl(file.file_id), download: name }, face, icon("download"));
}

function lockedCard(props, face, { actions }) {
  const onclick = () => actions.notify("This file is protected: it cannot be saved.");
  return h("button", { ...props, type: "button", onclick }, face, icon("lock"));
}

function card(name, title, about) {
  const words = h("span", { class: "attached-words" }, h("b", { dir: "auto" }, title), h("small", {}, about));
  return h("div", { class: "attached" }, h("span", { class: "attached-icon" }, icon(name)), words);
}
