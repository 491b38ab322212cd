// Forms (Slack's modal views): a stack of them in one dialog, the top one shown.

import { blocks } from "./blocks.js";
import { isEmpty } from "./controls.js";
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { illustrate } from "./pictures.js";

const dialog = document.getElementById("modal");

let stack = []; // [{ view, node, fields }], the top one last
let desk = null; // { directory, act(view_id, action, values), submit(view_id, values), close(view_id) }

const stateOf = ({ spec, read }) => ({ type: spec.type, ...read() });

function valuesOf(fields) {
  const values = {};
  for (const field of fields) (values[field.block.block_id] ??= {})[field.spec.action_id] = stateOf(field);
  return values;
}

function showErrors({ node }, errors) {
  const frames = [...node.querySelectorAll(".block.input")];
  for (const frame of frames) {
    const words = errors[frame.dataset.blockId];
    frame.classList.toggle("wrong", Boolean(words));
    frame.querySelector("input, select, textarea")?.setAttribute("aria-invalid", String(Boolean(words)));
    Object.assign(frame.querySelector(".field-error"), { textContent: words ?? "", hidden: !words });
  }
  const elsewhere = Object.entries(errors).filter(([id]) => !frames.some(({ dataset }) => dataset.blockId === id));
  Object.assign(node.querySelector(".form-error"), { textContent: elsewhere.map(([, words]) => words).join(" "), hidden: !elsewhere.length });
  node.querySelector(".wrong :is(input, select, textarea)")?.focus();
}

/** What is still missing, as errors of the form. */
function missing(fields) {
  const blank = fields.filter(({ block, ...field }) => block.type === "input" && !block.optional && isEmpty(stateOf(field)));
  const invalid = fields.filter(({ node }) => node.validity && !node.validity.valid);
  return Object.fromEntries([
    ...invalid.map(({ block, node }) => [block.block_id, node.validationMessage]),
    ...blank.map(({ block }) => [block.block_id, "Please complete this required field."]),
  ]);
}

async function submit(layer) {
  const errors = missing(layer.fields);
  showErrors(layer, errors);
  if (Object.keys(errors).length || layer.node.classList.contains("busy")) return;
  layer.node.classList.add("busy");
  const answer = await desk.submit(layer.view.id, valuesOf(layer.fields));
  layer.node.classList.remove("busy");
  if (!answer) return;
  if (answer.errors) showErrors(layer, answer.errors);
  else if (answer.view) showView(answer.view);
  else dropView(layer.view.id);
}

function layerOf(view, kept) {
  const fields = [];
  const scene = { directory: desk.directory, fields, kept, act: (action) => desk.act(view.id, action, valuesOf(fields)) };
  const layer = { view, fields };
  const close = () => {
    desk.close(view.id);
    dropView(view.id);
  };
  const title = h("h2", { id: `title-${view.id}` }, withEmoji(view.title?.text ?? ""));
  const closer = h("button.icon-button", { type: "button", "aria-label": "Close", "data-testid": "modal-x", onclick: close }, icon("close"));
  const submitter = view.submit && h("button.button.primary", { type: "submit", "data-testid": "modal-submit" }, h("span", {}, withEmoji(view.submit.text)));
  const canceller = h("button.button.plain", { type: "button", "data-testid": "modal-close", onclick: close }, withEmoji(view.close?.text ?? "Cancel"));
  const onsubmit = (event) => {
    event.preventDefault();
    submit(layer);
  };
  layer.close = close;
  layer.node = h("form.form", { novalidate: true, onsubmit, "data-view-id": view.id },
    h("header", {}, title, closer),
    h("div.form-body", {}, h("p.form-error", { role: "alert", hidden: true }), blocks(view.blocks, scene)),
    h("footer", {}, canceller, submitter));
  return layer;
}

function draw() {
  const top = stack.at(-1);
  if (!top) {
    dialog.close();
    return;
  }
  dialog.replaceChildren(illustrate(top.node));
  dialog.setAttribute("aria-labelledby", `title-${top.view.id}`);
  if (dialog.open) return;
  dialog.showModal();
  top.node.querySelector(".form-body :is(input, select, textarea)")?.focus();
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  stack.at(-1)?.close();
});

/** Show a form: a known one anew (what was filled in stays), an unknown one on top. */
export function showView(view) {
  const at = stack.findIndex((layer) => layer.view.id === view.id);
  const layer = layerOf(view, at >= 0 ? valuesOf(stack[at].fields) : undefined);
  if (at >= 0) stack[at] = layer;
  else stack.push(layer);
  draw();
}

/** Whether a form is open. */
export const hasForm = () => stack.length > 0;

/** Take a form away. */
export function dropView(id) {
  stack = stack.filter(({ view }) => view.id !== id);
  draw();
}

/** Begin without forms for somebody; `desk` carries what the forms do. */
export function seatForms(newDesk) {
  desk = newDesk;
  stack = [];
  draw();
}
