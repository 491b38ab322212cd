// Block Kit → elements: one small renderer per type of block.

import { chart, isDrawn } from "./chart.js";
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { element, picture, unknown } from "./elements.js";
import { markdown } from "./markdown.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./table.js";

let inputsMade = 0;

function section(block, scene) {
  const body = h("div.section-body", {},
    block.text && h("div.marked", {}, textObject(block.text, scene.directory)),
    block.fields && h("div.fields", {}, block.fields.map((field) => h("div.marked", {}, textObject(field, scene.directory)))));
  return h("div.block.section", {}, body, block.accessory && h("div.accessory", {}, element(block.accessory, block, scene)));
}

function context(block, scene) {
  const part = (inner) => (inner.type === "image" ? picture(inner) : h("span.marked", {}, textObject(inner, scene.directory)));
  return h("div.block.context", {}, block.elements.map(part));
}

function image(block, scene) {
  return h("figure.block.image", {}, block.title && h("figcaption", {}, textObject(block.title, scene.directory)), picture(block));
}

function input(block, scene) {
  const id = `input-${inputsMade++}`;
  const field = element(block.element, block, scene, block.dispatch_action === true);
  const hint = block.hint && h("p.hint", { id: `${id}-hint` }, textObject(block.hint, scene.directory));
  const error = h("p.field-error", { id: `${id}-error`, role: "alert", hidden: true });
  const label = h("label.input-label", { for: id, id: `${id}-label` }, withEmoji(block.label.text), block.optional && h("span.optional", {}, " (optional)"));
  field.id = id;
  field.setAttribute("aria-describedby", [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "));
  if (field.classList.contains("choices")) field.setAttribute("aria-labelledby", `${id}-label`);
  return h("div.block.input", { "data-block-id": block.block_id }, label, field, hint, error);
}

const BLOCKS = {
  section,
  context,
  image,
  input,
  header: (block, { directory }) => h("h3.block.header", {}, textObject(block.text, directory)),
  divider: () => h("hr.block"),
  actions: (block, scene) => h("div.block.actions", {}, block.elements.map((inner) => element(inner, block, scene))),
  rich_text: (block, { directory }) => h("div.block.marked", {}, richText(block, directory)),
  markdown: (block) => h("div.block.marked.markdown", {}, markdown(block.text)),
  table: (block, { directory }) => h("div.block", {}, table(block, directory)),
  data_table: (block, { directory }) => h("div.block", {}, dataTable(block, directory)),
  data_visualization: (block) => h("div.block", {}, isDrawn(block.chart) ? chart(block) : unknown(`${block.chart?.type} chart`, block)),
};

/** Render one block; one that is unknown or broken is shown as a named box with all it holds. */
function render(block, scene) {
  try {
    return BLOCKS[block.type]?.(block, scene) ?? unknown(`${block.type} block`, block);
  } catch {
    return unknown(`broken ${block.type} block`, block);
  }
}

/** Render the blocks of a message or a view. */
export const blocks = (specs, scene) => specs.map((block) => render(block, scene));
