/** Paying an invoice: the price, what the shop wants to know, the wait for the bot, the outcome. */

import { post } from "./api.js";
import { openOver } from "./overlay.js";
import { price } from "./units.js";
import { h, icon, patch } from "./vdom.js";

const WAITING = {
  shipping: "The bot works out the delivery…",
  pre_checkout: "The bot checks the order. It has 10 seconds.",
};
const ENDED = new Set(["paid", "refused", "expired"]);
/** The sandbox's words when an invoice wants to know the payer. */
const ASKS_ORDER = /^The bot needs the /;
const PAID_SHOWN = 1400;
const ADDRESS = { country_code: "DE", state: "", city: "Berlin", street_line1: "Unter den Linden 1", street_line2: "", post_code: "10117" };
const FIELDS = [
  ["name", "Name", "name"],
  ["phone_number", "Phone number", "tel"],
  ["email", "E-mail", "email"],
];

/** what: {message} or {slug}; ended(status) tells a Mini App: paid, failed or cancelled. */
export function openCheckout(column, what, ended = () => {}) {
  new Checkout(column, what, ended);
}

class Checkout {
  #payment = null;
  #option = null;
  #error = "";
  #busy = false;
  #asksOrder = false;

  constructor(column, what, ended) {
    Object.assign(this, { column, what, ended });
    const { world } = column;
    const off = world.on("payment", ({ payment }) => this.#heard(payment));
    const offLoad = world.on("load", () => this.#caughtUp());
    const closed = () => (off(), offLoad(), ended(this.#outcome()));
    const props = { class: "alert", role: "dialog", "aria-modal": "true", "aria-label": "Payment" };
    const view = h("div", { ...props, "data-testid": "checkout" }, h("div", { class: "alert-box checkout" }));
    this.over = openOver(column.root, view, { closed, mayClose: () => !this.#isWaiting() });
    this.#draw();
  }

  #heard(payment) {
    if (payment.id !== this.#payment?.id) return;
    this.#payment = payment;
    this.#busy = false;
    this.#draw();
    if (payment.status === "paid") setTimeout(() => this.over.close(), PAID_SHOWN);
  }

  #caughtUp() {
    const now = this.column.world.payments.find(({ id }) => id === this.#payment?.id);
    if (now) this.#heard(now);
  }

  #outcome() {
    const { status } = this.#payment ?? {};
    return status === "paid" ? "paid" : status === "refused" || status === "expired" ? "failed" : "cancelled";
  }

  #isWaiting() {
    return this.#busy || Object.hasOwn(WAITING, this.#payment?.status);
  }

  async #pay() {
    const target = this.what.slug ? { slug: this.what.slug } : { message_id: this.what.message.message_id };
    await this.#ask(() => post("payments", { ...this.column.where, ...target, ...this.#order() }));
  }

  /** What the form says, once the shop has asked for it. */
  #order() {
    if (!this.#asksOrder) return {};
    const given = Object.fromEntries(FIELDS.map(([name]) => [name, this.over.box.querySelector(`[name="${name}"]`).value]));
    return { order_info: { ...given, shipping_address: ADDRESS } };
  }

  async #ship() {
    await this.#ask(() => post(`payments/${this.#payment.id}`, { shipping_option_id: this.#option }));
  }

  async #ask(question) {
    this.#busy = true;
    this.#error = "";
    this.#draw();
    try {
      const payment = await question();
      this.#payment = this.column.world.payments.find(({ id }) => id === payment.id) ?? payment;
      this.#busy = false;
      this.#heard(this.#payment);
    } catch (error) {
      this.#busy = false;
      this.#error = error.message;
      this.#asksOrder ||= ASKS_ORDER.test(error.message);
      this.#draw();
    }
  }

  #draw() {
    const { invoice } = this.what.message ?? {};
    const { title = invoice?.title, currency = invoice?.currency, total_amount: total = invoice?.total_amount } = this.#payment ?? {};
    const cost = currency ? price(currency, total) : "";
    const about = invoice ? h("p", { class: "faint", dir: "auto" }, invoice.description) : null;
    const head = [h("b", { dir: "auto" }, title ?? "Payment"), about];
    const body = [h("p", { class: "checkout-price" }, cost), this.#middle(), this.#asksOrder ? this.#form() : null];
    patch(this.over.box.firstElementChild, [...head, ...body, this.#buttons(cost)].filter(Boolean));
    this.#keepFocus();
  }

  /** A button that waits cannot hold the focus; the next one that can be pressed takes it. */
  #keepFocus() {
    const { box } = this.over;
    if (box.contains(document.activeElement)) return;
    (box.querySelector(".primary:not(:disabled)") ?? box.querySelector("button:not(:disabled)"))?.focus();
  }

  #middle() {
    const { status, error, shipping_options: options } = this.#payment ?? {};
    if (this.#error) return h("p", { class: "checkout-error", role: "alert" }, this.#error);
    if (status === "paid") return h("p", { class: "checkout-done", role: "status" }, icon("check"), "Paid");
    if (status === "refused") return h("p", { class: "checkout-error", role: "alert" }, error || "The bot refused the payment.");
    if (status === "expired") return h("p", { class: "checkout-error", role: "alert" }, "The bot did not answer in time.");
    if (status === "options") return h("fieldset", {}, h("legend", {}, "Delivery"), options.map((one) => this.#choice(one)));
    if (this.#isWaiting()) return waiting(WAITING[status] ?? "One moment…");
    return h("p", { class: "faint" }, "A payment in the sandbox: nobody is charged.");
  }

  #form() {
    const sample = { name: this.column.world.nameOf(this.column.personId), phone_number: "+491701234567", email: "customer@example.org" };
    const input = (name, kind) => h("input", { name, value: sample[name], autocomplete: kind, disabled: this.#isWaiting() });
    const fields = FIELDS.map(([name, label, kind]) => (
      h("label", { class: "checkout-field", key: name }, h("span", {}, label), input(name, kind))));
    const place = `Delivery to ${ADDRESS.street_line1}, ${ADDRESS.post_code} ${ADDRESS.city}`;
    return h("div", { class: "checkout-form", key: "form" }, fields, h("p", { class: "faint" }, place));
  }

  #choice({ id, title, prices }) {
    const sum = prices.reduce((total, { amount }) => total + amount, 0);
    const choose = () => ((this.#option = id), this.#draw());
    const input = h("input", { type: "radio", name: "delivery", value: id, onchange: choose });
    return h("label", { key: id }, input, h("span", {}, title), h("b", {}, price(this.#payment.currency, sum)));
  }

  #buttons(cost) {
    const { status } = this.#payment ?? {};
    const leave = { type: "button", key: "close", disabled: this.#isWaiting(), onclick: () => this.over.close() };
    const close = h("button", leave, ENDED.has(status) ? "Close" : "Cancel");
    if (status === "paid" || status === "refunded") return h("div", { class: "alert-buttons" }, close);
    const isChoice = status === "options";
    const onclick = () => (isChoice ? this.#ship() : this.#pay());
    const disabled = this.#isWaiting() || (isChoice && !this.#option);
    const label = isChoice ? "Continue" : `${status ? "Try again" : "Pay"} ${status ? "" : cost}`.trim();
    const pay = h("button", { type: "button", key: "pay", class: "primary", "data-testid": "checkout-pay", disabled, onclick }, label);
    return h("div", { class: "alert-buttons" }, close, pay);
  }
}

function waiting(words) {
  return h("p", { class: "checkout-wait", role: "status" }, h("i", { class: "spinner" }), words);
}
