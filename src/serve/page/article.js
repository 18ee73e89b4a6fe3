// An article with its statements marked: coloured and named by stance.

import { h, plain } from "./dom.js";
import { colour, named, percent } from "./stances.js";
import { cutter } from "./words.js";

/** The text with its marks; `choose` is called with the position of a statement. */
export function article(text, statements, choose) {
  const cut = cutter(text);
  const pieces = statements.flatMap((record, index) =>
    (record.parts ?? [record.span]).map(([from, to], part) => ({ from, to, index, record, last: part === (record.parts ?? [0]).length - 1 })));
  pieces.sort((a, b) => a.from - b.from || a.to - b.to);
  const out = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(piece.from, at);
    if (from >= piece.to) continue;
    out.push(cut(at, from), mark(cut(from, piece.to), piece, choose));
    at = piece.to;
  }
  out.push(cut(at));
  return h("div.article", {}, paragraphs(out));
}

function mark(text, { index, record, last }, choose) {
  const use = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(index, event.currentTarget);
  };
  return h(`mark.statement.${colour(record.label)}`,
    { tabindex: "0", role: "button", "data-index": String(index), "aria-pressed": "false", onclick: use, onkeydown: use },
    plain(text), last && h(`span.tag.${colour(record.label)}`, {}, `${named(record)} ${percent(record.confidence)}`));
}

/** Text and marks, parted where a line of the text ends. */
function paragraphs(pieces) {
  const all = [[]];
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      all.at(-1).push(piece);
      continue;
    }
    piece.split(/\n+/u).forEach((line, i) => {
      if (i > 0) all.push([]);
      if (line) all.at(-1).push(plain(line));
    });
  }
  return all.filter((line) => line.length).map((line) => h("p", { dir: "auto" }, line));
}
