// The two tables of Block Kit: `table` as it is, `data_table` that its reader sorts and leafs through.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { richText } from "./rich_text.js";

const content = (cell, directory) => (cell.type === "rich_text" ? richText(cell, directory) : withEmoji(cell.text ?? ""));

function plainText(part) {
  if (part.text !== undefined) return part.text;
  return (part.elements ?? []).map(plainText).join("");
}

const frame = (caption, table) => h("div.table-frame", { tabindex: "0", role: "group", "aria-label": caption }, table);

/** Render a `table` block; its first row is the head. */
export function table(block, directory) {
  const setting = (at) => block.column_settings?.[at] ?? {};
  const name = (tag, at) => `${tag}.${setting(at).align ?? "left"}${setting(at).is_wrapped ? ".wrapped" : ""}`;
  const row = (cells, tag) => h("tr", {}, cells.map((cell, at) => h(name(tag, at), {}, content(cell, directory))));
  const [head, ...rows] = block.rows;
  const body = h("tbody", {}, rows.map((cells) => row(cells, "td")));
  return frame("Table", h("table", {}, h("thead", {}, row(head, "th")), body));
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compare(one, other) {
  if (one.type === "raw_number" && other.type === "raw_number") return one.value - other.value;
  return collator.compare(plainText(one), plainText(other));
}

/** Render a `data_table` block: a press on a column's head sorts by it, again turns the order. */
export function dataTable(block, directory) {
  const [head, ...rows] = block.rows;
  const pageSize = block.page_size ?? 5;
  const isNumeric = (at) => rows.length > 0 && rows.every((row) => row[at]?.type === "raw_number");
  let sorted = { at: -1, step: 1 };
  let page = 0;
  const root = h("div.data-table");

  function sortBy(at) {
    sorted = { at, step: sorted.at === at ? -sorted.step : 1 };
    page = 0;
    draw();
    root.querySelectorAll("th button")[at].focus();
  }
  function turn(step) {
    page += step;
    draw();
    (root.querySelectorAll(".pager button:enabled")[step > 0 ? 1 : 0] ?? root.querySelector(".pager button:enabled"))?.focus();
  }
  function headCell(cell, at) {
    const order = sorted.at !== at ? "none" : sorted.step > 0 ? "ascending" : "descending";
    const arrow = h("span.sort-mark", { "aria-hidden": "true" }, { none: "↕", ascending: "↑", descending: "↓" }[order]);
    const button = h("button", { type: "button", onclick: () => sortBy(at) }, content(cell, directory), arrow);
    return h(`th.${isNumeric(at) ? "right" : "left"}`, { scope: "col", "aria-sort": order }, button);
  }
  function bodyCell(cell, at) {
    const isName = at === (block.row_header_column_index ?? 0);
    const node = h(`${isName ? "th" : "td"}.${isNumeric(at) ? "right" : "left"}`, {}, content(cell, directory));
    if (isName) node.setAttribute("scope", "row");
    return node;
  }
  function pager(pages) {
    const step = (label, by, enabled) => h("button.small", { type: "button", disabled: !enabled, onclick: () => turn(by) }, label);
    return h("div.pager", {}, step("Previous", -1, page > 0), h("span", {}, `${page + 1} of ${pages}`), step("Next", 1, page < pages - 1));
  }
  function draw() {
    const ordered = sorted.at < 0 ? rows : rows.toSorted((one, other) => sorted.step * compare(one[sorted.at], other[sorted.at]));
    const pages = Math.max(1, Math.ceil(rows.length / pageSize));
    const shown = ordered.slice(page * pageSize, (page + 1) * pageSize);
    const body = h("tbody", {}, shown.map((row) => h("tr", {}, row.map(bodyCell))));
    const whole = h("table", {}, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, head.map(headCell))), body);
    root.replaceChildren(...[frame(block.caption, whole), pages > 1 && pager(pages)].filter(Boolean));
  }
  draw();
  return root;
}
