// What people fill in and choose from. Each control is `{ node, read }`: `read()` gives its part of Slack's state.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { textObject } from "./mrkdwn.js";

const label = (object) => withEmoji(object?.text ?? "");

function typed(attributes, toState) {
  return (spec) => {
    const node = h("input", { ...attributes, placeholder: label(spec.placeholder) || null, value: spec.initial_value ?? null });
    return { node, read: () => toState(node.value.trim() ? node.value : null) };
  };
}

function plainText(spec) {
  const limits = { maxlength: spec.max_length, minlength: spec.min_length, placeholder: label(spec.placeholder) || null };
  const node = spec.multiline ? h("textarea", { rows: 4, ...limits }) : h("input", { type: "text", ...limits });
  node.value = spec.initial_value ?? "";
  return { node, read: () => ({ value: node.value.trim() ? node.value : null }) };
}

function numberInput(spec) {
  const step = spec.is_decimal_allowed ? "any" : "1";
  const node = h("input", { type: "number", step, min: spec.min_value, max: spec.max_value, value: spec.initial_value, placeholder: label(spec.placeholder) || null });
  return { node, read: () => ({ value: node.value || null }) };
}

function clock(type, key) {
  return (spec) => {
    const node = h("input", { type, value: spec[`initial_${key}`] ?? null });
    return { node, read: () => ({ [`selected_${key}`]: node.value || null }) };
  };
}

const sameOption = (one, other) => one?.value === other?.value;

/** A native list: the first entry stands for "nothing chosen". */
function list(entries, chosen, placeholder) {
  const option = ({ index, text }) => h("option", { value: index, selected: index === chosen }, text);
  const groups = Map.groupBy(entries, ({ group }) => group ?? "");
  const made = [...groups].map(([name, members]) => (name ? h("optgroup", { label: name }, members.map(option)) : members.map(option)));
  return h("select", {}, h("option", { value: "" }, placeholder), made);
}

function staticSelect(spec) {
  const groups = spec.option_groups ?? [{ options: spec.options ?? [] }];
  const options = groups.flatMap((group) => group.options.map((option) => ({ option, group: label(group.label) })));
  const entries = options.map(({ option, group }, index) => ({ index, group, text: label(option.text) }));
  const chosen = options.findIndex(({ option }) => sameOption(option, spec.initial_option));
  const node = list(entries, chosen, label(spec.placeholder) || "Choose…");
  return { node, read: () => ({ selected_option: node.value === "" ? null : options[Number(node.value)].option }) };
}

function usersSelect(spec, { directory }) {
  const entries = directory.people.map(({ id, name, team }) => ({ index: id, group: team, text: name }));
  const node = list(entries, spec.initial_user, label(spec.placeholder) || "Choose a person…");
  return { node, read: () => ({ selected_user: node.value || null }) };
}

let groupsMade = 0;

/** Radio buttons or checkboxes with their descriptions. */
function choices(type, read) {
  return (spec, { directory }) => {
    const name = `choice-${groupsMade++}`;
    const initial = spec.initial_options ?? [spec.initial_option];
    const boxes = spec.options.map((option) => {
      const input = h("input", { type, name, checked: initial.some((other) => sameOption(option, other)) });
      const words = h("span", {}, textObject(option.text, directory), option.description && h("small", {}, textObject(option.description, directory)));
      return { option, input, node: h("label.choice", {}, input, words) };
    });
    const node = h("div.choices", { role: type === "radio" ? "radiogroup" : "group" }, boxes.map((box) => box.node));
    return { node, read: () => read(boxes.filter(({ input }) => input.checked).map(({ option }) => option)) };
  };
}

const oneOf = ([option]) => ({ selected_option: option ?? null });
const manyOf = (options) => ({ selected_options: options });

const CONTROLS = {
  plain_text_input: plainText,
  number_input: numberInput,
  email_text_input: typed({ type: "email" }, (value) => ({ value })),
  url_text_input: typed({ type: "url" }, (value) => ({ value })),
  datepicker: clock("date", "date"),
  timepicker: clock("time", "time"),
  static_select: staticSelect,
  users_select: usersSelect,
  radio_buttons: choices("radio", oneOf),
  checkboxes: choices("checkbox", manyOf),
  multi_static_select: choices("checkbox", manyOf),
};

/** Turn a state part back into the `initial_…` facts of a control: a changed form keeps what was filled in. */
function asInitial(state) {
  const facts = Object.entries(state ?? {}).filter(([key]) => key !== "type");
  return Object.fromEntries(facts.map(([key, value]) => [key.replace(/^(?:selected_)?/, "initial_"), value]));
}

/** Make the control of a Block Kit element, or null when it is none; `kept` is its state from before. */
export function control(spec, scene, kept) {
  const make = CONTROLS[spec.type];
  return make ? make({ ...spec, ...asInitial(kept) }, scene) : null;
}

/** Whether a control's state says that nothing was filled in. */
export const isEmpty = (state) => Object.entries(state).every(([key, value]) => key === "type" || value === null || value.length === 0);
