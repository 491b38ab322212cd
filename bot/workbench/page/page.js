// The page: who sits at the desk, where they are, and what happens there.

import { api, follow } from "./api.js";
import { focusComposer, setComposer } from "./composer.js";
import { applyChange, showMessages, toEnd } from "./conversation.js";
import { directoryOf } from "./directory.js";
import { h, redraw } from "./dom.js";
import { dropView, hasForm, seatForms, showView } from "./form.js";
import { showHome } from "./home.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { drawPlaces, drawSwitcher } from "./sidebar.js";
import { complain, rest, think } from "./thinking.js";
import { telling, toast } from "./toast.js";
import { drawTools } from "./tools.js";
import { welcome } from "./welcome.js";

const HOME = "home";
const CLOCK_MS = 15_000; // how often the clock on the page is drawn anew
const byId = (id) => document.getElementById(id);

// Everything the page knows of the moment. It is another one for each person and place, so that late answers to an
// earlier one are recognised and dropped. `waiting` holds what the feed told while the messages were being fetched.
let desk = null; // { me, place, state, directory, isLinked, clockLead, waiting, leave() }
let sittings = 0;

const botConversation = ({ conversations }) => conversations.find(({ bot }) => bot)?.id;
const conversationOf = (place) => (place === HOME ? botConversation(desk.state) : place);
const nowAt = (seat) => () => new Date(Date.now() + seat.clockLead);
const address = (me, place) => `#${me}/${place}`;

