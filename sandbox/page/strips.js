/** The strips below a column's head: the person's chats, a forum's topics, the pinned message. */

import { part, setText } from "./dom.js";
import { chatTitle, hueOf, initials } from "./names.js";
import { excerpt, thumbnail } from "./summary.js";
import { h, patch } from "./vdom.js";

/** Telegram's General topic has no thread id in messages; here it is 1, as in the topic list. */
export const GENERAL = 1;
export const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : GENERAL);

export class ChatStrip {
  constructor(root, choose) {
    this.root = part(root, "chat-strip");
    this.choose = choose;
    walkable(this.root);
  }

  show(chats, chosen, personId, world) {
    this.root.hidden = chats.length < 2;
    patch(this.root, chats.map((chat) => this.#tab(chat, chat.key === chosen.key, personId, world)));
  }

  #tab(chat, isChosen, personId, world) {
    const unread = world.unread(chat, personId);
    const title = chatTitle(chat, world);
    const face = chat.type === "private" ? world.botById(chat.bot_id) : { title, id: chat.id };
    const props = tab(chat.key, isChosen, () => this.choose(chat.key));
    const label = unread ? `${title}, ${unread} unread` : title;
    return h("button", { ...props, "data-testid": `chat-${chat.key}`, "aria-label": label },
      h("span", { class: "avatar tiny", "data-hue": hueOf(face?.id), "aria-hidden": "true" }, initials(face ?? {})),
      h("span", { class: "strip-name", dir: "auto" }, title),
      unread ? h("b", { class: "badge" }, unread) : null);
  }
}

export class TopicStrip {
  constructor(root, choose) {
    this.root = part(root, "topic-strip");
    this.choose = choose;
    walkable(this.root);
  }

  /** fresh: the ids of topics with messages nobody looked at. */
  show(chat, chosen, fresh) {
    const topics = chat.is_forum ? chat.topics.filter(({ hidden }) => !hidden) : [];
    this.root.hidden = topics.length === 0;
    patch(this.root, topics.map((topic) => this.#tab(topic, topic.message_thread_id === chosen, fresh)));
  }

  #tab({ message_thread_id: id, name, closed }, isChosen, fresh) {
    const props = tab(`t${id}`, isChosen, () => this.choose(id));
    return h("button", { ...props, "data-testid": `topic-${id}` },
      h("span", { class: "strip-name", dir: "auto" }, closed ? `🔒 ${name}` : name),
      fresh.has(id) ? h("b", { class: "badge dot", "aria-label": "new messages" }) : null);
  }
}

export class PinBar {
  #index = 0;

  constructor(root, jump) {
    this.root = part(root, "pin-bar");
    this.jump = jump;
    this.root.addEventListener("click", () => this.#press());
  }

  show(chat, messages) {
    const found = chat.pinned.map((id) => messages.find((one) => one.message_id === id)).filter(Boolean);
    this.pins = found;
    this.root.hidden = found.length === 0;
    this.#index = Math.min(this.#index, Math.max(0, found.length - 1));
    if (found.length) this.#draw();
  }

  /** Each press shows a pin and offers the one before it. */
  #press() {
    this.jump(this.pins[this.#index].message_id);
    this.#index = (this.#index + 1) % this.pins.length;
    this.#draw();
  }

  #draw() {
    const pin = this.pins[this.#index];
    const place = this.pins.length > 1 ? ` ${this.#index + 1} of ${this.pins.length}` : "";
    setText(part(this.root, "pin-title"), `Pinned message${place}`);
    setText(part(this.root, "pin-text"), excerpt(pin));
    patch(part(this.root, "pin-picture"), [thumbnail(pin)].filter(Boolean));
  }
}

function tab(key, isChosen, onclick) {
  return { key, type: "button", role: "tab", "aria-selected": String(isChosen), tabindex: isChosen ? "0" : "-1", onclick };
}

/** Arrows go from tab to tab. */
function walkable(strip) {
  strip.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...strip.children];
    const next = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
    next.click();
    next.focus();
  });
}
