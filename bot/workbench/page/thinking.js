// The wait for Amber's answer: shown at once, gone with the answer, and honest when none comes.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const PATIENCE_MS = 30_000;
const root = document.getElementById("thinking");
let timer = 0;

function show(...nodes) {
  clearTimeout(timer);
  root.replaceChildren(...nodes);
}

/** Say that there is nothing to wait for. */
export const rest = () => show();

/** Say what went wrong instead of an answer, until it is dismissed or asked again. */
export function complain(words) {
  const dismiss = h("button.icon-button", { type: "button", "aria-label": "Dismiss", onclick: rest }, icon("close"));
  show(h("div.complaint", { "data-testid": "command-error", role: "alert" }, icon("warning"), h("span", {}, words), dismiss));
}

/** Say that an answer is awaited. */
export function think(botName) {
  const dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  show(h("div.waiting", { "data-testid": "thinking" }, dots, `${botName} is thinking…`));
  timer = setTimeout(() => complain(`${botName} took the message but has not answered yet.`), PATIENCE_MS);
}
