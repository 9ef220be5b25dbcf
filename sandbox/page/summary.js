/** A message in one line, for replies, pins and the list of chats. */

import { fileUrl } from "./api.js";
import { h } from "./vdom.js";

const WORDS = [
  ["photo", () => "Photo"],
  ["video", () => "Video"],
  ["animation", () => "GIF"],
  ["document", ({ document }) => document.file_name ?? "Document"],
  ["audio", ({ audio }) => audio.title ?? audio.file_name ?? "Audio"],
  ["voice", () => "Voice message"],
  ["video_note", () => "Video message"],
  ["sticker", ({ sticker }) => `${sticker.emoji ?? ""} Sticker`.trim()],
  ["invoice", ({ invoice }) => `Invoice: ${invoice.title}`],
  ["contact", ({ contact }) => `Contact: ${contact.first_name}`],
  ["location", () => "Location"],
  ["poll", ({ poll }) => `Poll: ${poll.question}`],
  ["dice", ({ dice }) => `${dice.emoji} ${dice.value}`],
  ["successful_payment", () => "Payment"],
  ["pinned_message", () => "Pinned message"],
];

/** Text with the hidden parts still hidden. */
export function excerpt(message) {
  const text = message.text ?? message.caption;
  if (text) return concealed(text, message.entities ?? message.caption_entities ?? []);
  const found = WORDS.find(([name]) => name in message);
  return found ? found[1](message) : "Message";
}

function concealed(text, entities) {
  const hidden = entities.filter(({ type }) => type === "spoiler");
  return hidden.reduce((words, { offset, length }) => (
    words.slice(0, offset) + "▒".repeat(length) + words.slice(offset + length)), text);
}

/** The smallest size of a message's picture, or null. */
export function thumbnail(message) {
  const size = message.photo?.[0] ?? message.video?.thumbnail ?? message.animation?.thumbnail;
  if (!size || message.has_media_spoiler) return null;
  return h("img", { class: "thumbnail", src: fileUrl(size.file_id), alt: "", width: 34, height: 34 });
}
