/** A phone shows one thing at a time: below the chat, what a visitor would do next, as a button. */

import { part, setText } from "./dom.js";

export class NextStep {
  #act = null;

  /** acts: what to do for the steps "pay", "mine" and "final". */
  constructor(bar, acts) {
    Object.assign(this, { bar, acts });
    part(bar, "do").addEventListener("click", () => this.acts[this.#act]?.());
  }

  /** step: one of the acts, or "" when it is the chat's turn. */
  show(step, invoice, { unit, asset }) {
    this.bar.hidden = !step;
    this.bar.dataset.step = step;
    this.#act = step;
    if (!step) return;
    const { what, howMuch = "", label } = words(step, invoice, unit, asset);
    setText(part(this.bar, "what"), what);
    setText(part(this.bar, "how-much"), howMuch);
    setText(part(this.bar, "do"), label);
  }
}

function words(step, invoice, unit, asset) {
  if (step === "mine") return { what: `The payment waits for a ${unit}`, label: `Mine a ${unit}` };
  if (step === "final") return { what: "The payment is not final yet", label: "Mine until final" };
  return { what: `${invoice.name}’s invoice`, howMuch: `${invoice.amount} ${asset}`, label: "Pay it" };
}
