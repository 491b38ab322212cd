// The messages of the open conversation, kept in step with the feed.

import { h } from "./dom.js";
import { goesOn, messageElement, writtenAt } from "./message.js";

const NEAR_PX = 160;
const root = document.getElementById("messages");
const jump = document.getElementById("jump");
const dayOf = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

let messages = [];
let view = null; // { sceneOf(message), welcome: node, now() → Date }

const isNearEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_PX;
const nodeOf = (ts) => root.querySelector(`[data-ts="${CSS.escape(ts)}"]`);

/** Go to the newest message. */
export function toEnd(smoothly = true) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  root.scrollTo({ top: root.scrollHeight, behavior: smoothly && !calm ? "smooth" : "instant" });
  jump.hidden = true;
}

/** Bring a new message into view: a tall one from its beginning. */
function reveal(node) {
  if (node.offsetHeight < root.clientHeight) toEnd();
  else root.scrollTo({ top: node.offsetTop, behavior: "smooth" });
}

jump.addEventListener("click", () => toEnd());
root.addEventListener("scroll", () => isNearEnd() && (jump.hidden = true), { passive: true });

function dayName(when) {
  const today = view.now();
  const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(when).setHours(0, 0, 0, 0)) / 86_400_000);
  return { 0: "Today", 1: "Yesterday" }[days] ?? dayOf.format(when);
}

/** Make the elements of a message: a day's divider where a day begins, then the message. */
function elementsOf(message, before) {
  const when = writtenAt(message);
  const isNewDay = !before || writtenAt(before).toDateString() !== when.toDateString();
  const divider = isNewDay && h("div.day", { role: "separator" }, h("span", {}, dayName(when)));
  return [divider, messageElement(message, view.sceneOf(message), goesOn(message, before))].filter(Boolean);
}

/** Show a conversation from its beginning; the view says how. */
export function showMessages(all, newView) {
  messages = all;
  view = newView;
  root.replaceChildren(...[view.welcome].filter(Boolean), ...messages.flatMap((message, at) => elementsOf(message, messages[at - 1])));
  toEnd(false);
}

function add(message) {
  const follows = isNearEnd();
  const nodes = elementsOf(message, messages.at(-1));
  nodes.at(-1).classList.add("arriving");
  root.append(...nodes);
  messages.push(message);
  if (follows) reveal(nodes.at(-1));
  else jump.hidden = false;
}

function change(message) {
  const at = messages.findIndex(({ ts }) => ts === message.ts);
  if (at < 0) return add(message);
  messages[at] = message;
  return nodeOf(message.ts).replaceWith(messageElement(message, view.sceneOf(message), goesOn(message, messages[at - 1])));
}

function remove({ ts }) {
  messages = messages.filter((message) => message.ts !== ts);
  nodeOf(ts)?.remove();
}

const CHANGES = { message: change, changed: change, deleted: remove };

/** Take in what the feed tells of the open conversation. */
export const applyChange = ({ type, message }) => CHANGES[type](message);
