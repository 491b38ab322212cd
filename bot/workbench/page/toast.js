// Short notices at the edge of the page.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 7000;
const MOST = 4;
const root = document.getElementById("toasts");

/** Show a notice for a while; an action is `{ label, act }`. Returns the function that takes it away. */
export function toast(words, { kind = "fine", action = null } = {}) {
  const remove = () => {
    node.remove();
    if (!root.childElementCount && root.matches(":popover-open")) root.hidePopover();
  };
  const act = () => {
    remove();
    action.act();
  };
  const node = h(`div.toast.${kind}`, { "data-testid": "toast" },
    icon(kind === "problem" ? "warning" : "check"),
    h("span", {}, words),
    action && h("button.small", { type: "button", onclick: act }, action.label),
    h("button.icon-button", { type: "button", "aria-label": "Dismiss", onclick: remove }, icon("close")));
  root.append(node);
  while (root.childElementCount > MOST) root.firstElementChild.remove();
  // Shown anew, the notices lie above a form that opened meanwhile.
  if (root.matches(":popover-open")) root.hidePopover();
  root.showPopover();
  setTimeout(remove, SHOWN_MS);
  return remove;
}

/** Do something that may fail; tell when it did. */
export async function telling(work) {
  try {
    return await work();
  } catch (problem) {
    toast(problem.message, { kind: "problem" });
    return undefined;
  }
}
