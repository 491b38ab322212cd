// The data_visualization block: line, area and bar charts as SVG, with a legend, values on hover, and a table for screen readers.

import { h, svg } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 220;
const EDGE = { top: 12, right: 12, bottom: 26, left: 48 };
const TICKS = 4;

const figure = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, notation: "compact" });

/** Choose round axis values around the data: from, to, step. A bar's axis always holds zero. */
function axisOf(values, withZero) {
  const low = Math.min(...values, ...(withZero ? [0] : []));
  const high = Math.max(...values, ...(withZero ? [0] : []));
  const raw = (high - low || Math.abs(high) || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) * power;
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  // Values all alike still need a height to stand in.
  return from < to ? { from, to, step } : { from: from && from - step, to: to + step, step };
}

function plotOf({ type, series, axis_config: axisConfig }) {
  const categories = axisConfig.categories;
  const rows = series.map(({ name, data }) => {
    const byLabel = new Map(data.map((point) => [point.label, point.value]));
    return { name, values: categories.map((label) => byLabel.get(label) ?? null) };
  });
  const known = rows.flatMap(({ values }) => values).filter((value) => value !== null);
  const axis = axisOf(known.length ? known : [0], type !== "line");
  const slot = (WIDTH - EDGE.left - EDGE.right) / categories.length;
  const x = (at) => EDGE.left + slot * (at + 0.5);
  const y = (value) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - (value - axis.from) / (axis.to - axis.from));
  return { categories, rows, axis, slot, x, y };
}

function grid({ axis, categories, slot, x, y }) {
  const count = Math.round((axis.to - axis.from) / axis.step);
  const ticks = Array.from({ length: count + 1 }, (_, at) => axis.from + at * axis.step);
  const every = Math.ceil(Math.max(...categories.map((label) => label.length)) * 6.2 / slot);
  return [
    ticks.map((tick) => [
      svg("line", { class: tick === 0 ? "zero" : "tick", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick) }),
      svg("text", { class: "y-label", x: EDGE.left - 8, y: y(tick) + 4 }, short.format(tick)),
    ]),
    categories.map((label, at) => at % every === 0 && svg("text", { class: "x-label", x: x(at), y: HEIGHT - 8 }, label)),
  ];
}

/** Cut a series where a value is missing: no data is never drawn as zero. */
function stretches(values) {
  const runs = [[]];
  values.forEach((value, at) => (value === null ? runs.push([]) : runs.at(-1).push(at)));
  return runs.filter((run) => run.length);
}

function lines({ rows, axis, x, y }, filled) {
  const ground = y(Math.max(axis.from, 0));
  return rows.map(({ values }, index) => stretches(values).map((run) => {
    const path = `M${run.map((at) => `${x(at)} ${y(values[at])}`).join("L")}`;
    return svg("g", { class: `series series-${index}` },
      filled && svg("path", { class: "area", d: `${path}L${x(run.at(-1))} ${ground}L${x(run[0])} ${ground}Z` }),
      svg("path", { class: "stroke", d: path }),
      run.map((at) => svg("circle", { class: "dot", cx: x(at), cy: y(values[at]), r: 3.2 })));
  }));
}

function bars({ rows, slot, x, y }) {
  const width = Math.min(36, (slot * 0.72) / rows.length);
  return rows.map(({ values }, index) => values.map((value, at) => {
    if (value === null) return null;
    const left = x(at) + width * (index - rows.length / 2);
    const [top, bottom] = [y(Math.max(value, 0)), y(Math.min(value, 0))];
    return svg("rect", { class: `series series-${index} bar`, x: left + 1, y: top, width: Math.max(width - 2, 1), height: Math.max(bottom - top, 1), rx: 2.5 });
  }));
}

const DRAWN = { line: (plot) => lines(plot, false), area: (plot) => lines(plot, true), bar: bars };

const shownValue = (value) => (value === null ? "no data" : figure.format(value));

function readings({ categories, rows, slot, x }, tip) {
  const show = (at) => {
    const lines = rows.map(({ name, values }, index) => h(`div.series-${index}`, {}, h("i.swatch"), `${name} `, h("b", {}, shownValue(values[at]))));
    tip.replaceChildren(h("div.tip-title", {}, categories[at]), ...lines);
    tip.style.left = `${(100 * x(at)) / WIDTH}%`;
    tip.classList.toggle("leftwards", x(at) > WIDTH * 0.6);
    tip.hidden = false;
  };
  return categories.map((_, at) => svg("rect", {
    class: "column", x: x(at) - slot / 2, y: EDGE.top, width: slot, height: HEIGHT - EDGE.top - EDGE.bottom,
    onpointerenter: () => show(at), onpointerleave: () => (tip.hidden = true),
  }));
}

function spoken({ categories, rows }, title) {
  const head = h("tr", {}, h("th"), categories.map((label) => h("th", { scope: "col" }, label)));
  const body = rows.map(({ name, values }) => h("tr", {}, h("th", { scope: "row" }, name), values.map((value) => h("td", {}, shownValue(value)))));
  return h("table.unseen", {}, h("caption", {}, title), head, body);
}

/** Whether `chart` is of a kind that is drawn here. */
export const isDrawn = (chart) => Boolean(DRAWN[chart?.type] && chart.axis_config?.categories?.length);

/** Render a data_visualization block of a drawn kind. */
export function chart({ title, chart: spec }) {
  const plot = plotOf(spec);
  const tip = h("div.tip", { hidden: true, "aria-hidden": "true" });
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, grid(plot), DRAWN[spec.type](plot), readings(plot, tip));
  const legend = plot.rows.length > 1 && h("ul.legend", {}, plot.rows.map(({ name }, index) => h(`li.series-${index}`, {}, h("i.swatch"), name)));
  const { x_label: below, y_label: beside } = spec.axis_config;
  return h("figure.chart", {},
    h("figcaption", {}, title, beside && h("small", {}, beside)),
    h("div.plot", {}, drawing, tip),
    below && h("div.axis-name", {}, below),
    legend,
    spoken(plot, title));
}
