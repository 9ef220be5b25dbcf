/** Views as plain trees; patch() brings the page into step and touches only what differs. */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "use"]);
const UNSET = new Set([null, undefined, false]);
/** Crosses and ticks, which as pictures are dark grey on any ground. */
const SIGNS = /([\u2714\u2716]\ufe0f)/;
const drawn = new WeakMap();
const leaving = new WeakSet();

/**
 * A view of one element. Props are attributes, `on...` handlers, and three of our own: `key` tells
 * siblings apart, `ref(node)` is called once for a new node, `fades` lets a removed node go softly.
 * What others set on the node (an opened quote, a busy button) is left alone.
 */
export function h(tag, props, ...children) {
  const shown = children.flat(Infinity).filter((child) => !UNSET.has(child) && child !== "");
  return { tag, props: props ?? {}, children: shown.flatMap(viewOf) };
}

function viewOf(child) {
  const text = typeof child === "number" ? String(child) : child;
  if (typeof text !== "string" || !SIGNS.test(text)) return text;
  const sign = (part) => ({ tag: "span", props: { class: "sign" }, children: [part] });
  return text.split(SIGNS).filter(Boolean).map((part) => (SIGNS.test(part) ? sign(part) : part));
}

/** An icon of the sprite at the end of index.html. */
export function icon(name) {
  const props = { class: "icon", "aria-hidden": "true" };
  return h("svg", props, h("use", { href: `#i-${name}` }));
}

/** Makes the children of parent look like the views; nodes that stay are never moved or redrawn. */
export function patch(parent, views) {
  const pool = [...parent.childNodes].filter((node) => !leaving.has(node));
  const nodes = views.map((view) => update(take(pool, view), view));
  pool.forEach(remove);
  let spot = firstStaying(parent.firstChild);
  for (const node of nodes) {
    if (node === spot) spot = firstStaying(node.nextSibling);
    else parent.insertBefore(node, spot);
  }
}

/** A node for a view, for places that vdom does not manage. */
export const build = (view) => update(null, view);

function take(pool, view) {
  const index = pool.findIndex((node) => isSameSort(node, view));
  return index < 0 ? null : pool.splice(index, 1)[0];
}

function isSameSort(node, view) {
  if (typeof view === "string") return node.nodeType === Node.TEXT_NODE;
  const before = drawn.get(node);
  return before?.tag === view.tag && before.props.key === view.props.key;
}

function update(node, view) {
  if (typeof view === "string") return updateText(node, view);
  const before = node && drawn.get(node);
  if (before === view) return node;
  const target = node ?? create(view.tag);
  setProps(target, before?.props ?? {}, view.props);
  patch(target, view.children);
  drawn.set(target, view);
  if (!node) view.props.ref?.(target);
  return target;
}

function updateText(node, text) {
  if (!node) return document.createTextNode(text);
  if (node.data !== text) node.data = text;
  return node;
}

function create(tag) {
  return SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
}

function setProps(node, before, props) {
  for (const name of Object.keys(before)) if (!(name in props)) setProp(node, name, null);
  for (const [name, value] of Object.entries(props)) {
    if (value !== before[name]) setProp(node, name, value);
  }
}

function setProp(node, name, value) {
  if (name === "key" || name === "ref" || name === "fades") return;
  if (name.startsWith("on")) node[name] = value;
  else if (UNSET.has(value)) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}

function firstStaying(node) {
  while (node && leaving.has(node)) node = node.nextSibling;
  return node;
}

function remove(node) {
  if (!drawn.get(node)?.props.fades || matchMedia("(prefers-reduced-motion: reduce)").matches) {
    node.remove();
    return;
  }
  leaving.add(node);
  node.inert = true;
  const gone = { height: 0, marginTop: 0, opacity: 0, scale: 0.96 };
  const from = { height: `${node.offsetHeight}px` };
  node.style.overflow = "hidden";
  node.animate([from, gone], { duration: 220, easing: "ease-out" }).finished.finally(() => node.remove());
}
