// The rich_text block: text that is already taken apart.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mention, slackDate } from "./mrkdwn.js";

const STYLES = { code: "code", strike: "s", italic: "em", bold: "strong", underline: "u" };

function character({ name, unicode }) {
  if (unicode) return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
  return emoji(name) ?? `:${name}:`;
}

const LEAVES = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text ?? part.url),
  emoji: character,
  user: (part, directory) => mention(`@${directory.person(part.user_id) ?? part.user_id}`),
  channel: (part, directory) => mention(`#${directory.channel(part.channel_id) ?? part.channel_id}`),
  usergroup: (part) => mention(`@${part.usergroup_id}`),
  broadcast: (part) => h("span.mention.broadcast", {}, `@${part.range}`),
  date: (part) => h("time", {}, slackDate(part.timestamp, part.format) || part.fallback),
  color: (part) => part.value,
};

function leaf(part, directory) {
  const made = LEAVES[part.type]?.(part, directory) ?? part.text ?? `[${part.type}]`;
  const worn = Object.entries(STYLES).filter(([name]) => part.style?.[name]);
  return worn.reduce((inner, [, tag]) => h(tag, {}, inner), made);
}

const leaves = (part, directory) => (part.elements ?? []).map((inner) => leaf(inner, directory));

const PARTS = {
  rich_text_section: (part, directory) => h("div.rich-section", {}, leaves(part, directory)),
  rich_text_preformatted: (part, directory) => h("pre", {}, leaves(part, directory)),
  rich_text_quote: (part, directory) => h("blockquote", {}, leaves(part, directory)),
  rich_text_list: (part, directory) => {
    const start = part.style === "ordered" && part.offset ? part.offset + 1 : null;
    const items = part.elements.map((item) => h("li", {}, leaves(item, directory)));
    return h(`${part.style === "ordered" ? "ol" : "ul"}.indent-${Math.min(part.indent ?? 0, 5)}`, { start }, items);
  },
};

/** Render a rich_text block (also as a table's cell). */
export function richText(block, directory) {
  return block.elements.map((part) => (PARTS[part.type] ?? PARTS.rich_text_section)(part, directory));
}
