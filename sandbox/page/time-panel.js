/** The panel's clock: what time it is in the sandbox, and moving it forward. */

import { post } from "./api.js";
import { everySecond, now } from "./clock.js";
import { span } from "./datetime.js";
import { part, setText } from "./dom.js";

export function setUpTime(root, world, complain) {
  const show = () => showTime(root, world.clock.offset);
  const skip = (seconds) => post("clock/skip", { seconds }).catch(complain);
  everySecond(show);
  world.on("clock", show);
  world.on("load", show);
  for (const button of root.querySelectorAll("button[data-skip]")) {
    button.addEventListener("click", () => skip(Number(button.dataset.skip)));
  }
  part(root, "custom").addEventListener("submit", (event) => {
    event.preventDefault();
    const { amount, unit } = event.target.elements;
    skip(Number(amount.value) * Number(unit.value));
  });
}

function showTime(root, offset) {
  const moment = new Date(now());
  setText(part(root, "time"), moment.toLocaleTimeString("en-GB"));
  const date = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  setText(part(root, "date"), moment.toLocaleDateString("en-GB", date));
  setText(part(root, "offset"), offset >= 1 ? `${span(Math.round(offset))} ahead` : "real time");
}
