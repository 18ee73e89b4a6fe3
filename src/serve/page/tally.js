// Who takes which side, how often: counting, the table and its bars.

import { h, plain, s } from "./dom.js";
import { allLabels, colour, count, counted, percent } from "./stances.js";

export const NOBODY = "unknown speaker";
const NONE = "";
const SHOWN = 12;

/** Speakers of a record. */
export function speakersOf(record) {
  if (record.speakers?.length) return record.speakers;
  const one = record.speaker_resolved ?? record.speaker;
  return one ? [String(one)] : [];
}

/** Counts of labels, in all and by speaker, the most talkative first. */
export function tallied(records) {
  const all = new Map();
  const bySpeaker = new Map();
  for (const record of records) {
    const label = record.label ?? NONE;
    all.set(label, (all.get(label) ?? 0) + 1);
    const speakers = speakersOf(record);
    for (const speaker of speakers.length ? speakers : [NOBODY]) {
      const row = bySpeaker.get(speaker) ?? new Map();
      row.set(label, (row.get(label) ?? 0) + 1);
      bySpeaker.set(speaker, row);
    }
  }
  const sum = (row) => [...row.values()].reduce((a, b) => a + b, 0);
  const speakers = [...bySpeaker].map(([name, row]) => ({ name, row, total: sum(row) }));
  speakers.sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  return { all, speakers, total: records.length };
}

/** Labels to show, that of none last if there is any. */
export const columns = (all) => [...allLabels(), ...(all.has(NONE) ? [NONE] : [])];

export const wording = (label) => (label === NONE ? "no stance named" : label);

/** One bar, parted by stance. */
export function stacked(row, total, labels, width = 240) {
  let x = 0;
  const parts = labels.map((label) => {
    const wide = total ? ((row.get(label) ?? 0) / total) * width : 0;
    const part = s(`rect.fill.${colour(label)}`, { x: x.toFixed(2), width: wide.toFixed(2), height: 12 },
      s("title", {}, `${wording(label)}: ${row.get(label) ?? 0}`));
    x += wide;
    return part;
  });
  const told = labels.map((label) => `${wording(label)} ${row.get(label) ?? 0}`).join(", ");
  return s("svg.stacked", { viewBox: `0 0 ${width} 12`, role: "img", "aria-label": told, preserveAspectRatio: "none" }, parts);
}

/** The counts of all records: a bar and its legend. */
export function overview({ all, total }) {
  const labels = columns(all);
  return h("div.overview", {}, stacked(all, total, labels, 600), h("ul.legend", {}, labels.map((label) =>
    h("li", {}, h(`span.dot.${colour(label)}`, {}), h("strong", {}, count(all.get(label) ?? 0)), ` ${wording(label)} `,
      h("span.muted", {}, percent(total ? (all.get(label) ?? 0) / total : 0))))));
}

/** The table of speakers; `pick` is called with the one whose statements are asked for. */
export function sides({ all, speakers }, pick) {
  const known = speakers.filter((one) => one.name !== NOBODY);
  if (!known.length) return null;
  const labels = columns(all);
  const most = Math.max(...speakers.map((one) => one.total));
  const row = (one) => {
    const chart = stacked(one.row, one.total, labels, 100);
    chart.style.width = `${Math.max(4, (100 * one.total) / most)}%`;
    return h("tr", {},
      h("th", { scope: "row", dir: "auto" }, h("button.link", { type: "button", onclick: () => pick(one.name) }, plain(one.name))),
      labels.map((label) => h("td.n", {}, one.row.has(label) ? count(one.row.get(label)) : h("span.muted", {}, "0"))),
      h("td.chart", {}, chart));
  };
  const body = h("tbody", {}, speakers.slice(0, SHOWN).map(row));
  const rest = speakers.slice(SHOWN, 500);
  const more = rest.length > 0 && h("button.quiet", { type: "button", onclick: () => { body.append(...rest.map(row)); more.remove(); } },
    `Show ${counted(rest.length, "more speaker")}`);
  return h("section.card.sides", { "aria-labelledby": "sides-title" }, h("h2", { id: "sides-title" }, "Who says what"),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Speakers and their statements" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "speaker"), labels.map((label) => h("th.n", { scope: "col" }, wording(label))),
        h("td", {}, h("span.hidden-text", {}, "chart")))), body)), more);
}
