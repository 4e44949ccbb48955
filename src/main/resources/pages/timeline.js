// When writes were made: a lane of bars for each caller, upwards what succeeded, downwards what did not; and the same as a table.

import { button, element, timeText, words } from "./elements.js";
import { caller, isWrite, merged } from "./recorded.js";

const MOST_BARS = 60;
const MOST_LANES = 8;
const SECONDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800, 2_592_000, 31_536_000];
const HEIGHT = 48;

const RESULTS = ["SUCCEEDED", "REFUSED", "FAILED", "UNKNOWN"];

/** `older` reads older records, and `narrow` chooses a time. */
export function timelineView({ older, narrow }) {
  const lanes = element("div", "lanes");
  const remark = element("p", "note");
  const more = button("Read older records", older);
  const table = element("div", "scrolled");
  const asTable = element("details", "", element("summary", "", "As a table"), table);
  const legend = element("p", "note legend", ...RESULTS.map((result) => element("span", result.toLowerCase(), words(result))));
  const view = element("section", "", element("h2", "", "Writes"), remark, lanes, legend, element("div", "row", more), asTable);

  function clear() {
    view.hidden = true;
  }

  function show(selection) {
    const { records } = selection;
    view.hidden = records.length === 0;
    if (view.hidden) return;
    const scale = scaleOf(records);
    const counted = count(merged(records).filter(isWrite), scale);
    const total = counted.reduce((sum, lane) => sum + lane.total, 0);
    const writes = total === 1 ? "One write" : `${total || "No"} writes`;
    remark.textContent = `${writes} in ${records.length} records from ${text(scale.begin)} until ${text(scale.end)}.`;
    legend.hidden = asTable.hidden = total === 0;
    lanes.replaceChildren(...(total ? laneViews(counted, scale) : []));
    more.hidden = !selection.mayGrow;
    table.replaceChildren(tableView(counted, scale, narrow));
  }

  clear();
  return { view, show, clear };
}

/** Bars of equal length, in milliseconds, which begin at whole multiples of it. */
function scaleOf(records) {
  const times = records.map((record) => Date.parse(record.time));
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [Infinity, -Infinity]);
  const length = 1000 * (SECONDS.find((seconds) => (last - first) / (1000 * seconds) < MOST_BARS - 1) ?? SECONDS.at(-1));
  const begin = Math.floor(first / length) * length;
  const bars = Math.floor((last - begin) / length) + 1;
  return { begin, length, bars, end: begin + bars * length };
}

/** By caller, the busiest first, those beyond the last lane together. */
function count(writes, scale) {
  const lanes = new Map();
  for (const write of writes) {
    const name = caller(write);
    if (!lanes.has(name)) lanes.set(name, { name, total: 0, bars: new Map() });
    add(lanes.get(name), Math.floor((Date.parse(write.time) - scale.begin) / scale.length), write.result, write.count ?? 1);
  }
  const sorted = [...lanes.values()].sort((one, other) => other.total - one.total);
  if (sorted.length <= MOST_LANES) return sorted;
  const rest = sorted.splice(MOST_LANES - 1);
  const others = { name: `${rest.length} others`, total: 0, bars: new Map() };
  for (const lane of rest) {
    for (const [at, bar] of lane.bars) for (const result of RESULTS) add(others, at, result, bar[result]);
  }
  return [...sorted, others];
}

function add(lane, at, result, number) {
  if (!lane.bars.has(at)) lane.bars.set(at, Object.fromEntries(RESULTS.map((word) => [word, 0])));
  lane.bars.get(at)[RESULTS.includes(result) ? result : "UNKNOWN"] += number;
  lane.total += number;
}

const worse = (bar) => bar.REFUSED + bar.FAILED + bar.UNKNOWN;

const inWords = (bar) => RESULTS.filter((result) => bar[result]).map((result) => `${bar[result]} ${words(result)}`).join(", ");

function laneViews(counted, scale) {
  const all = counted.flatMap((lane) => [...lane.bars.values()]);
  const up = Math.max(...all.map((bar) => bar.SUCCEEDED));
  const unit = (HEIGHT - 2) / (up + Math.max(...all.map(worse)));
  const base = up * unit + 1;
  const axis = element("div", "lane axis", element("span", ""), element("div", "row between", element("span", "", text(scale.begin)),
    element("span", "", text(scale.end))));
  return [...counted.map((lane) => laneView(lane, scale, unit, base)), axis];
}

function laneView(lane, scale, unit, base) {
  const sum = Object.fromEntries(RESULTS.map((result) => [result, [...lane.bars.values()].reduce((all, bar) => all + bar[result], 0)]));
  const chart = svg("svg", { viewBox: `0 0 ${scale.bars} ${HEIGHT}`, preserveAspectRatio: "none", role: "img",
    "aria-label": `${lane.name}: ${inWords(sum)}` });
  chart.append(svg("line", { x1: 0, x2: scale.bars, y1: base, y2: base }));
  for (const [at, bar] of lane.bars) {
    const group = svg("g", {});
    const title = svg("title", {});
    title.textContent = `${lane.name}, ${text(scale.begin + at * scale.length)}: ${inWords(bar)}`;
    group.append(title);
    let below = base;
    for (const result of RESULTS.filter((word) => bar[word])) {
      const height = bar[result] * unit;
      const y = result === "SUCCEEDED" ? base - height : below;
      if (result !== "SUCCEEDED") below += height;
      group.append(svg("rect", { class: result.toLowerCase(), x: at + 0.12, width: 0.76, y, height }));
    }
    chart.append(group);
  }
  return element("div", "lane", element("span", "", lane.name), chart, element("span", "note", inWords(sum)));
}

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/** Newest first. A time chooses its records. */
function tableView(counted, scale, narrow) {
  const heads = ["Time", "Caller", ...RESULTS.map((result) => words(result))].map((title) => {
    const head = element("th", "", title);
    head.scope = "col";
    return head;
  });
  const rows = counted.flatMap((lane) => [...lane.bars].map(([at, bar]) => ({ at, bar, name: lane.name })))
    .sort((one, other) => other.at - one.at)
    .map(({ at, bar, name }) => {
      const begin = scale.begin + at * scale.length;
      const time = button(text(begin), () => narrow(begin, begin + scale.length));
      time.title = "Show only the records of this time";
      return element("tr", "", element("td", "", time), element("td", "", name),
        ...RESULTS.map((result) => element("td", "number", String(bar[result]))));
    });
  return element("table", "", element("thead", "", element("tr", "", ...heads)), element("tbody", "", ...rows));
}

const text = (time) => timeText(new Date(time).toISOString());
