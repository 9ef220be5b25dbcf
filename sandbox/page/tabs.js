/** On a narrow screen one column shows at a time; a dot marks news in another. */

import { setText } from "./dom.js";

export class Tabs {
  constructor(strip, frame) {
    this.frame = frame;
    this.buttons = [...strip.querySelectorAll("button")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.show(button.dataset.tab));
    }
    strip.addEventListener("keydown", (event) => this.#move(event));
    this.show("0");
  }

  show(tab) {
    this.frame.dataset.shown = tab;
    for (const button of this.buttons) {
      const chosen = button.dataset.tab === tab;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen) button.classList.remove("news");
    }
  }

  label(tab, text) {
    setText(this.#button(tab).firstElementChild, text);
  }

  news(tab) {
    if (this.frame.dataset.shown !== tab) this.#button(tab).classList.add("news");
  }

  #button(tab) {
    return this.buttons.find(({ dataset }) => dataset.tab === tab);
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = this.buttons.at((this.buttons.indexOf(event.target) + step) % this.buttons.length);
    this.show(next.dataset.tab);
    next.focus();
  }
}
