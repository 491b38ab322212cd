// One scanner for marked-up lines; the two dialects (Slack's mrkdwn, Markdown) are lists of rules.

const WORD = /[\p{L}\p{N}_]/u;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Turn Slack's three escapes back into their characters. */
export const decode = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/**
 * Read a text by rules `{ pattern: sticky RegExp, make(match, read) → node or null, apart?: bool }`.
 * `apart` marks a rule that only starts where no word runs into it. Returns nodes and strings.
 */
export function scan(text, rules) {
  const found = [];
  let plain = "";
  let at = 0;
  const read = (inner) => scan(inner, rules);
  function match() {
    for (const { pattern, make, apart } of rules) {
      if (apart && at > 0 && WORD.test(text[at - 1])) continue;
      pattern.lastIndex = at;
      const hit = pattern.exec(text);
      const node = hit && make(hit, read);
      if (node) return [node, hit[0].length];
    }
    return null;
  }
  while (at < text.length) {
    const hit = match();
    if (hit) {
      if (plain) found.push(decode(plain));
      plain = "";
      found.push(hit[0]);
      at += hit[1];
    } else {
      plain += text[at++];
    }
  }
  if (plain) found.push(decode(plain));
  return found;
}
