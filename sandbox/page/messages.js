/** The messages of one chat on screen, and a scroll position that respects the reader. */

import { dayLabel } from "./datetime.js";
import { part, setText } from "./dom.js";
import { messageView } from "./message.js";
import { timeline } from "./timeline.js";
import { h, patch } from "./vdom.js";

const NEAR_BOTTOM = 40;
const NEAR_TOP = 400;
/** How many messages are drawn at first, and how many more when the reader comes to the top. */
const PAGE = 150;

export class MessageList {
  #drawn = new Map();
  #messages = [];
  #shown = PAGE;
  #newFrom = null;
  #stuck = true;
  #size = "";
  #view = null;

  /** seen() is called when the reader is at the end of the chat. */
  constructor(root, seen) {
    this.scroller = part(root, "scroller");
    this.list = part(root, "messages");
    this.pill = part(root, "pill");
    this.seen = seen;
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.scroller.addEventListener("keydown", (event) => this.#walk(event));
    this.pill.addEventListener("click", () => this.toBottom("smooth"));
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(this.scroller);
    resized.observe(this.list);
  }

  get isEmpty() {
    return this.#messages.length === 0;
  }

  /** Whether new messages come into the reader's sight by themselves. */
  get isAtEnd() {
    return this.#stuck;
  }

  /** Another chat: from the line above what is new, else from the end. */
  open(messages, view, newFrom) {
    this.#drawn.clear();
    this.#newFrom = newFrom;
    this.#messages = [];
    this.#shown = PAGE;
    this.#include(messages, newFrom);
    patch(this.list, []);
    this.#draw(messages, view);
    this.toBottom();
    this.#toNewLine();
  }

  /** The same chat after any change; the reader stays where they read. */
  show(messages, view) {
    const own = this.#hasOwnNews(messages, view.me);
    if (own) this.#newFrom = null;
    this.#stuck = own || this.#isStuck();
    this.#shown += Math.max(0, messages.length - this.#messages.length);
    this.#draw(messages, view);
    if (this.#stuck) this.toBottom();
    this.#showPill();
  }

  /** Draws a line above this message; without an id the line goes. */
  markNew(messageId) {
    this.#newFrom = messageId;
  }

  /** How many messages the reader has not seen yet. */
  count(unread) {
    this.unread = unread;
    this.#showPill();
  }

  /** "Today" moves with the clock. */
  refreshDays() {
    for (const section of this.list.children) setText(section.firstChild, dayLabel(section.dataset.day));
  }

  jump(messageId) {
    this.#include(this.#messages, messageId);
    this.#draw(this.#messages, this.#view);
    const root = this.list.querySelector(`[data-id="${messageId}"]`) ?? this.list.querySelector(`[data-testid$="-${messageId}"]`);
    root?.scrollIntoView({ block: "center", behavior: "smooth" });
    root?.animate([{}, { backgroundColor: "#3f8ae042" }, {}], 1400);
    return Boolean(root);
  }

  toBottom(behavior = "instant") {
    this.#stuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.#showPill();
    this.seen();
  }

  #toNewLine() {
    const line = this.list.querySelector(".new-line");
    if (!line) return;
    line.scrollIntoView({ block: "start" });
    this.#stuck = this.#isNearBottom();
  }

  /** An own message is a wish to see the end of the chat. */
  #hasOwnNews(messages, me) {
    const known = this.#messages.at(-1)?.message_id ?? 0;
    return messages.some(({ message_id: id, from }) => id > known && from?.id === me);
  }

  /** Makes sure that a message is among those that are drawn. */
  #include(messages, messageId) {
    const index = messages.findIndex(({ message_id: id }) => id === messageId);
    if (index >= 0) this.#shown = Math.max(this.#shown, messages.length - index + 1);
  }

  #draw(messages, view) {
    this.#messages = messages;
    this.#view = view;
    const days = timeline(messages.slice(-this.#shown), this.#newFrom, view.me);
    patch(this.list, days.map((day) => this.#day(day)));
  }

  #day({ day, items }) {
    const label = h("h3", { class: "day-label" }, dayLabel(day));
    return h("section", { class: "day", "data-day": day, key: day }, label, items.flatMap((item) => this.#item(item)));
  }

  #item(item) {
    const line = item.isNew ? h("div", { class: "new-line", role: "separator", key: "new" }, "New messages") : null;
    return [line, this.#message(item)].filter(Boolean);
  }

  /** The view of an unchanged message is the same object, which patch() passes over. */
  #message(item) {
    const id = item.message.message_id;
    const { reactions, payments } = this.#view;
    const basis = [...item.album, item.first, item.last, JSON.stringify(reactions[id]), item.message.invoice && payments];
    const before = this.#drawn.get(id);
    if (before && isSame(before.basis, basis)) return before.shown;
    const shown = messageView(item, this.#view);
    this.#drawn.set(id, { basis, shown });
    return shown;
  }

  #resized() {
    this.#size = this.#measure();
    if (this.#stuck) this.toBottom();
  }

  #measure() {
    return `${this.scroller.scrollHeight} ${this.scroller.clientHeight}`;
  }

  #isNearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  /** A new layout moves the end away, but that is not the reader's wish; #resized follows. */
  #isStuck() {
    return this.#measure() === this.#size ? this.#isNearBottom() : this.#stuck;
  }

  #scrolled() {
    const wantsEarlier = this.scroller.scrollTop < NEAR_TOP && this.#shown < this.#messages.length;
    this.#stuck = !wantsEarlier && this.#isStuck();
    this.#showPill();
    if (this.#stuck) this.seen();
    else if (wantsEarlier) this.#showEarlier();
  }

  /** What comes in above must not move what is being read. */
  #showEarlier() {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#shown += PAGE;
    this.#draw(this.#messages, this.#view);
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  #showPill() {
    this.pill.hidden = this.#stuck;
    const count = part(this.pill, "count");
    count.hidden = !this.unread;
    setText(count, String(this.unread || ""));
    this.pill.setAttribute("aria-label", this.unread ? `To the newest, ${this.unread} unread` : "To the newest message");
  }

  /** Up and down go from message to message; Enter opens the menu of one. */
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const current = event.target.closest?.("article");
    if (event.target !== this.scroller && event.target !== current) return;
    if (!step && !(current && event.key === "Enter")) return;
    event.preventDefault();
    if (step) this.#go(current, step);
    else current.querySelector(".more-button")?.click();
  }

  #go(current, step) {
    const all = [...this.list.querySelectorAll("article")];
    const next = current ? all[all.indexOf(current) + step] : all.at(-1);
    (next ?? this.scroller).focus();
  }
}

function isSame(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
