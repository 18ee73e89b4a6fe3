// What was read: counts, filters, the article or the list, one statement in detail, and files to keep.

import { h, plain, announce } from "./dom.js";
import { allLabels, colour, counted, named, percent, probabilities, tag, why } from "./stances.js";
import { article } from "./article.js";
import { csv, jsonl, page, picture, save } from "./download.js";
import { list } from "./rows.js";
import { NOBODY, overview, sides, speakersOf, tallied } from "./tally.js";
import { explained } from "./words.js";

const SPEAKERS_TO_CHOOSE = 300;

/** The results of one reading; `add` records as they come, `finish` once all came. */
export function results({ name, text, note }) {
  const records = [];
  const filter = { speaker: "", labels: null, words: "" };
  // Counting all again and again would take long, so it is done at twice as many each time.
  let due = 1;
  const heading = h("h2", { tabindex: "-1" }, "Reading …");
  const top = h("div", {});
  const main = h("div.reading", {});
  const detail = h("aside.detail", { "aria-label": "The statement you chose" }, h("p.muted", {}, "Choose a statement to see what its words say."));
  const who = h("div", {});
  const statements = list((record, button) => choose(record, button));
  const filters = h("form.filters", { "aria-label": "Filter", onsubmit: (event) => event.preventDefault() });
  const element = h("div.results", {},
    h("section.card", {}, h("div.bar-line", {}, heading, downloads()), note && h("p.note", {}, note), top, filters),
    h("div.columns", {}, main, h("div.side", {}, detail)), who);
  let marked;

  function shown() {
    const words = filter.words.toLowerCase();
    return records.filter((record) =>
      (!filter.labels || filter.labels.has(record.label ?? "")) &&
      (!filter.speaker || (speakersOf(record).includes(filter.speaker) || (filter.speaker === NOBODY && !speakersOf(record).length))) &&
      (!words || String(record.text).toLowerCase().includes(words)));
  }

  function draw(first) {
    const now = shown();
    statements.show(now, first);
    if (!marked) return;
    const visible = new Set(now);
    for (const mark of marked.querySelectorAll("mark")) mark.classList.toggle("dim", !visible.has(records[mark.dataset.index]));
  }

  function count() {
    const counts = tallied(records);
    heading.textContent = `${counted(records.length, "statement")} in ${plain(name)}`;
    top.replaceChildren(overview(counts));
    who.replaceChildren(...[sides(counts, speakerPicked)].filter(Boolean));
    return counts;
  }

  function speakerPicked(speaker) {
    filter.speaker = speaker;
    filters.elements.speaker.value = speaker;
    draw(0);
    announce(`${counted(shown().length, "statement")} of ${speaker}.`);
    filters.scrollIntoView({ block: "nearest" });
  }

  function offerFilters({ speakers, all }) {
    const change = (event) => {
      filter.speaker = filters.elements.speaker.value;
      filter.words = filters.elements.words.value;
      const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
      filter.labels = boxes.every((box) => box.checked) ? null : new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      draw(0);
      if (event.type === "change") announce(`${counted(shown().length, "statement")} shown.`);
    };
    const known = speakers.some((one) => one.name !== NOBODY);
    filters.replaceChildren(
      h("label", { hidden: !known }, "Speaker ", h("select", { name: "speaker", onchange: change }, h("option", { value: "" }, "everybody"),
        speakers.slice(0, SPEAKERS_TO_CHOOSE).map((one) => h("option", { value: one.name }, `${plain(one.name)} (${one.total})`)))),
      h("fieldset.choice", {}, h("legend.hidden-text", {}, "Stances"), [...allLabels(), ...(all.has("") ? [""] : [])].map((label) =>
        h("label", {}, h("input", { type: "checkbox", value: label, checked: true, onchange: change }), h(`span.dot.${colour(label)}`), label || "no stance"))),
      h("label", {}, "Contains ", h("input", { name: "words", type: "search", dir: "auto", oninput: change })));
  }

  function choose(record, button) {
    element.querySelectorAll("[aria-pressed=true], [aria-current=true]").forEach((one) => {
      if (one.matches("mark")) one.setAttribute("aria-pressed", "false");
      else one.removeAttribute("aria-current");
    });
    if (button.matches("mark")) element.querySelectorAll(`mark[data-index="${button.dataset.index}"]`).forEach((one) => one.setAttribute("aria-pressed", "true"));
    else button.setAttribute("aria-current", "true");
    showDetail(detail, record, () => { detail.classList.remove("open"); button.focus(); });
  }

  function downloads() {
    const stem = name.replace(/\.[^.]*$/u, "").replace(/[^\p{L}\p{N}_-]+/gu, "-").toLowerCase() || "statements";
    const title = plain(name);
    const kinds = [
      ["CSV", () => save(`${stem}.csv`, csv(shown()), "text/csv")],
      ["JSONL", () => save(`${stem}.jsonl`, jsonl(shown()), "application/x-ndjson")],
      ["PNG", async () => save(`${stem}.png`, await picture(shown(), title))],
      ["HTML", () => save(`${stem}.html`, page(shown(), title, marked), "text/html")],
    ];
    return h("div.downloads", { role: "group", "aria-label": "Download what is shown" },
      h("span.muted", {}, "Download"), kinds.map(([kind, run]) => h("button.quiet", { type: "button", onclick: run }, kind)));
  }

  return {
    element,
    add(more) {
      for (const record of more) records.push(record);
      if (text === undefined && records.length >= due) {
        due = 2 * records.length;
        if (!main.firstChild) main.append(h("section.card", { "aria-label": "Statements" }, statements.element));
        draw();
        count();
      }
    },
    finish() {
      if (text !== undefined) {
        marked = article(text, records, (index, mark) => choose(records[index], mark));
        main.replaceChildren(h("section.card", { "aria-label": "The text with its statements" }, marked),
          h("details.card", {}, h("summary", {}, "Statements as a list"), statements.element));
      } else if (!main.firstChild) main.append(h("section.card", { "aria-label": "Statements" }, statements.element));
      offerFilters(count());
      draw();
    },
  };
}

function showDetail(detail, record, close) {
  const speakers = speakersOf(record).join(", ");
  const words = h("div", { "aria-busy": "true" }, h("p.muted", {}, "Weighing the words …"));
  detail.classList.add("open");
  detail.replaceChildren(
    h("div.bar-line", {}, h("p.verdict", {}, tag(record), " ", h("strong", {}, record.label ? percent(record.confidence) : why(record))),
      h("button.quiet.close", { type: "button", onclick: close }, "Close")),
    speakers && h("p.said-by", { dir: "auto" }, h("strong", {}, plain(speakers)), record.role ? `, ${plain(record.role)}` : "", record.cue ? h("span.muted", {}, ` – ${plain(record.cue)}`) : ""),
    probabilities(record.scores) ?? "", words);
  announce(`${named(record)} ${percent(record.confidence)}. ${speakers}`);
  explained(record.text, { label: record.label }).then(
    (shown) => words.replaceChildren(record.cue ? h("p.muted", {}, "The stance weighs how it was said (", h("q", {}, plain(record.cue)), "), too; these are the words alone.") : "", shown),
    (error) => words.replaceChildren(h("p.muted", {}, error.message)),
  ).finally(() => words.removeAttribute("aria-busy"));
}
