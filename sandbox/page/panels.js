/** Everything beside the chats: chains, time, people, faults, recording, colours, layout. */

import { ChainPanel } from "./chain-panel.js";
import { setUpBotDialog, setUpGroupDialog, setUpPersonDialog } from "./dialogs.js";
import { part } from "./dom.js";
import { FaultsPanel } from "./faults-panel.js";
import { recall, remember } from "./memory.js";
import { NextStep } from "./next-step.js";
import { PeoplePanel } from "./people-panel.js";
import { setUpRecording } from "./recording-panel.js";
import { setUpSide } from "./side.js";
import { setUpTheme } from "./theme.js";
import { TimePanel } from "./time-panel.js";

const on = (name) => part(document, name);

/** page: customers(), onScreen(), show(slot, id), added(person), complain(error). */
export class Panels {
  constructor(world, page) {
    setUpTheme(on("theme"));
    setUpSide(on("frame"), on("grip"), on("side-toggle"));
    this.chain = this.#chain(world, page);
    const deadline = () => this.chain.invoice?.deadline ?? null;
    new TimePanel(on("time-panel"), world, { ...page, deadline });
    this.people = new PeoplePanel(on("people-panel"), world, page);
    new FaultsPanel(on("faults-panel"), world, page.complain);
    setUpRecording(on("recording-panel"), world, page.complain);
    setUpDialogs(world, page);
    for (const card of document.querySelectorAll("details.card")) rememberOpen(card);
  }

  /** Somebody else is on screen. */
  refresh() {
    this.chain.refresh();
    this.people.draw();
  }

  #chain(world, page) {
    const press = (name) => () => on("chain-panel").querySelector(`[data-testid="${name}"]`).click();
    const next = new NextStep(on("next"), {
      pay: () => this.chain.payInvoice(),
      mine: press("mine-1"),
      final: press("until-final"),
    });
    return new ChainPanel(on("chain-panel"), world, { ...page, next: (...step) => next.show(...step) });
  }
}

function setUpDialogs(world, page) {
  setUpPersonDialog(on("person-dialog"), [on("add-person"), on("new-person")], page);
  setUpBotDialog(on("bot-dialog"), on("new-bot"), page);
  setUpGroupDialog(on("group-dialog"), on("new-group"), world, page);
}

function rememberOpen(card) {
  const name = `open.${card.dataset.part}`;
  card.open = recall(name) === "true";
  card.addEventListener("toggle", () => remember(name, String(card.open)));
}
