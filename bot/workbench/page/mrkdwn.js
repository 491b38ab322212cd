// Slack's mrkdwn → nodes. Names of people and channels come from the directory of whoever looks.

import { h, link } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { scan, decode } from "./inline.js";

/** Make the mark for a person, a channel or a whole audience. */
export const mention = (words) => h("span.mention", {}, words);

/** Write a Slack date (`{date_short}`, `{time}` …) in the reader's own way. */
export function slackDate(seconds, format) {
  const when = new Date(seconds * 1000);
  const style = (options) => when.toLocaleString(undefined, options);
  const parts = {
    date_num: () => when.toISOString().slice(0, 10),
    date: () => style({ dateStyle: "long" }),
    date_short: () => style({ dateStyle: "medium" }),
    date_long: () => style({ dateStyle: "full" }),
    date_pretty: () => style({ dateStyle: "long" }),
    date_short_pretty: () => style({ dateStyle: "medium" }),
    date_long_pretty: () => style({ dateStyle: "full" }),
    time: () => style({ timeStyle: "short" }),
    time_secs: () => style({ timeStyle: "medium" }),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => parts[name]?.() ?? whole);
}

const LEADS = /^(?:https?:\/\/|mailto:|tel:)/i;

function angle(inner, directory) {
  const [target, ...rest] = inner.split("|");
  const label = rest.length ? decode(rest.join("|")) : null;
  if (target.startsWith("@")) return mention(`@${directory.person(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${directory.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) return h("time", {}, slackDate(Number(date[1]), date[2]) || label);
  if (target.startsWith("!")) return h("span.mention.broadcast", {}, label ?? `@${target.slice(1).split("^")[0]}`);
  return LEADS.test(target) ? link(decode(target), label ?? decode(target)) : null;
}

const styled = (mark, tag) => ({
  pattern: new RegExp(`${mark}(?![\\s${mark}])([^\\n]*?[^\\s])${mark}(?![\\p{L}\\p{N}${mark}])`, "uy"),
  apart: true,
  make: ([, inner], read) => h(tag, {}, read(inner)),
});

const rules = (directory) => [
  { pattern: /`([^`\n]+)`/y, make: ([, inner]) => h("code", {}, decode(inner)) },
  { pattern: /<([^<>\n]+)>/y, make: ([, inner]) => angle(inner, directory) },
  { pattern: /:([a-z0-9_+-]+):/y, make: ([, name]) => emoji(name) ?? null },
  styled("\\*", "strong"),
  styled("_", "em"),
  styled("~", "s"),
];

const LINE_KINDS = [
  ["quote", /^(?:&gt;|>) ?/],
  ["bullets", /^\s*[•◦▪-] +/],
];

function lineKind(line) {
  const [kind, prefix] = LINE_KINDS.find(([, pattern]) => pattern.test(line)) ?? ["plain", /^/];
  return { kind, text: line.replace(prefix, "") };
}

/** Gather neighbouring lines of one kind: [{ kind, lines }]. */
function runs(text) {
  const gathered = [];
  for (const { kind, text: line } of text.split("\n").map(lineKind)) {
    const last = gathered.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else gathered.push({ kind, lines: [line] });
  }
  return gathered;
}

/** Render a mrkdwn text: nodes for a block that keeps its line breaks. */
export function mrkdwn(text, directory) {
  const dialect = rules(directory);
  const make = {
    plain: (lines) => scan(lines.join("\n"), dialect),
    quote: (lines) => h("blockquote", {}, scan(lines.join("\n"), dialect)),
    bullets: (lines) => h("ul", {}, lines.map((line) => h("li", {}, scan(line, dialect)))),
  };
  return text.split("```").map((piece, index) => {
    if (index % 2) return h("pre", {}, decode(piece.replace(/^\n|\n$/g, "")));
    return runs(piece).map(({ kind, lines }) => make[kind](lines));
  });
}

/** Render a text object of Block Kit (mrkdwn or plain_text). */
export function textObject(object, directory) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, directory);
  return [object.emoji === false ? object.text : withEmoji(object.text)];
}
