/** Small helpers to build nodes. Text becomes text nodes; markup is never parsed. */

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** An icon of the sprite at the end of index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export function cloneTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** The element marked data-part="name" below root. */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** Writes only what differs, so that nothing flickers and no reader is interrupted. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Closes a pop-up on Escape and on a press outside of it. */
export function dismissible(box, close) {
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
