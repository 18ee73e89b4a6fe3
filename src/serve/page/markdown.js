// The little Markdown of model cards as elements; whatever is not known stays text.

import { h } from "./dom.js";

const RULE = /^[\s|:-]+$/u;

/** Elements of a card; a YAML head is left out. */
export function markdown(text) {
  const lines = text.replace(/^---\n[\s\S]*?\n---\n/u, "").split("\n");
  const out = [];
  while (lines.length) {
    const line = lines.shift();
    const heading = line.match(/^(#{1,6})\s+(.*)$/u);
    if (heading) out.push(h(`h${Math.min(heading[1].length + 2, 6)}`, {}, inline(heading[2])));
    else if (line.startsWith("|")) out.push(table([line, ...taken(lines, (next) => next.startsWith("|"))]));
    else if (/^[-*] /u.test(line)) out.push(h("ul", {}, [line, ...taken(lines, (next) => /^[-*] /u.test(next))].map((item) => h("li", {}, inline(item.slice(2))))));
    else if (line.startsWith("```")) {
      out.push(h("pre", { tabindex: "0" }, h("code", {}, taken(lines, (next) => !next.startsWith("```")).join("\n"))));
      lines.shift();
    } else if (line.trim()) out.push(h("p", {}, inline([line, ...taken(lines, (next) => next.trim() && !/^([#|]|[-*] |```)/u.test(next))].join(" "))));
  }
  return out;
}

function taken(lines, is) {
  const found = [];
  while (lines.length && is(lines[0])) found.push(lines.shift());
  return found;
}

function table(lines) {
  const cells = (line) => line.replace(/^\||\|\s*$/gu, "").split("|").map((cell) => cell.trim());
  const [head, ...rows] = lines.filter((line, i) => i === 0 || !RULE.test(line)).map(cells);
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": head.join(", ") }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => (i === 0 ? h("th", { scope: "row" }, inline(cell)) : h("td", {}, inline(cell)))))))));
}

/** Code and bold; links only to where the web is. */
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/u).filter(Boolean).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return h("code", {}, part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return h("strong", {}, part.slice(2, -2));
    const link = part.match(/^\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)$/u);
    return link ? h("a", { href: link[2], rel: "noreferrer noopener" }, link[1]) : part;
  });
}
