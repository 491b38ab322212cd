// The markdown block: standard Markdown as far as Slack renders it → nodes.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { decode, scan } from "./inline.js";

const wrapped = (pattern, tag) => ({ pattern, make: ([, inner], read) => h(tag, {}, read(inner)) });

const RULES = [
  { pattern: /\\([\\`*_~[\](){}#+.!|>-])/y, make: ([, character]) => character },
  { pattern: /`([^`\n]+)`/y, make: ([, inner]) => h("code", {}, decode(inner)) },
  { pattern: /!?\[([^\]\n]+)\]\(([^()\s]+)\)/y, make: ([, words, address], read) => link(address, read(words)) },
  { pattern: /<(https?:[^<>\s]+)>/y, make: ([, address]) => link(address) },
  { pattern: /:([a-z0-9_+-]+):/y, make: ([, name]) => emoji(name) ?? null },
  wrapped(/\*\*(?=\S)(.+?)(?<=\S)\*\*/y, "strong"),
  wrapped(/~~(?=\S)(.+?)(?<=\S)~~/y, "s"),
  wrapped(/\*(?=\S)([^*\n]+?)(?<=\S)\*/y, "em"),
  { ...wrapped(/_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}])/uy, "em"), apart: true },
];

const line = (text) => scan(text, RULES);
const cells = (text) => text.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());
const alignment = (mark) => (/^:-+:$/.test(mark) ? "center" : /-:$/.test(mark) ? "right" : "left");

function table([head, marks, ...rows]) {
  const aligned = cells(marks).map(alignment);
  const row = (text, tag) => h("tr", {}, cells(text).map((cell, at) => h(`${tag}.${aligned[at] ?? "left"}`, {}, line(cell))));
  const body = h("table", {}, h("thead", {}, row(head, "th")), h("tbody", {}, rows.map((text) => row(text, "td"))));
  return h("div.table-frame", {}, body);
}

const list = (tag, prefix) => (lines) => h(tag, {}, lines.map((text) => h("li", {}, line(text.replace(prefix, "")))));

// Each kind of block: which first line starts it, which lines go on with it, what it becomes.
const BLOCKS = [
  { starts: /^#{1,6} /, make: ([text]) => h(`h${Math.min(6, text.indexOf(" ") + 2)}`, {}, line(text.replace(/^#+ /, ""))) },
  { starts: /^(?:-{3,}|\*{3,}|_{3,})\s*$/, make: () => h("hr") },
  { starts: /^> ?/, goesOn: /^> ?/, make: (lines) => h("blockquote", {}, line(lines.map((text) => text.replace(/^> ?/, "")).join("\n"))) },
  { starts: /^\s*[-*+] +/, goesOn: /^\s*[-*+] +/, make: list("ul", /^\s*[-*+] +/) },
  { starts: /^\s*\d+[.)] +/, goesOn: /^\s*\d+[.)] +/, make: list("ol", /^\s*\d+[.)] +/) },
  { starts: /^\s*\|.*\|/, goesOn: /^\s*\|/, make: (lines) => (lines.length > 1 ? table(lines) : h("p", {}, line(lines[0]))) },
  { starts: /\S/, goesOn: /^(?!#{1,6} |> ?|\s*[-*+] +|\s*\d+[.)] +|\s*\|)\s*\S/, make: (lines) => h("p", {}, line(lines.join("\n"))) },
];

function prose(text) {
  const made = [];
  const lines = text.split("\n");
  while (lines.length) {
    const first = lines.shift();
    const kind = BLOCKS.find(({ starts }) => starts.test(first));
    if (!kind) continue;
    const taken = [first];
    while (lines.length && kind.goesOn?.test(lines[0])) taken.push(lines.shift());
    made.push(kind.make(taken));
  }
  return made;
}

/** Render a Markdown text. */
export function markdown(text) {
  return text.split(/^```.*$/m).map((piece, index) => (index % 2 ? h("pre", {}, piece.replace(/^\n|\n$/g, "")) : prose(piece)));
}
