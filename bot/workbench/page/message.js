// One message as an element.

import { blocks } from "./blocks.js";
import { avatar, h, link } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { attachPanel, menuItem } from "./panel.js";
import { illustrate } from "./pictures.js";

const GROUP_SECONDS = 300;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** When a message was written. */
export const writtenAt = ({ ts }) => new Date(Number(ts) * 1000);

/** Whether a message goes on under the head of the one before. */
export function goesOn(message, before) {
  if (!before || before.user !== message.user || before.ephemeral || message.ephemeral) return false;
  return writtenAt(before).toDateString() === writtenAt(message).toDateString() && message.ts - before.ts < GROUP_SECONDS;
}

/** The menu of what one can do with a message; Slack has none on those that one person alone sees. */
function menu({ ephemeral }, { shortcuts = [], use }) {
  if (ephemeral || !shortcuts.length) return null;
  const button = h("button.icon-button", { type: "button", "aria-label": "More actions", "data-testid": "message-menu" }, icon("dots"));
  const entry = (close) => (shortcut) => menuItem(close, () => use(shortcut), { "data-testid": `shortcut-${shortcut.callback_id}` }, shortcut.name);
  return h("div.message-menu", {}, button, attachPanel(button, (close) => shortcuts.map(entry(close)), { name: "More actions" }));
}

/** Render a message; `compact` leaves out its head. */
export function messageElement(message, scene, compact) {
  const when = writtenAt(message);
  const time = h("time", { datetime: when.toISOString(), title: whole.format(when) }, clock.format(when));
  const author = message.user_name ?? scene.directory.person(message.user) ?? message.user;
  const head = !compact && h("header", {}, h("b", {}, author), message.bot && h("span.app-mark", {}, "App"), time);
  const mark = message.ephemeral && h("p.only-you", { "data-testid": "ephemeral" }, icon("eye"), "Only visible to you");
  const body = message.blocks?.length ? blocks(message.blocks, scene) : h("div.marked", {}, mrkdwn(message.text ?? "", scene.directory));
  const files = message.files?.map(({ title, name, permalink }) => h("p.file", {}, icon("file"), link(permalink, title || name)));
  const edited = message.edited && h("small.edited", {}, "(edited)");
  const names = ["message", compact && "compact", message.ephemeral && "for-one", message.bot && "by-bot"].filter(Boolean).join(".");
  return illustrate(h(`article.${names}`, { "data-testid": "message", "data-ts": message.ts, "aria-label": `${author}, ${clock.format(when)}` },
    h("div.gutter", {}, compact ? time : avatar(scene.directory.face(message))),
    h("div.content", {}, mark, head, body, edited, files),
    menu(message, scene)));
}
