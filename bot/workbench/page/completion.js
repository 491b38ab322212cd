// What `/kpi …` may go on with: matching without case and accents, whole phrase first, else the last word.

import { fold } from "./dom.js";

const MOST = 40;

/** How well a candidate goes on from what was typed: 0 best, Infinity not at all. */
function rank(candidate, typed) {
  const words = fold(candidate);
  if (words === typed) return Infinity;
  if (words.startsWith(typed)) return 0;
  if (words.includes(` ${typed}`) || words.includes(`_${typed}`)) return 1;
  return typed.length > 1 && words.includes(typed) ? 2 : Infinity;
}

function best(candidates, typed) {
  const ranked = candidates.map((words) => ({ words, at: rank(words, fold(typed)) })).filter(({ at }) => at < Infinity);
  return ranked.toSorted((one, other) => one.at - other.at).slice(0, MOST).map(({ words }) => words);
}

/** Offer what may follow `text`: [{ words, hint, whole }], `whole` being the text that picking it leaves. */
export function completionsOf(text, commands) {
  if (!text.startsWith("/")) return [];
  const gap = text.indexOf(" ");
  if (gap < 0) {
    const known = commands.filter(({ command }) => fold(command).startsWith(fold(text)));
    return known.map(({ command, hint }) => ({ words: command, hint, whole: `${command} ` }));
  }
  const command = commands.find((one) => one.command === text.slice(0, gap));
  if (!command) return [];
  const rest = text.slice(gap + 1);
  const offer = (before) => (words) => ({ words, hint: "", whole: `${command.command} ${before}${words} ` });
  const phrases = best(command.completions, rest);
  if (phrases.length || !rest.includes(" ")) return phrases.map(offer(""));
  const cut = rest.lastIndexOf(" ") + 1;
  return rest.length === cut ? [] : best(command.completions, rest.slice(cut)).map(offer(rest.slice(0, cut)));
}