function drawHead() {
  const { state, place } = desk;
  const conversation = state.conversations.find(({ id }) => id === place);
  const isBots = place === HOME || conversation?.bot;
  byId("place-name").replaceChildren(isBots ? state.bot.name : conversation.kind === "channel" ? h("span", {}, icon("hash"), conversation.name) : conversation.name);
  const tab = (name, target) => h("button.tab", { type: "button", "aria-pressed": String(target === place), "data-testid": `tab-${name.toLowerCase()}`, onclick: () => go(target) }, name);
  redraw(byId("place-tabs"), isBots && tab("Home", HOME), isBots && tab("Messages", botConversation(state)));
  const unread = state.conversations.reduce((sum, one) => sum + one.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${desk.directory.person(desk.me)} · Amber workbench`;
}

function draw() {
  const { state, place, directory, isLinked } = desk;
  drawSwitcher(state, (person) => (location.hash = address(person, place)));
  drawPlaces(state, place, directory, go);
  drawTools(state, isLinked, { onShortcut: trigger, fetchLimits: () => telling(api.limits), now: nowAt(desk), onMove: moveClock });
  drawHead();
}

function go(place) {
  closeSidebar();
  if (desk.place === place) focusComposer();
  else location.hash = address(desk.me, place);
}

const act = (where) => (action) => telling(() => api.action(desk.me, where, action));

async function openHome() {
  const seat = desk;
  const answer = await telling(() => api.home(seat.me));
  // What the feed brought meanwhile is newer than the answer.
  if (answer && seat === desk) drawHome(seat.home ?? answer.view);
}

const drawHome = (view) => showHome(view, { directory: desk.directory, act: (view_id, action) => act({ view_id })(action) });

async function openConversation() {
  const seat = desk;
  const { me, place, state, directory } = seat;
  seat.waiting = [];
  const messages = await telling(() => api.messages(me, place));
  if (!messages || seat !== desk) return;
  const conversation = state.conversations.find(({ id }) => id === place);
  showMessages(messages, {
    sceneOf: ({ ts }) => ({ directory, act: act({ conversation: place, ts }), shortcuts: state.message_shortcuts, use: (shortcut) => trigger(shortcut, ts) }),
    welcome: welcome(state, (deed) => (typeof deed === "string" ? send(deed) : trigger(deed))),
    now: nowAt(seat),
  });
  seat.waiting.forEach(applyChange);
  seat.waiting = null;
  setComposer({ placeName: `${conversation.kind === "channel" ? "#" : ""}${conversation.name}`, offered: state.commands, send });
  if (matchMedia("(hover: hover)").matches) focusComposer();
  if (conversation.unread) await markRead();
}

async function markRead() {
  const { me, place } = desk;
  await telling(() => api.read(me, place));
  await refreshState();
}

async function refreshState() {
  const seat = desk;
  const state = await telling(() => api.state(seat.me));
  if (!state || seat !== desk) return;
  Object.assign(desk, { state, directory: directoryOf(state), clockLead: state.now * 1000 - Date.now() });
  draw();
}

async function send(text) {
  const { me, place, state } = desk;
  const [, command, words] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (command || place === botConversation(state)) think(state.bot.name);
  toEnd();
  try {
    await (command ? api.command(me, place, command, words) : api.message(me, place, text));
  } catch (problem) {
    complain(command ? `${text} did not work: ${problem.message}` : problem.message);
  }
}

/** Use a shortcut, with a ts one on that message. */
async function trigger({ callback_id, name }, ts) {
  const { me, place, state } = desk;
  const answer = await telling(() => api.shortcut(me, conversationOf(place), callback_id, ts));
  if (answer && !hasForm()) toast(`${name}: ${state.bot.name} got it. What comes of it shows up here.`);
}

/** Move the clock on: the bot starts anew at that moment. */
async function moveClock(local) {
  const { name } = desk.state.bot;
  if (await telling(() => api.moveClock(desk.me, local))) toast(`The clock is moved. ${name} is back in some seconds, and sends what fell due.`);
}

/** Tell of a message that is not before one's eyes: where it stands and how it begins. */
function notify({ conversation, message }) {
  const { name, kind } = desk.state.conversations.find(({ id }) => id === conversation) ?? {};
  const where = kind === "channel" ? `in #${name}` : "to you";
  const words = h("span", {}, h("b", {}, `${message.user_name} wrote ${where}`), h("small", {}, mrkdwn(message.text.slice(0, 140), desk.directory)));
  toast(words, { action: { label: "Open", act: () => go(conversation) } });
}

function onMessage(event) {
  const isHere = event.conversation === desk.place;
  if (isHere && desk.waiting) desk.waiting.push(event);
  else if (isHere) applyChange(event);
  if (event.type !== "message") return;
  if (event.message.bot) rest();
  if (isHere && !document.hidden) markRead();
  else refreshState();
  if (!isHere && event.message.user !== desk.me) notify(event);
}

const EVENTS = {
  message: onMessage,
  changed: onMessage,
  deleted: onMessage,
  view: ({ view }) => {
    rest();
    showView(view);
  },
  view_closed: ({ view_id: id }) => dropView(id),
  home: ({ view }) => {
    desk.home = view;
    if (desk.place === HOME) drawHome(view);
  },
  state: refreshState,
};

/** Fetch and show the place anew after each connection: nothing that happened before the feed is missed. */
async function onLink(isLinked) {
  desk.isLinked = isLinked;
  draw();
  if (!isLinked) return;
  await refreshState();
  await (desk.place === HOME ? openHome() : openConversation());
}

/** Fetch the state of a person; when nobody is called that, of the first account manager: Amber is theirs. */
async function stateFor(wanted) {
  const state = await api.state(wanted);
  if (state.people.some(({ id }) => id === wanted)) return state;
  const somebody = state.people.find(({ title }) => /account manager/i.test(title)) ?? state.people[0];
  return api.state(somebody.id);
}

/** Seat a person at a place, as the address says; unknown ones fall back to what the workbench offers. */
async function sit() {
  const [wanted, wantedPlace] = decodeURIComponent(location.hash.slice(1)).split("/");
  const sitting = ++sittings;
  const state = await telling(() => stateFor(wanted));
  if (!state || sitting !== sittings) return;
  const places = [HOME, ...state.conversations.map(({ id }) => id)];
  const place = places.includes(wantedPlace) ? wantedPlace : botConversation(state) ?? HOME;
  const { me } = state;
  history.replaceState(null, "", address(me, place));
  desk?.leave();
  const seat = { me, place, state, directory: directoryOf(state), isLinked: true, clockLead: state.now * 1000 - Date.now(), waiting: [] };
  desk = seat;
  rest();
  seatForms({
    directory: seat.directory,
    act: (view_id, action, values) => act({ view_id, values })(action),
    submit: (view_id, values) => telling(() => api.submit(me, view_id, values)),
    close: (view_id) => telling(() => api.close(me, view_id)),
  });
  // Nothing of the place before stays behind: it may have been another person's.
  for (const id of ["messages", "home"]) byId(id).replaceChildren();
  byId("home").hidden = place !== HOME;
  byId("conversation").hidden = place === HOME;
  draw();
  seat.leave = follow(me, (event) => EVENTS[event.type]?.(event), onLink);
}

function closeSidebar() {
  document.body.classList.remove("sidebar-open");
  byId("sidebar-open").setAttribute("aria-expanded", "false");
  byId("veil").hidden = true;
}

setInterval(() => desk?.state.clock && draw(), CLOCK_MS);

byId("sidebar-open").append(icon("menu"));
byId("sidebar-close").append(icon("close"));
byId("sidebar-open").addEventListener("click", () => {
  document.body.classList.add("sidebar-open");
  byId("sidebar-open").setAttribute("aria-expanded", "true");
  byId("veil").hidden = false;
  byId("sidebar-close").focus();
});
byId("sidebar-close").addEventListener("click", closeSidebar);
byId("veil").addEventListener("click", closeSidebar);
addEventListener("hashchange", () => sit());
sit();
