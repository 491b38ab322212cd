// The question before a press that matters.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { textObject } from "./mrkdwn.js";

/** Ask what a confirm object asks; resolves to whether the answer is yes. */
export function confirmation({ title, text, confirm, deny, style }, directory) {
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.remove();
      resolve(yes);
    };
    const yes = h(`button.button.${style === "danger" ? "danger" : "primary"}`, { type: "button", "data-testid": "confirm", onclick: answer(true) }, withEmoji(confirm?.text ?? "Yes"));
    const no = h("button.button.plain", { type: "button", "data-testid": "deny", onclick: answer(false) }, withEmoji(deny?.text ?? "Cancel"));
    const dialog = h("dialog.confirmation", { "aria-label": title?.text, oncancel: answer(false) },
      h("h2", {}, textObject(title, directory)),
      h("div.marked", {}, textObject(text, directory)),
      h("footer", {}, no, yes));
    document.body.append(dialog);
    dialog.showModal();
  });
}
