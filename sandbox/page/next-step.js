/** A phone shows one thing at a time: below the chat, what a visitor would do next, as a button. */

import { part, setText } from "./dom.js";

export class NextStep {
  #act = null;

  constructor(bar, { pay, mine }) {
    this.bar = bar;
    this.acts = { pay, mine };
    part(bar, "do").addEventListener("click", () => this.acts[this.#act]?.());
  }

  /** step: "pay", "mine", or "" when it is the chat's turn. */
  show(step, invoice, { unit, asset }) {
    this.bar.hidden = !step;
    this.bar.dataset.step = step;
    this.#act = step;
    if (!step) return;
    const isPay = step === "pay";
    setText(part(this.bar, "what"), isPay ? `${invoice.name}’s invoice` : `The payment waits for a ${unit}`);
    setText(part(this.bar, "how-much"), isPay ? `${invoice.amount} ${asset}` : "");
    setText(part(this.bar, "do"), isPay ? "Pay it" : `Mine a ${unit}`);
  }
}
