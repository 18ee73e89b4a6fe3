// Files to keep: a table, JSON lines, a picture, and a page that needs nothing else.

import { plain } from "./dom.js";
import { allLabels, colour, named, percent } from "./stances.js";
import { columns, speakersOf, tallied, wording } from "./tally.js";

/** Gives the reader a file. */
export function save(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const jsonl = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** A table by RFC 4180; cells that a spreadsheet would take for a formula get an apostrophe in front. */
export function csv(records) {
  const labels = allLabels();
  const header = ["id", "text", "speaker", "label", "confidence", ...labels.map((label) => `score_${label}`), "reason"];
  const rows = records.map((record, i) => [record.id ?? i + 1, record.text, speakersOf(record).join("; "), record.label, record.confidence,
    ...labels.map((label) => record.scores?.[label]), record.reason]);
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The bars of speakers as a picture, twice as fine as it is shown. */
export function picture(records, title) {
  const counts = tallied(records);
  const labels = columns(counts.all);
  const speakers = [{ name: "all statements", row: counts.all, total: counts.total }, ...counts.speakers.slice(0, 20)];
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const [wide, line, left] = [760, 30, 220];
  const high = 100 + speakers.length * line;
  const canvas = Object.assign(document.createElement("canvas"), { width: wide * 2, height: high * 2 });
  const pen = canvas.getContext("2d");
  const write = (text, x, y, font) => { pen.font = font; pen.fillStyle = ink; pen.fillText(text, x, y, left - 36); };
  pen.scale(2, 2);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, wide, high);
  pen.font = "600 17px system-ui, sans-serif";
  pen.fillStyle = ink;
  pen.fillText(title, 24, 36);
  const fills = Object.fromEntries(labels.map((label) => [label, colourOf(label)]));
  let x = 24;
  for (const label of labels) {
    pen.fillStyle = fills[label];
    pen.fillRect(x, 54, 11, 11);
    pen.font = "13px system-ui, sans-serif";
    pen.fillStyle = ink;
    pen.fillText(wording(label), x + 17, 64);
    x += 40 + pen.measureText(wording(label)).width;
  }
  const most = Math.max(...speakers.map((one) => one.total), 1);
  speakers.forEach((one, i) => {
    const y = 88 + i * line;
    write(plain(one.name), 24, y + 14, `${i ? "" : "600 "}13px system-ui, sans-serif`);
    let from = left;
    for (const label of labels) {
      const length = ((one.row.get(label) ?? 0) / most) * (wide - left - 70);
      pen.fillStyle = fills[label];
      pen.fillRect(from, y + 2, length, 16);
      from += length;
    }
    write(String(one.total), from + 8, y + 15, "13px system-ui, sans-serif");
  });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function colourOf(label) {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.className = `dot ${colour(label)}`;
  const found = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return found;
}

const escaped = (text) => plain(text).replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`);

/** A page of its own: the article as it is shown, if there is one, the table of speakers, and all statements. */
export function page(records, title, shown) {
  const counts = tallied(records);
  const labels = columns(counts.all);
  const table = counts.speakers.map((one) =>
    `<tr><th scope="row" dir="auto">${escaped(one.name)}</th>${labels.map((label) => `<td>${one.row.get(label) ?? 0}</td>`).join("")}</tr>`);
  const items = records.map((record) =>
    `<li><p dir="auto">${escaped(record.text)}</p><p class="by"><span class="tag ${colour(record.label)}">${escaped(named(record))}</span> ${percent(record.confidence)} <bdi>${escaped(speakersOf(record).join(", "))}</bdi></p></li>`);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1 dir="auto">${escaped(title)}</h1>
${shown ? `<article>${article(shown)}</article>` : ""}
<h2>Who says what</h2><table><thead><tr><th scope="col">speaker</th>${labels.map((l) => `<th scope="col">${escaped(wording(l))}</th>`).join("")}</tr></thead><tbody>${table.join("")}</tbody></table>
<h2>Statements</h2><ol>${items.join("\n")}</ol></main></body></html>
`;
}

/** The marked article as markup of nothing but paragraphs, marks and tags. */
function article(shown) {
  const inner = (node) => [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return escaped(child.data);
    const kind = [...child.classList].find((name) => /^s\d$|^none$/u.test(name)) ?? "none";
    return child.matches("mark") ? `<mark class="${kind}">${inner(child)}</mark>` : ` <span class="tag ${kind}">${escaped(child.textContent)}</span>`;
  }).join("");
  return [...shown.querySelectorAll("p")].map((p) => `<p dir="auto">${inner(p)}</p>`).join("\n");
}

const STYLE = `:root{color-scheme:light dark}body{margin:0 auto;max-width:46rem;padding:1.5rem;font:1.05rem/1.65 Charter,Georgia,serif;background:light-dark(#fff,#161615);color:light-dark(#1c1b19,#ecebe6)}
table,.by,.tag{font-family:system-ui,sans-serif;font-size:.85rem}table{border-collapse:collapse}th,td{text-align:start;padding:.3em 1em .3em 0;border-bottom:1px solid #8886}
mark{padding:.1em .2em;border-radius:.2em}.tag{padding:.1em .5em;border-radius:1em;white-space:nowrap}li{margin-bottom:.8em}li p{margin:0}
.s0{background:light-dark(#fbd9d5,#5a1a13);color:light-dark(#5c0b02,#ffe3df)}.s1{background:light-dark(#d3e5fb,#143a66);color:light-dark(#06305f,#e0eeff)}
.s2{background:light-dark(#e6e6e1,#3d3d38);color:light-dark(#2b2b27,#f1f1ec)}.s3{background:light-dark(#dcefd6,#1f4a14);color:light-dark(#123f05,#e6f8df)}
.s4{background:light-dark(#efdcf7,#4a1f5c);color:light-dark(#431058,#f7e8fd)}.s5{background:light-dark(#fbeac6,#574110);color:light-dark(#4a3300,#fff3d8)}
.none{background:none;color:inherit;outline:1px dashed}`;
