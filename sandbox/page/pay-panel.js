/** Paying: filled in from the invoice on screen; any amount to any address. */

import { part, setText } from "./dom.js";
import { everySecond, now } from "./clock.js";
import { span } from "./datetime.js";
import { scaled, toCoin, toUnits } from "./money.js";

const OPTIONS = { contract: { via: "contract" }, fail: { fail: true } };

export class PayPanel {
  #chain = null;
  #invoice = null;

  /** pay(payment): sends {address, amount, ...options} to the chosen chain, a promise. */
  constructor(root, pay, complain) {
    Object.assign(this, { root, complain });
    this.address = part(root, "address");
    this.amount = part(root, "amount");
    this.presets = part(root, "presets");
    this.send = pay;
    root.addEventListener("submit", (event) => this.#submitted(event));
    root.addEventListener("input", () => this.#label());
    for (const preset of this.presets.children) {
      preset.addEventListener("click", () => this.#take(preset.dataset.share));
    }
    everySecond(() => this.#showDeadline());
  }

  /** A new invoice fills the fields, until then what a person typed stays; null: paid, or gone. */
  offer(invoice) {
    this.#invoice = invoice;
    this.#fill(invoice?.address ?? this.address.value, invoice?.amount);
    part(this.root, "hint").hidden ||= Boolean(invoice);
    setText(part(this.root, "pay-title"), invoice ? `${invoice.name}’s invoice` : "Pay any address");
    this.#showDeadline();
    this.#label();
  }

  draw(chain) {
    if (chain.name !== this.#chain?.name) this.#change(chain);
    this.#chain = chain;
    this.root.hidden = !chain.levers.has("pay");
    this.presets.hidden = this.#invoice?.chain !== chain.name;
    for (const option of this.root.querySelectorAll("[data-option]")) {
      option.hidden = !chain.options.includes(option.dataset.option);
    }
    this.#label();
  }

  get to() {
    return this.address.value.replace(/\s/g, "");
  }

  /** What is typed, {address, amount}; throws when the amount is none. */
  typed() {
    const units = toUnits(this.amount.value, this.#chain.decimals);
    return { address: this.to, amount: toCoin(units, this.#chain.decimals) };
  }

  #change({ asset, example, name }) {
    setText(part(this.root, "asset"), asset);
    this.address.placeholder = example;
    const ours = this.#invoice?.chain === name ? this.#invoice : null;
    this.#fill(ours?.address, ours?.amount);
  }

  #fill(address = "", amount = "") {
    this.address.value = address;
    this.amount.value = amount;
  }

  #take(share) {
    const [times, dividedBy] = share.split("/").map(BigInt);
    this.amount.value = scaled(this.#invoice.amount, this.#chain.decimals, times, dividedBy);
    this.#label();
  }

  #label() {
    if (!this.#chain) return;
    const amount = this.amount.value.trim();
    const { asset, decimals } = this.#chain;
    setText(part(this.root, "pay"), amount && amount.length < 16 ? `Pay ${amount} ${asset}` : "Pay");
    for (const preset of this.presets.children) {
      preset.setAttribute("aria-pressed", String(this.#is(amount, preset.dataset.share, decimals)));
    }
  }

  #is(amount, share, decimals) {
    if (this.#invoice?.chain !== this.#chain.name) return false;
    const [times, dividedBy] = share.split("/").map(BigInt);
    return amount === scaled(this.#invoice.amount, decimals, times, dividedBy);
  }

  #showDeadline() {
    const chip = part(this.root, "deadline");
    const left = Math.round((this.#invoice?.deadline ?? 0) - now() / 1000);
    chip.hidden = !this.#invoice?.deadline;
    chip.classList.toggle("late", left <= 0);
    setText(chip, left > 0 ? `${span(left)} left` : "overdue");
  }

  async #submitted(event) {
    event.preventDefault();
    try {
      await this.send({ ...this.typed(), ...this.#options() });
      part(this.root, "hint").hidden = true;
    } catch (error) {
      this.complain(error);
    }
  }

  #options() {
    const boxes = [...this.root.querySelectorAll("[data-option]:not([hidden]) input:checked")];
    return Object.assign({}, ...boxes.map((box) => OPTIONS[box.closest("[data-option]").dataset.option]));
  }
}
