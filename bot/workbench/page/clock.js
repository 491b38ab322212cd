// The clock of the local Slack, and the panel that moves it on.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { attachPanel, menuItem } from "./panel.js";

const shownIn = (timeZone) => new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone });
const cityOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

/** Make the clock's button and panel; `now()` is the moment, `onMove(local)` when one is picked: "2026-11-23T08:00". */
export function clock({ zone, moments }, now, onMove) {
  const format = shownIn(zone);
  const words = h("span", {}, format.format(now()));
  const button = h("button.status.clock", { type: "button", "data-testid": "clock", "aria-label": `Clock: ${words.textContent}` }, icon("clock"), words);
  const fill = (close) => {
    const other = h("input", { type: "datetime-local", value: moments.at(-1).local, "aria-label": `Another time in ${cityOf(zone)}`, "data-testid": "clock-other" });
    return [
      h("h2", {}, `Time in ${cityOf(zone)}`),
      h("p", {}, "Move it on to see what Amber sends by itself: scorecards on Monday 08:00, reminders on working days 09:00."),
      ...moments.map(({ name, local }) => menuItem(close, () => onMove(local), { "data-testid": `clock-${local}` }, name)),
      h("form.clock-other", { onsubmit: (event) => {
        event.preventDefault();
        close();
        onMove(other.value);
      } }, other, h("button.small", { type: "submit" }, "Go")),
    ];
  };
  return [button, attachPanel(button, fill, { role: "dialog", name: "Clock" })];
}
