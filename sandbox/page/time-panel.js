/** The panel's clock: what time it is in the sandbox, and moving it forward. */

import { post } from "./api.js";
import { everySecond, now } from "./clock.js";
import { span } from "./datetime.js";
import { part, setText } from "./dom.js";

const DATE = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

export class TimePanel {
  /** deadline(): unix seconds until which the invoice on screen can be paid, or null. */
  constructor(root, world, { deadline, complain }) {
    Object.assign(this, { root, world, deadline, complain });
    this.toDeadline = part(root, "to-deadline");
    everySecond(() => this.show());
    for (const type of ["clock", "load"]) world.on(type, () => this.show());
    this.#listen();
  }

  show() {
    const moment = new Date(now());
    const ahead = Math.round(this.world.clock.offset);
    setText(part(this.root, "time"), moment.toLocaleTimeString("en-GB"));
    setText(part(this.root, "date"), moment.toLocaleDateString("en-GB", DATE));
    setText(part(this.root, "offset"), ahead >= 1 ? `${span(ahead)} ahead` : "real time");
    part(this.root, "offset").classList.toggle("ahead", ahead >= 1);
    const left = this.#left();
    this.toDeadline.hidden = left <= 0;
    setText(this.toDeadline, `To the deadline: ${span(left)}`);
  }

  #listen() {
    for (const button of this.root.querySelectorAll("button[data-skip]")) {
      button.addEventListener("click", () => this.#skip(Number(button.dataset.skip)));
    }
    // One second more, so that the deadline has passed.
    this.toDeadline.addEventListener("click", () => this.#skip(this.#left() + 1));
    part(this.root, "custom").addEventListener("submit", (event) => {
      event.preventDefault();
      const { amount, unit } = event.target.elements;
      this.#skip(Number(amount.value) * Number(unit.value));
    });
  }

  #left() {
    const deadline = this.deadline();
    return deadline === null ? 0 : Math.ceil(deadline - now() / 1000);
  }

  #skip(seconds) {
    post("clock/skip", { seconds }).catch(this.complain);
  }
}
