/** Files on their way: picked, pasted or dropped; they wait above the composer until sent. */

import { dismissible, part } from "./dom.js";
import { bytes } from "./units.js";
import { h, icon, patch } from "./vdom.js";

const MOST = 10;
const LARGEST = 20 * 1024 * 1024;
const KINDS = ["video", "audio"];
/** What the sandbox takes as a photo. */
const PICTURES = new Set(["image/png", "image/jpeg"]);

export class Tray {
  #files = [];

  /** actions: {send(content), changed(), complain(error)} */
  constructor(root, actions) {
    this.actions = actions;
    this.root = part(root, "tray");
    this.menu = part(root, "attachments");
    this.picker = part(root, "picker");
    this.#listen(root, part(root, "attach"), part(root, "input"));
  }

  get isEmpty() {
    return this.#files.length === 0;
  }

  clear() {
    this.#files.forEach(forget);
    this.#set([]);
  }

  /** What to send: one medium, or an album; the caption belongs to the first. */
  async content(caption) {
    const media = await Promise.all(this.#files.map(encoded));
    const words = caption ? { caption } : {};
    return media.length === 1 ? { media: media[0], ...words } : { album: media, ...words };
  }

  #listen(root, attach, input) {
    attach.addEventListener("click", () => (this.menu.hidden = !this.menu.hidden));
    dismissible(attach.parentElement, () => (this.menu.hidden = true));
    for (const button of this.menu.querySelectorAll("button")) {
      button.addEventListener("click", () => this.#choose(button.dataset));
    }
    this.picker.addEventListener("change", () => this.#picked());
    input.addEventListener("paste", (event) => this.#take(event, event.clipboardData.files));
    const hover = (over) => (event) => (event.preventDefault(), root.classList.toggle("dropping", over));
    root.addEventListener("dragover", hover(true));
    root.addEventListener("dragleave", hover(false));
    root.addEventListener("drop", (event) => (hover(false)(event), this.#take(event, event.dataTransfer.files)));
  }

  #choose({ pick, content }) {
    this.menu.hidden = true;
    if (content) this.actions.send(JSON.parse(content));
    if (!pick) return;
    this.asFile = pick === "file";
    this.picker.accept = this.asFile ? "" : "image/*,video/*";
    this.picker.click();
  }

  #picked() {
    this.#add([...this.picker.files], this.asFile);
    this.picker.value = "";
  }

  #take(event, files) {
    if (!files.length) return;
    event.preventDefault();
    this.#add([...files], false);
  }

  #add(files, asFile) {
    const fitting = files.filter(({ size }) => size > 0 && size <= LARGEST);
    if (fitting.length < files.length) this.actions.complain(new Error("A file is empty or larger than 20 MB."));
    const added = fitting.map((file) => prepared(file, asFile));
    this.#set([...this.#files, ...added].slice(0, MOST));
  }

  #set(files) {
    this.#files = files;
    this.root.hidden = files.length === 0;
    patch(this.root, files.map((one) => this.#chip(one)));
    this.actions.changed();
  }

  #chip(one) {
    const drop = () => (forget(one), this.#set(this.#files.filter((other) => other !== one)));
    const face = one.type === "photo" ? h("img", { src: one.preview, alt: "" }) : icon("file");
    return h("div", { class: "tray-item", key: one.preview },
      face,
      h("span", {}, h("b", {}, one.file.name), h("small", {}, bytes(one.file.size))),
      h("button", { type: "button", "aria-label": `Remove ${one.file.name}`, onclick: drop }, icon("close")));
  }
}

function prepared(file, asFile) {
  return { file, type: asFile ? "document" : kindOf(file.type), preview: URL.createObjectURL(file) };
}

function kindOf(mime) {
  if (PICTURES.has(mime)) return "photo";
  const [group] = mime.split("/");
  return KINDS.includes(group) ? group : "document";
}

const forget = ({ preview }) => URL.revokeObjectURL(preview);

function encoded({ file, type }) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    const mime = file.type || "application/octet-stream";
    reader.onload = () => resolve({ type, data: reader.result.split(",")[1], name: file.name, mime });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
