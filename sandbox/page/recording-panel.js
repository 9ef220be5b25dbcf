/** What people did and read, as a text: downloaded, or begun afresh. Hidden where there is none. */

import { post } from "./api.js";
import { part, setText } from "./dom.js";

export function setUpRecording(root, world, complain) {
  const show = () => {
    const { on, steps } = world.recording;
    root.hidden = on === undefined;
    part(root, "transcript").hidden = !steps;
    setText(part(root, "steps"), on ? `${steps} ${steps === 1 ? "step" : "steps"}` : "off");
    setText(part(root, "afresh"), on ? "Start afresh" : "Start recording");
  };
  for (const type of ["load", "recording"]) world.on(type, show);
  part(root, "afresh").addEventListener("click", () => post("recording", { on: true }).catch(complain));
}
