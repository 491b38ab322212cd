// Elements are made here and nowhere else: what comes from the network only ever becomes text nodes and safe attributes.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Make an HTML element: `h("button.primary", { onclick, "aria-label": "…" }, "text", node, …)`. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  return fill(node, attributes, children);
}

/** Make an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Fill a part of the page anew: the focus stays where it was, and an open panel in it is not torn away. */
export function redraw(root, ...nodes) {
  if (root.querySelector(":popover-open")) return;
  const held = root.contains(document.activeElement) && document.activeElement.dataset.testid;
  root.replaceChildren(...nodes.filter(Boolean));
  if (held) root.querySelector(`[data-testid="${CSS.escape(held)}"]`)?.focus();
}

/** Make a link that leaves the page; an address of any other scheme than web or mail stays text. */
export function link(address, ...words) {
  const shown = words.length ? words : [address];
  if (!/^(?:https?:\/\/|mailto:|tel:|\/files\/)/i.test(address)) return h("span", {}, shown);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/** Make a round-cornered picture of somebody: initials on their colour, or Amber's own drop. */
export function avatar({ initials, colour, bot }, size = "") {
  if (bot) return h(`span.avatar.bot${size}`, { "aria-hidden": "true" }, h("img", { src: "/page/amber.svg", alt: "" }));
  const node = h(`span.avatar${size}`, { "aria-hidden": "true" }, initials);
  node.style.backgroundColor = colour;
  return node;
}

/** Fold a word for matching: no case, no accents (đ = d, ё = е). */
export function fold(word) {
  return word.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}
