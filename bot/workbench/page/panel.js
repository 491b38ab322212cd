// A panel that opens at its button: menus, the person switcher, the bot's status.

import { h } from "./dom.js";

const GAP_PX = 6;

function place(panel, button) {
  const at = button.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const fitsBelow = at.bottom + GAP_PX + height <= innerHeight;
  const left = Math.min(at.left + width <= innerWidth ? at.left : at.right - width, innerWidth - width - GAP_PX);
  panel.style.left = `${Math.max(GAP_PX, left)}px`;
  panel.style.top = `${fitsBelow ? at.bottom + GAP_PX : Math.max(GAP_PX, at.top - GAP_PX - height)}px`;
}

function steer(event) {
  const panel = event.currentTarget;
  const stops = [...panel.querySelectorAll("input, button:enabled")];
  const at = stops.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (next === undefined || (document.activeElement.tagName === "INPUT" && /Home|End/.test(event.key))) return;
  event.preventDefault();
  stops.at(next % stops.length)?.focus();
}

/** Give a button a panel that `fill(close)` builds each time it opens; arrows move inside, Escape closes. */
export function attachPanel(button, fill, { role = "menu", name = "" } = {}) {
  const panel = h(`div.panel.${role}`, { popover: "auto", role, "aria-label": name || button.getAttribute("aria-label"), onkeydown: steer });
  const close = () => panel.hidePopover();
  button.popoverTargetElement = panel;
  button.setAttribute("aria-haspopup", role);
  panel.addEventListener("beforetoggle", ({ newState }) => newState === "open" && panel.replaceChildren(...[fill(close)].flat()));
  panel.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    place(panel, button);
    panel.querySelector("input, button:enabled")?.focus();
  });
  return panel;
}

/** Make one entry of a menu; it closes the menu before it acts. */
export function menuItem(close, onPick, attributes, ...words) {
  const pick = () => {
    close();
    onPick();
  };
  return h("button.menu-item", { type: "button", role: "menuitem", onclick: pick, ...attributes }, words);
}
