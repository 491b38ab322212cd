// The left side: who I am, and the places I can go to.

import { roleOf } from "./directory.js";
import { avatar, fold, h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { attachPanel } from "./panel.js";

const switcherRoot = document.getElementById("switcher");
const placesRoot = document.getElementById("places");

const matches = (person, typed) => {
  const words = fold(`${person.name} ${roleOf(person)}`);
  return fold(typed).split(/\s+/).every((word) => words.includes(word));
};

function personEntry(person, me, pick) {
  return h("button.person", { type: "button", "data-testid": `person-${person.id}`, "aria-current": person.id === me && "true", onclick: pick },
    avatar(person),
    h("span.person-words", {}, h("b", {}, person.name), h("small", {}, roleOf(person))),
    person.id === me && icon("check"));
}

function personList(people, me, onPerson) {
  return (close) => {
    const found = h("div.person-groups");
    const entry = (person) => personEntry(person, me, () => {
      close();
      onPerson(person.id);
    });
    const draw = (typed) => {
      const groups = Map.groupBy(people.filter((person) => matches(person, typed)), ({ team }) => team || "Whole agency");
      const made = [...groups].map(([team, members]) => h("section", { "aria-label": team }, h("h2", {}, team), members.map(entry)));
      found.replaceChildren(...(made.length ? made : [h("p.nobody", {}, "Nobody of that name.")]));
    };
    const search = h("input", {
      type: "search", placeholder: "Find a person or a team", "aria-label": "Find a person or a team", "data-testid": "person-search",
      oninput: () => draw(search.value),
      onkeydown: (event) => event.key === "Enter" && found.querySelector("button")?.click(),
    });
    draw("");
    return [h("div.person-search", {}, icon("search"), search), found];
  };
}

/** Draw the person switcher; `onPerson(id)` when somebody else is picked. */
export function drawSwitcher(state, onPerson) {
  const person = state.people.find(({ id }) => id === state.me);
  const button = h("button.switcher", { type: "button", "data-testid": "person-switcher" },
    avatar(person),
    h("span.person-words", {}, h("small", {}, "You are"), h("b", {}, person.name), h("small", {}, roleOf(person))),
    icon("chevron"));
  redraw(switcherRoot, button, attachPanel(button, personList(state.people, state.me, onPerson), { role: "dialog", name: "Be somebody else" }));
}

function placeEntry({ id, name, mark, unread }, current, onPlace) {
  const badge = unread > 0 && h("span.badge", { "data-testid": `unread-${id}`, "aria-label": `${unread} unread` }, unread);
  return h(`button.place${unread > 0 ? ".unread" : ""}`, {
    type: "button", "data-testid": `conversation-${id}`, "aria-current": id === current && "page", onclick: () => onPlace(id),
  }, mark, h("span.place-words", {}, name), badge);
}

/** Draw the places: Amber's home, the channels, the direct messages; `onPlace(id)` when one is picked. */
export function drawPlaces({ conversations, bot }, current, directory, onPlace) {
  const entry = (place) => placeEntry(place, current, onPlace);
  const face = ({ bot: isBot, user }) => avatar(isBot ? { bot: true } : directory.face({ user }), ".tiny");
  const channels = conversations.filter(({ kind }) => kind === "channel").map((place) => ({ ...place, mark: icon("hash") }));
  const direct = conversations.filter(({ kind }) => kind === "im").map((place) => ({ ...place, mark: face(place) }));
  const home = { id: "home", name: `${bot.name}’s home`, mark: icon("home"), unread: 0 };
  const group = (title, places) => places.length > 0 && h("section", {}, h("h2", {}, title), places.map(entry));
  redraw(placesRoot, group("App", [home]), group("Direct messages", direct), group("Channels", channels));
}
