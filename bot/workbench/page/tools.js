// The upper right: the bot's connection, the clock, and the menu of things to try.

import { clock } from "./clock.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { attachPanel, menuItem } from "./panel.js";

const root = document.getElementById("tools");

const CONNECTIONS = {
  fine: (name) => ({ words: "Connected", help: `${name} is connected and answers.` }),
  bot: (name) => ({ words: `${name} is away`, help: `${name} is not connected: commands and buttons get no answer until it is back.` }),
  page: () => ({ words: "Reconnecting…", help: "The page lost the workbench and tries again." }),
};

function limitsList(limits) {
  if (!limits.length) return h("p.quiet", {}, "Nothing has broken a limit of Slack’s.");
  const entry = ({ method, error, detail }) => h("li", {}, h("code", {}, method), " ", h("b", {}, error), " ", detail);
  return h("ul.limits", {}, limits.map(entry));
}

function status(state, isLinked, fetchLimits) {
  const kind = !isLinked ? "page" : state.bot.connected ? "fine" : "bot";
  const { words, help } = CONNECTIONS[kind](state.bot.name);
  const button = h(`button.status.${kind}`, { type: "button", "data-testid": "bot-status", "aria-label": `Connection: ${words}` }, h("i"), h("span", {}, words));
  const fill = () => {
    const limits = h("div", {}, h("p.quiet", {}, "…"));
    fetchLimits().then((broken) => broken && limits.replaceChildren(limitsList(broken)));
    return [h("h2", {}, words), h("p", {}, help), h("h2", {}, "Slack’s limits"), limits];
  };
  return [button, attachPanel(button, fill, { role: "dialog", name: "Connection" })];
}

function tryMenu({ shortcuts }, onShortcut) {
  const button = h("button.button.try", { type: "button", "data-testid": "try-menu" }, icon("spark"), h("span", {}, "Try"));
  const entry = (close) => (shortcut) => menuItem(close, () => onShortcut(shortcut), { "data-testid": `shortcut-${shortcut.callback_id}` }, shortcut.name);
  return [button, attachPanel(button, (close) => shortcuts.map(entry(close)), { name: "Things to try" })];
}

/** Draw the tools; `onShortcut(shortcut)` when one is picked, `onMove(local)` when the clock is moved. */
export function drawTools(state, isLinked, { onShortcut, fetchLimits, now, onMove }) {
  redraw(root, ...status(state, isLinked, fetchLimits), ...(state.clock ? clock(state.clock, now, onMove) : []), ...tryMenu(state, onShortcut));
}
