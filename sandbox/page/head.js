/** The head of a column: which chat is open, what happens there, and whose screen this is. */

import { part, setText } from "./dom.js";
import { chatTitle, hueOf, initials } from "./names.js";
import { fillPeople, paintAvatar } from "./people.js";

const ACTIONS = {
  typing: "typing",
  upload_photo: "sending a photo",
  record_video: "recording a video",
  upload_video: "sending a video",
  record_voice: "recording a voice message",
  upload_voice: "sending a voice message",
  upload_document: "sending a file",
  choose_sticker: "choosing a sticker",
  find_location: "looking for a place",
  record_video_note: "recording a video message",
  upload_video_note: "sending a video message",
};
const ACTION_LASTS = 5000;

export class ColumnHead {
  #timer = 0;
  #chat = null;

  constructor(root, world, choose) {
    Object.assign(this, { root, world });
    this.status = part(root, "status");
    part(root, "person").addEventListener("change", ({ target }) => choose(Number(target.value)));
  }

  show(person, chat) {
    this.#chat = chat;
    const title = chatTitle(chat, this.world);
    const avatar = part(this.root, "bot-avatar");
    const face = chat.type === "private" ? this.world.botById(chat.bot_id) : { title };
    setText(avatar, initials(face ?? {}));
    avatar.dataset.hue = hueOf(chat.type === "private" ? chat.bot_id : chat.id);
    setText(part(this.root, "bot-name"), title);
    paintAvatar(part(this.root, "avatar"), person);
    setText(part(this.root, "role"), person.role);
    fillPeople(part(this.root, "person"), this.world.people, person.id);
    if (!this.#timer) this.#idle();
  }

  /** event of type "action", or null when nothing goes on. */
  showAction(event) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!event) return this.#idle();
    this.#timer = setTimeout(() => this.showAction(null), ACTION_LASTS);
    this.#say(this.#actionWords(event), true);
  }

  #actionWords({ action, from }) {
    const words = ACTIONS[action] ?? "busy";
    return this.#chat?.type === "private" ? words : `${this.world.nameOf(from)} is ${words}`;
  }

  #idle() {
    if (!this.#chat) return;
    const { type, members } = this.#chat;
    this.#say(type === "private" ? "bot" : count(members), false);
  }

  #say(words, isBusy) {
    this.status.classList.toggle("busy", isBusy);
    setText(this.status, words);
  }
}

function count(members) {
  const present = members.filter(({ status }) => status !== "left" && status !== "kicked").length;
  return present === 1 ? "1 member" : `${present} members`;
}
