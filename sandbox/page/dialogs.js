/** The dialogs that add somebody: a person, a bot, a group with its members and topics. */

import { post } from "./api.js";
import { el, part } from "./dom.js";
import { languageOptions, title } from "./people.js";

/** added(person) shows the newcomer. */
export function setUpPersonDialog(dialog, buttons, { added, complain }) {
  dialog.querySelector("form").elements.language_code.append(...languageOptions());
  opening(dialog, buttons);
  submitting(dialog, complain, async (fields) => added(await post("people", given(fields))));
}

export function setUpBotDialog(dialog, button, { complain }) {
  const { token } = dialog.querySelector("form").elements;
  opening(dialog, [button], () => (token.value = newToken()));
  submitting(dialog, complain, (fields) =>
    post("bots", { ...given(fields), privacy: fields.has("privacy"), inline: fields.has("inline") }));
}

export function setUpGroupDialog(dialog, button, world, { complain }) {
  const { from } = dialog.querySelector("form").elements;
  opening(dialog, [button], () => {
    from.replaceChildren(...world.people.map((person) => option(person)));
    part(dialog, "members").replaceChildren(...[...world.people, ...world.bots].map(member));
  });
  submitting(dialog, complain, createGroup);
}

async function createGroup(fields) {
  const from = Number(fields.get("from"));
  const members = fields.getAll("members").map(Number).filter((id) => id !== from);
  const topics = fields.get("topics").split("\n").map((name) => name.trim()).filter(Boolean);
  const asked = { from, title: fields.get("title"), type: "supergroup", is_forum: topics.length > 0, members };
  const group = await post("groups", asked);
  for (const name of topics) await post(`groups/${group.id}/topics`, { from, name });
}

function opening(dialog, buttons, prepare = () => {}) {
  for (const button of buttons) {
    button.addEventListener("click", () => {
      prepare();
      dialog.showModal();
    });
  }
  part(dialog, "cancel").addEventListener("click", () => dialog.close());
}

/** Closes at once; what was refused stays in the fields for the next try. */
function submitting(dialog, complain, act) {
  const form = dialog.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    dialog.close();
    try {
      await act(new FormData(form));
      form.reset();
    } catch (error) {
      complain(error);
    }
  });
}

function given(fields) {
  return Object.fromEntries([...fields].filter(([, value]) => value.trim()));
}

function newToken() {
  const [id] = crypto.getRandomValues(new Uint32Array(1));
  const secret = [...crypto.getRandomValues(new Uint8Array(17))];
  return `${2000 + (id % 1_000_000)}:${secret.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function option(person) {
  return el("option", { value: person.id }, title(person));
}

function member(user) {
  const box = el("input", { type: "checkbox", name: "members", value: user.id, checked: true });
  return el("label", { class: "check" }, box, ` ${title(user)}${user.is_bot ? " (bot)" : ""}`);
}
