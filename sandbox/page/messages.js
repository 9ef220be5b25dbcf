/** The messages of one chat: days, order, and a scroll position that respects the reader. */

import { dayKey, dayLabel } from "./datetime.js";
import { el, part, setText } from "./dom.js";
import { MessageView } from "./message.js";

const NEAR_BOTTOM = 40;

export class MessageList {
  #views = new Map();
  #stuck = true;
  #size = "";
  #unseen = 0;

  constructor(root, actions) {
    this.scroller = part(root, "scroller");
    this.list = part(root, "messages");
    this.pill = part(root, "pill");
    this.actions = { ...actions, jump: (id) => this.#jump(id) };
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.pill.addEventListener("click", () => this.#toBottom("smooth"));
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(this.scroller);
    resized.observe(this.list);
  }

  get isEmpty() {
    return this.#views.size === 0;
  }

  /** Another chat: everything is drawn anew, from the bottom. */
  open(personId, messages) {
    this.personId = personId;
    this.#views.clear();
    this.list.replaceChildren();
    for (const message of messages) this.#append(message);
    this.#toBottom();
  }

  /** The same chat after a lost connection: only differences touch the page. */
  reconcile(messages) {
    const known = new Map(messages.map((message) => [message.message_id, message]));
    this.#keepingPlace(() => {
      for (const id of [...this.#views.keys()]) if (!known.has(id)) this.#drop(id);
      for (const message of messages) this.#put(message);
    });
  }

  add(message) {
    const own = message.from?.id === this.personId;
    const stuck = this.#keepingPlace(() => this.#put(message));
    if (own) this.#toBottom();
    else if (!stuck) this.#showPill(this.#unseen + 1);
  }

  edit(message) {
    this.#keepingPlace(() => this.#views.get(message.message_id)?.update(message));
  }

  remove(messageId) {
    this.#keepingPlace(() => this.#drop(messageId));
  }

  /** "Today" moves with the clock. */
  refreshDays() {
    for (const section of this.list.children) setText(section.firstChild, dayLabel(section.dataset.day));
  }

  #put(message) {
    const view = this.#views.get(message.message_id);
    if (view) view.update(message);
    else this.#append(message);
  }

  #append(message) {
    const view = new MessageView(message, this.personId, this.actions);
    this.#views.set(message.message_id, view);
    this.#section(dayKey(message.date)).append(view.root);
  }

  #section(day) {
    const last = this.list.lastElementChild;
    if (last?.dataset.day === day) return last;
    const section = el("section", { class: "day", "data-day": day });
    section.append(el("h3", { class: "day-label" }, dayLabel(day)));
    this.list.append(section);
    return section;
  }

  #drop(messageId) {
    const root = this.#views.get(messageId)?.root;
    const section = root?.parentElement;
    this.#views.delete(messageId);
    root?.remove();
    if (section?.children.length === 1) section.remove();
  }

  #keepingPlace(change) {
    this.#stuck = this.#isNearBottom();
    change();
    if (this.#stuck) this.#toBottom();
    return this.#stuck;
  }

  #resized() {
    this.#size = this.#measure();
    if (this.#stuck) this.#toBottom();
  }

  #measure() {
    return `${this.scroller.scrollHeight} ${this.scroller.clientHeight}`;
  }

  #isNearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  /** A new layout scrolls too, but that is not the reader's wish; #resized follows. */
  #scrolled() {
    if (this.#measure() !== this.#size) return;
    this.#stuck = this.#isNearBottom();
    if (this.#stuck) this.#showPill(0);
  }

  #toBottom(behavior = "instant") {
    this.#stuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.#showPill(0);
  }

  #showPill(unseen) {
    this.#unseen = unseen;
    this.pill.hidden = unseen === 0;
    setText(part(this.pill, "count"), unseen === 1 ? "1 new message" : `${unseen} new messages`);
  }

  #jump(messageId) {
    const root = this.#views.get(messageId)?.root;
    root?.scrollIntoView({ block: "center", behavior: "smooth" });
    root?.animate([{ opacity: 0.3 }, { opacity: 1 }], 900);
  }
}
