// The box one writes in: completion of commands, history, Enter sends.

import { completionsOf } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const form = document.getElementById("composer");
const field = h("textarea", {
  id: "composer-text", rows: 1, "data-testid": "composer", "aria-label": "Message", role: "combobox",
  "aria-autocomplete": "list", "aria-controls": "completions", "aria-expanded": "false", spellcheck: "true", disabled: true,
});
const list = h("ul.completions", { id: "completions", role: "listbox", "aria-label": "Commands", hidden: true });
const send = h("button.icon-button.send", { type: "submit", "aria-label": "Send", disabled: true }, icon("send"));
form.append(list, h("div.write", {}, field, send), h("p.keys", {}, h("kbd", {}, "Enter"), " sends · ", h("kbd", {}, "Tab"), " completes · ", h("kbd", {}, "↑"), " what you sent before"));

let commands = [];
let onSend = () => {};
let offers = [];
let active = -1;
const history = [];
let recalled = history.length;

function write(text) {
  field.value = text;
  send.disabled = !text.trim();
}

function highlight(at) {
  active = at;
  [...list.children].forEach((node, index) => {
    node.setAttribute("aria-selected", String(index === at));
    if (index === at) node.scrollIntoView({ block: "nearest" });
  });
  if (at < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", `completion-${at}`);
}

function offer() {
  offers = completionsOf(field.value, commands);
  const entry = ({ words, hint }, at) => h("li", {
    id: `completion-${at}`, role: "option", "aria-selected": "false", "data-testid": "completion",
    // A press must not take the focus from the field.
    onpointerdown: (event) => event.preventDefault(),
    onclick: () => take(at),
  }, h("b", {}, words), hint && h("small", {}, hint));
  list.replaceChildren(...offers.map(entry));
  list.hidden = !offers.length;
  list.scrollTop = 0;
  field.setAttribute("aria-expanded", String(offers.length > 0));
  highlight(-1);
}

function hush() {
  offers = [];
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  highlight(-1);
}

function take(at) {
  write(offers[at].whole);
  offer();
}

function recall(step) {
  recalled = Math.max(0, Math.min(history.length, recalled + step));
  write(history[recalled] ?? "");
  hush();
}

function submit() {
  const text = field.value.trim();
  if (!text) return;
  if (history.at(-1) !== text) history.push(text);
  recalled = history.length;
  write("");
  hush();
  onSend(text);
}

const step = (by) => highlight((active + by + offers.length + (active < 0 && by < 0 ? 1 : 0)) % offers.length);

/** What a key does, or null when the field handles it. */
function deedOf({ key, shiftKey, isComposing }) {
  if (isComposing) return null;
  if (offers.length) {
    const deeds = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Escape: hush, Tab: shiftKey ? null : () => take(Math.max(active, 0)) };
    if (deeds[key]) return deeds[key];
    if (key === "Enter" && active >= 0) return () => take(active);
  }
  const recalls = field.value === "" || field.value === history[recalled];
  if (key === "ArrowUp" && recalls && history.length) return () => recall(-1);
  if (key === "ArrowDown" && recalls && recalled < history.length) return () => recall(1);
  return key === "Enter" && !shiftKey ? submit : null;
}

field.addEventListener("input", () => {
  send.disabled = !field.value.trim();
  offer();
});
field.addEventListener("keydown", (event) => {
  const deed = deedOf(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});
field.addEventListener("blur", hush);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

/** Set what the box offers and where it writes to; `send(text)` gets what was written. */
export function setComposer({ placeName, offered, send: sender }) {
  commands = offered;
  onSend = sender;
  field.disabled = false;
  field.placeholder = `Message ${placeName}, or type / for a command`;
  field.setAttribute("aria-label", `Message ${placeName}`);
}

/** Move the cursor into the box. */
export const focusComposer = () => field.focus({ preventScroll: true });
