/** The side panel's width: dragged, moved with the arrow keys, or put away. */

import { recall, remember } from "./memory.js";

const LEAST = 300;
const MOST = 560;
const USUAL = 356;
const STEP = 24;

export function setUpSide(frame, grip, toggle) {
  const show = (width) => {
    const fitting = Math.round(Math.min(MOST, Math.max(LEAST, width)));
    frame.style.setProperty("--side", `${fitting}px`);
    grip.setAttribute("aria-valuenow", fitting);
    remember("side.width", String(fitting));
  };
  const width = () => Number(grip.getAttribute("aria-valuenow"));
  grip.setAttribute("aria-valuemin", LEAST);
  grip.setAttribute("aria-valuemax", MOST);
  show(Number(recall("side.width")) || USUAL);
  drag(grip, (x) => show(frame.getBoundingClientRect().right - x - grip.offsetWidth));
  grip.addEventListener("dblclick", () => show(USUAL));
  grip.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[key];
    if (step) show(width() + step);
  });
  setUpToggle(frame, toggle);
}

function setUpToggle(frame, toggle) {
  const show = (open) => {
    frame.dataset.side = open ? "open" : "away";
    toggle.setAttribute("aria-expanded", String(open));
    remember("side", frame.dataset.side);
  };
  show(recall("side") !== "away");
  toggle.addEventListener("click", () => show(frame.dataset.side === "away"));
}

function drag(grip, move) {
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    const follow = ({ clientX }) => move(clientX);
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", follow), { once: true });
  });
}
