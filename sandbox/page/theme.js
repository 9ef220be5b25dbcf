/** The system's colours, light, or dark: a choice of three that the browser remembers. */

import { arrowKeys, mark } from "./lists.js";
import { recall, remember } from "./memory.js";

const SYSTEM = "system";

export function setUpTheme(choice) {
  const buttons = [...choice.querySelectorAll("button")];
  const root = document.documentElement;
  const show = (theme) => {
    if (theme === SYSTEM) delete root.dataset.theme;
    else root.dataset.theme = theme;
    mark(buttons, buttons.find(({ dataset }) => dataset.theme === theme));
  };
  const known = buttons.some(({ dataset }) => dataset.theme === recall("theme"));
  show(known ? recall("theme") : SYSTEM);
  arrowKeys(choice);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      remember("theme", button.dataset.theme);
      show(button.dataset.theme);
    });
  }
}
