/** Everybody in this Telegram: where on screen they are, their language, role, and blocking the bot. */

import { post } from "./api.js";
import { el, part, setText } from "./dom.js";
import { drawList } from "./lists.js";
import { languageOptions, paintAvatar, roleOptions, title } from "./people.js";

const PLACES = ["Left", "Right"];

export class PeoplePanel {
  /** onScreen(): ids of the people shown, by column; show(slot, id): puts one into a column. */
  constructor(root, world, { onScreen, show, complain }) {
    Object.assign(this, { root, world, onScreen, show, complain });
    for (const type of ["load", "person"]) world.on(type, () => this.draw());
  }

  draw() {
    setText(part(this.root, "people-count"), String(this.world.people.length));
    drawList(part(this.root, "people"), this.world.people, {
      keyOf: ({ id }) => id,
      make: ({ id }) => this.#row(id),
      update: (row, person) => this.#refresh(row, person),
    });
  }

  #row(id) {
    const change = (name) => ({ target }) => this.#change(id, { [name]: target.value });
    const places = PLACES.map((place, slot) =>
      el("button", { type: "button", "data-slot": slot, onclick: () => this.show(slot, id) }, place));
    const head = el("summary", {},
      el("span", { class: "avatar small", "data-part": "avatar", "aria-hidden": "true" }),
      el("b", { "data-part": "name" }),
      el("span", { class: "chip", "data-part": "role-chip" }),
      el("span", { class: "chip late", "data-part": "blocked" }, "blocked the bot"));
    const toggle = () => this.#change(id, { blocked: !this.world.person(id).blocked });
    return el("li", {}, el("details", { "data-testid": `person-${id}` }, head,
      el("div", { class: "presets", role: "group", "aria-label": "Where on screen" }, places),
      el("label", {}, "Language", el("select", { "data-part": "language", onchange: change("language_code") }, languageOptions())),
      el("label", {}, "Role", el("select", { "data-part": "role", onchange: change("role") }, roleOptions())),
      el("div", { class: "buttons" }, el("button", { type: "button", "data-part": "block", onclick: toggle }))));
  }

  #refresh(row, person) {
    paintAvatar(part(row, "avatar"), person);
    setText(part(row, "name"), title(person));
    setText(part(row, "role-chip"), person.role ?? "");
    part(row, "blocked").hidden = !person.blocked;
    part(row, "language").value = person.language_code ?? "en";
    part(row, "role").value = person.role;
    setText(part(row, "block"), person.blocked ? "Unblock the bot" : "Block the bot");
    for (const button of row.querySelectorAll("[data-slot]")) {
      const isHere = this.onScreen()[Number(button.dataset.slot)] === person.id;
      button.setAttribute("aria-pressed", String(isHere));
    }
  }

  #change(id, change) {
    post(`people/${id}`, change).catch((error) => {
      this.complain(error);
      this.draw();
    });
  }
}
