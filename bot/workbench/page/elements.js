// The interactive elements of Block Kit: a press or a choice becomes an action as Slack sends it.

import { confirmation } from "./confirmation.js";
import { control } from "./controls.js";
import { h, link } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { attachPanel, menuItem } from "./panel.js";

// Nothing is loaded from elsewhere: the page's policy forbids it.
const OWN_PICTURE = /^(?:data:image\/|\/files\/)/;

/** Make a picture; one from elsewhere becomes a link with its words. */
export function picture({ image_url: address = "", alt_text: words = "" }) {
  return OWN_PICTURE.test(address) ? h("img", { src: address, alt: words }) : link(address, words || address);
}

/** Show something that is not rendered here: named and whole, never lost. */
export function unknown(kind, content) {
  return h("details.unknown", {}, h("summary", {}, `${kind} (not drawn here)`), h("pre", {}, JSON.stringify(content, null, 2)));
}

async function send(spec, block, scene, node, facts) {
  if (spec.confirm && !(await confirmation(spec.confirm, scene.directory))) return;
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  await scene.act({ type: spec.type, action_id: spec.action_id ?? "", block_id: block.block_id ?? "", ...facts });
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
}

function button(spec, block, scene) {
  const facts = { text: spec.text, ...(spec.value !== undefined && { value: spec.value }), ...(spec.style && { style: spec.style }) };
  const look = `.${spec.style ?? "plain"}`;
  const attributes = { "data-action-id": spec.action_id, "aria-label": spec.accessibility_label };
  if (spec.url) {
    const node = link(spec.url, withEmoji(spec.text.text));
    node.classList.add("button", spec.style ?? "plain");
    node.dataset.actionId = spec.action_id ?? "";
    node.addEventListener("click", () => scene.act({ type: "button", action_id: spec.action_id ?? "", block_id: block.block_id ?? "", ...facts }));
    return node;
  }
  const press = ({ currentTarget: node }) => node.classList.contains("busy") || send(spec, block, scene, node, facts);
  return h(`button.button${look}`, { type: "button", onclick: press, ...attributes }, h("span", {}, withEmoji(spec.text.text)));
}

function overflow(spec, block, scene) {
  const node = h("button.button.plain.overflow", { type: "button", "aria-label": "More", "data-action-id": spec.action_id }, icon("dots"));
  const pick = (option) => () => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    send(spec, block, scene, node, { selected_option: option });
  };
  const entry = (close) => (option) => menuItem(close, pick(option), { "data-value": option.value }, withEmoji(option.text.text));
  return h("span.overflow-frame", {}, node, attachPanel(node, (close) => spec.options.map(entry(close))));
}

function choice(spec, block, scene, acts) {
  const made = control(spec, scene, scene.kept?.[block.block_id]?.[spec.action_id]);
  if (!made) return unknown(spec.type, spec);
  made.node.dataset.actionId = spec.action_id ?? "";
  scene.fields?.push({ block, spec, ...made });
  if (acts) made.node.addEventListener("change", () => send(spec, block, scene, made.node, made.read()));
  return made.node;
}

/**
 * Make an element of a block. The scene is where it stands: `{ directory, act(action), fields?, kept? }`; controls
 * add themselves to `fields`. `acts` says whether a choice is sent at once (in an input block it waits for the form).
 */
export function element(spec, block, scene, acts = true) {
  if (spec.type === "button") return button(spec, block, scene);
  if (spec.type === "overflow") return overflow(spec, block, scene);
  if (spec.type === "image") return picture(spec);
  return choice(spec, block, scene, acts);
}
