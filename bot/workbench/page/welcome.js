// The card of a first visit: three things to try, each one press away.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SEEN = "amber-workbench-welcome";

/** Make the card, or null once it was dismissed. `onTry(text or shortcut)` does what is pressed. */
export function welcome({ commands, shortcuts, people, me }, onTry) {
  if (localStorage.getItem(SEEN)) return null;
  const command = commands[0]?.command;
  const log = shortcuts.find(({ callback_id }) => callback_id === "log_interaction");
  const person = people.find(({ id }) => id === me);
  const offers = [
    command && { words: command, help: "See your scorecard", deed: command },
    command && { words: `${command} nps`, help: "One figure, and how it was computed", deed: `${command} nps` },
    log && { words: log.name, help: "A call, a visit: your freshness moves with it", deed: log },
  ].filter(Boolean);
  const offer = ({ words, help, deed }, at) => h("button.offer", { type: "button", "data-testid": `hint-${at + 1}`, onclick: () => onTry(deed) }, h("b", {}, words), h("small", {}, help));
  const dismiss = () => {
    localStorage.setItem(SEEN, "yes");
    card.remove();
  };
  const card = h("aside.welcome", { "data-testid": "welcome", "aria-label": "First steps" },
    h("img", { src: "/page/amber.svg", alt: "", width: 44, height: 44 }),
    h("div", {},
      h("h2", {}, `Hello ${person.name}, this is Amber`),
      h("p", {}, "She reads the team’s sheet and tells you how your accounts are doing. Three things to try:"),
      h("div.offers", {}, offers.map(offer))),
    h("button.icon-button", { type: "button", "aria-label": "Hide the first steps", "data-testid": "welcome-dismiss", onclick: dismiss }, icon("close")));
  return card;
}
