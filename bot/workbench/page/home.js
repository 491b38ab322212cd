// Amber's App Home.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { illustrate } from "./pictures.js";

const root = document.getElementById("home");

/** Show a published home, or that there is none yet. `act(view_id, action)` sends what is pressed there. */
export function showHome(view, { directory, act }) {
  const scene = { directory, fields: [], act: (action) => act(view.id, action) };
  const body = view?.blocks?.length ? blocks(view.blocks, scene) : h("p.quiet.empty", {}, "Amber has not drawn your home yet.");
  root.replaceChildren(illustrate(h("div.home-body", { "data-testid": "home" }, body)));
}
