// A list of statements, a page of it at a time, so that fifty thousand are as light as fifty.

import { h, plain } from "./dom.js";
import { bar, count, percent, tag, why } from "./stances.js";
import { speakersOf } from "./tally.js";

const PAGE = 50;

/** A list whose `show(records)` can be called again and again; `choose` gets a record and the button that was used. */
export function list(choose) {
  let records = [];
  let first = 0;
  const rows = h("ol.rows", {});
  const told = h("span.muted", { role: "status" });
  const step = (pages) => () => { first += pages * PAGE; draw(); element.scrollIntoView({ block: "nearest" }); };
  const back = h("button.quiet", { type: "button", onclick: step(-1) }, "Previous");
  const on = h("button.quiet", { type: "button", onclick: step(1) }, "Next");
  const end = h("button.quiet", { type: "button", onclick: () => { first = Math.floor((records.length - 1) / PAGE) * PAGE; draw(); } }, "Last");
  const start = h("button.quiet", { type: "button", onclick: () => { first = 0; draw(); } }, "First");
  const pager = h("nav.pager", { "aria-label": "Pages of statements" }, start, back, told, on, end);
  const element = h("div", {}, rows, pager);

  function draw() {
    if (first >= records.length) first = 0;
    const shown = records.slice(first, first + PAGE);
    rows.start = first + 1;
    rows.replaceChildren(...shown.map((record) => row(record, choose)));
    told.textContent = records.length ? `${count(first + 1)}–${count(first + shown.length)} of ${count(records.length)}` : "No statement to show.";
    back.disabled = start.disabled = first === 0;
    on.disabled = end.disabled = first + PAGE >= records.length;
    pager.classList.toggle("single", records.length <= PAGE);
  }

  const show = (given, from = first) => { records = given; first = from; draw(); };
  return { element, show };
}

function row(record, choose) {
  const speakers = speakersOf(record);
  return h("li.row", {},
    h("button.row-text", { type: "button", dir: "auto", onclick: (event) => choose(record, event.currentTarget) }, plain(record.text) || "(empty)"),
    h("span.row-speaker", { dir: "auto" }, plain(speakers.join(", "))),
    h("span.row-stance", {}, tag(record), h("span.number", {}, record.label ? percent(record.confidence) : ""), record.label ? bar(record.confidence, record.label, 64) : h("span.muted", {}, why(record))));
}
