// The page's line icons, as paths on a 24 × 24 field.

import { svg } from "./dom.js";

const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3.500 15h16",
  home: "M4 11.500 12 4l8 7.500V20h-5.500v-5h-5v5H4z",
  send: "M4 12 3.500 4.500 21 12 3.500 19.500zM4 12h8",
  chevron: "m6 9 6 6 6-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "m6 6 12 12M18 6 6 18",
  spark: "M12 3v5M12 16v5M3 12h5M16 12h5M6 6l3 3M15 15l3 3M18 6l-3 3M9 15l-3 3",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.200a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600z",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l4.500 4.500",
  check: "m5 12.500 4.500 4.500L19 7.500",
  warning: "M12 4 2.500 20h19zM12 10v4.500M12 17.300h.01",
  clock: "M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3 2.500",
  file: "M6 3.500h8l4.500 4.500V20.500H6zM14 3.500V8h4.500",
  down: "M12 5v14M6 13l6 6 6-6",
};

/** Make a line icon; it takes the colour of the words beside it. */
export const icon = (name) => svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
