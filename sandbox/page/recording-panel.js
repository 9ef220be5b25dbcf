/** What people did and read, as a text: downloaded, or begun afresh. Hidden where there is none. */

import { post } from "./api.js";
import { part, setText } from "./dom.js";

export function setUpRecording(root, world, complain) {
  const show = () => {
    const { recording } = world;
    root.hidden = !recording;
    setText(part(root, "steps"), recording?.on ? `${recording.steps} steps` : "off");
  };
  for (const type of ["load", "recording"]) world.on(type, show);
  part(root, "afresh").addEventListener("click", () => post("recording", { on: true }).catch(complain));
}
