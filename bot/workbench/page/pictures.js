// The emoji that Amber's messages live by, drawn here: a machine without an emoji font shows them all the same.
// The character stays in the text, so that copying, searching and screen readers work.

import { h, svg } from "./dom.js";

const shape = (tag, facts) => svg(tag, facts);
const disc = (fill, stroke = "none") => () => [shape("circle", { cx: 12, cy: 12, r: 9, fill, stroke, "stroke-width": 1.5 })];
const tile = (fill, stroke = "none") => () => [shape("rect", { x: 3.5, y: 3.5, width: 17, height: 17, rx: 4, fill, stroke, "stroke-width": 1.5 })];
const line = (d, stroke, width = 2.6) => shape("path", { d, stroke, "stroke-width": width, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" });
const area = (d, fill) => shape("path", { d, fill, stroke: fill, "stroke-width": 1.2, "stroke-linejoin": "round" });

const sheet = () => shape("rect", { x: 2.5, y: 3, width: 19, height: 18, rx: 3.5, fill: "#f3ead9", stroke: "#c9b697" });

// Digits are strokes: a letter in the drawing would be copied and searched with the text.
const DIGITS = [
  "m10 8.500 2.500-1.500v10",
  "M9 9.500a3 3 0 0 1 6 0c0 2.500-6 4.500-6 7.500h6",
  "M9 7h6l-3.500 4a3 3 0 1 1-2.800 4.500",
  "M13.500 17V7l-5 7h7.500",
  "M15 7H9.800l-.600 4.500a3 3 0 1 1-.400 4.300",
  "M14 7c-3 1.500-5 4-5 7a3 3 0 1 0 3-3c-1.500 0-2.600.800-3 2",
  "M9 7h6l-4 10",
  "M12 11.500a2.300 2.300 0 1 1 .010 0M12 11.500a2.700 2.700 0 1 1-.010 0",
  "M10 17c3-1.500 5-4 5-7a3 3 0 1 0-3 3c1.500 0 2.600-.800 3-2",
];
const keycap = (d) => () => [...tile("#3b7dd8")(), line(d, "#fff", 2)];

const PICTURES = {
  "🔴": disc("#dd3b38"),
  "🟠": disc("#f08a24"),
  "🟡": disc("#f6c02c"),
  "🟢": disc("#3aa757"),
  "🔵": disc("#3b7dd8"),
  "⚪": disc("#f4f1ec", "#bdb2a3"),
  "⚫": disc("#3a352f", "#6b6358"),
  "⬜": tile("#f4f1ec", "#bdb2a3"),
  "🟥": tile("#dd3b38"),
  "🟨": tile("#f6c02c"),
  "🟩": tile("#3aa757"),
  ...Object.fromEntries(DIGITS.map((d, at) => [`${at + 1}\uFE0F\u20E3`, keycap(d)])),
  "🔟": keycap("M7.500 9 9 7.500v9M14.500 7.500c-1.600 0-2.500 1.700-2.500 4.500s.900 4.500 2.500 4.500 2.500-1.700 2.500-4.500-.900-4.500-2.500-4.500"),
  "✅": () => [...tile("#3aa757")(), line("m7.500 12.500 3.200 3.200L16.800 9", "#fff")],
  "❌": () => [line("m5.500 5.500 13 13M18.500 5.500l-13 13", "#dd3b38", 3.4)],
  "⚠": () => [area("M12 3.500 2.500 20h19z", "#f6b72c"), line("M12 9.500v5M12 17.400h.01", "#3a2a10", 2.2)],
  "⏫": () => [...tile("#3b7dd8")(), line("m7.500 12 4.500-4.500L16.500 12M7.500 17l4.500-4.500 4.500 4.500", "#fff", 2)],
  "📈": () => [sheet(), line("m6 16.500 4-4.500 3 2.500 5-7", "#d23c35", 2.2)],
  "📉": () => [sheet(), line("m6 7.500 4 4.500 3-2.500 5 7", "#2f6fc4", 2.2)],
  "📊": () => [sheet(), line("M7.500 17v-4", "#3aa757", 3), line("M12 17V8", "#d23c35", 3), line("M16.500 17v-6", "#2f6fc4", 3)],
  "📅": () => [sheet(), area("M3.500 4h17v4h-17z", "#d23c35"), line("M7.500 12.500h.01M12 12.500h.01M16.500 12.500h.01M7.500 16.800h.01M12 16.800h.01", "#6b5c48", 2.2)],
  "🔔": () => [area("M12 3.500c-4 0-6 3-6 7 0 4-2 5-2 6.500h16c0-1.500-2-2.500-2-6.500 0-4-2-7-6-7z", "#f2b134"), line("M10.300 20a1.900 1.900 0 0 0 3.400 0", "#c98512", 2)],
  "💡": () => [area("M12 2.800a6.500 6.500 0 0 0-3.600 11.900c.6.500.8 1 .8 1.800h5.600c0-.8.2-1.300.8-1.800A6.500 6.500 0 0 0 12 2.800z", "#f9c846"), line("M10 19h4M10.800 21.300h2.400", "#8a8073", 2)],
  "⭐": () => [area("m12 3 2.800 5.900 6.400.8-4.700 4.500 1.200 6.400L12 17.500l-5.700 3.100 1.200-6.400L2.800 9.700l6.400-.8z", "#f7bd2d")],
  "📞": () => [area("M5.500 3.500 9 4l1.300 4-2 1.700c1 2.400 2.700 4.400 5.500 6l2-1.800 4 1.600.2 3.600c-.6 1.300-2 1.600-3.300 1.400C9.500 19.500 4.500 14 3.700 6.800c0-1.500.5-2.700 1.800-3.300z", "#d8503f")],
  "👋": () => [area("M6 12.500 9.500 9l-2-4.300c1.200-1 2.200-.5 2.800.5l2 3 .5-4.600c1.300-.5 2.200 0 2.300 1.200l.3 4 1.800-3c1.200-.2 1.900.5 1.700 1.700l-1.700 7.700c-.8 3.500-3 5.500-6 5.500-3.500 0-6.200-3-8-6.500.6-1.300 1.800-1.400 2.800-.5z", "#f6c656")],
  "🎉": () => [area("M3.500 20.500 8 9l7 7z", "#f2b134"), line("M14 9c0-2.500 1-4 3-5M16 12c2-1.500 3.500-1.500 5-.5M11 6.500V4.200", "#d8503f", 2), line("M19.500 7.500h.01M17.500 17h.01M13.500 3h.01", "#3b7dd8", 2.6)],
};

const KNOWN = new RegExp(`(${Object.keys(PICTURES).join("|")})\\uFE0F?`, "gu");

function pictured(whole, character) {
  return h("span.emoji", {}, whole, svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, PICTURES[character]()));
}

function partsOf(text) {
  const parts = [];
  let from = 0;
  for (const { 0: whole, 1: character, index } of text.matchAll(KNOWN)) {
    parts.push(text.slice(from, index), pictured(whole, character));
    from = index + whole.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

/** Draw the known emoji in everything below a node; returns the node. */
export function illustrate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (text.data.search(KNOWN) >= 0 && !text.parentElement.closest("option, pre, code, .emoji")) text.replaceWith(...partsOf(text.data));
  }
  return root;
}
