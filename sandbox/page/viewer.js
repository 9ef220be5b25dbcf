/** A photo large, over the whole page; the album's others are an arrow away. */

import { fileUrl } from "./api.js";
import { build, h, icon } from "./vdom.js";

/** photos: messages with a photo; message: the one to begin with. */
export function look(photos, message) {
  let index = photos.indexOf(message);
  const box = build(viewer(() => box.close(), (step) => show(index + step)));
  const image = box.querySelector("img");
  const show = (wanted) => {
    index = (wanted + photos.length) % photos.length;
    const shown = photos[index];
    const largest = shown.photo.reduce((best, size) => (size.width > best.width ? size : best));
    image.src = fileUrl(largest.file_id);
    image.alt = shown.caption ?? "Photo";
    box.querySelector("p").textContent = photos.length > 1 ? `${index + 1} of ${photos.length}` : "";
    const save = box.querySelector("a");
    save.hidden = Boolean(shown.has_protected_content);
    save.href = image.src;
    image.oncontextmenu = (event) => shown.has_protected_content && event.preventDefault();
  };
  for (const arrow of box.querySelectorAll(".arrow")) arrow.hidden = photos.length < 2;
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  show(index);
  box.showModal();
}

function viewer(close, go) {
  const turn = (step) => (event) => (event.stopPropagation(), go(step));
  const arrow = (step, side, label) => h("button", {
    type: "button", class: `arrow ${side}`, "aria-label": label, onclick: turn(step),
  }, icon("chevron"));
  const onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) go(step);
  };
  const stay = (event) => event.stopPropagation();
  return h("dialog", { class: "viewer", "aria-label": "Photo", "data-testid": "viewer", onclick: close, onkeydown },
    h("img", { alt: "", onclick: stay }),
    h("div", { class: "viewer-bar", onclick: stay },
      h("p", {}),
      h("a", { download: "photo.jpg", "aria-label": "Save the photo" }, icon("download")),
      h("button", { type: "button", autofocus: true, "aria-label": "Close", onclick: close }, icon("close"))),
    arrow(-1, "back", "Previous photo"),
    arrow(1, "next", "Next photo"));
}
