// What each word of a statement adds to each stance.

import { h, plain, rove } from "./dom.js";
import { post } from "./api.js";
import { allLabels, colour, signed } from "./stances.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Cuts a text where the service counts bytes. */
export function cutter(text) {
  const bytes = encoder.encode(text);
  return (from, to) => decoder.decode(bytes.subarray(from, to));
}

/** The words with their weights, fetched and shown. */
export async function explained(text, options = {}) {
  const explanation = await post("/v1/explain", { text, ...options.model });
  return shown(text, explanation, options.label ?? explanation.label);
}

/** `text` with each word tinted by what it adds to `label`; the reader can choose another label. */
export function shown(text, explanation, label) {
  const labels = allLabels().filter((name) => name in (explanation.probabilities ?? {}));
  if (!explanation.tokens?.length || !labels.length) return h("p.muted", {}, "The model knows none of these words.");
  const towards = labels.includes(label) ? label : explanation.label ?? labels[0];
  const said = h("output.said", { "aria-live": "polite" }, "Point at a word, or move with the arrow keys.");
  const line = h("p.words", { dir: "auto" });
  const pick = (name) => tint(line, text, explanation.tokens, name, said);
  pick(towards);
  const name = `towards-${groups += 1}`;
  const group = h("fieldset.choice.small", {}, h("legend", {}, "Show what speaks for"), labels.map((one) =>
    h("label", {}, h("input", { type: "radio", name, value: one, checked: one === towards, onchange: () => pick(one) }), " ", one)));
  return h("div.explained", {}, group, line, said, table(explanation.tokens, labels));
}

let groups = 0;

function tint(line, text, tokens, label, said) {
  const cut = cutter(text);
  const most = Math.max(...tokens.map((token) => Math.abs(token.values[label])), 0.5);
  const pieces = [];
  let at = 0;
  for (const token of tokens) {
    if (token.start < at) continue;
    pieces.push(plain(cut(at, token.start)), word(plain(cut(token.start, token.end)), token, label, most, said));
    at = token.end;
  }
  line.replaceChildren(...pieces, plain(cut(at)));
  rove(line, ".word");
}

function word(text, token, label, most, said) {
  const value = token.values[label];
  const button = h(`button.word.${value < 0 ? "against" : colour(label)}`, { type: "button" }, text);
  button.style.setProperty("--strength", `${Math.round((100 * Math.abs(value)) / most)}%`);
  const tell = () => { said.textContent = sentence(text, token.values); };
  for (const name of ["focus", "mouseenter", "click"]) button.addEventListener(name, tell);
  return button;
}

const sentence = (text, values) =>
  `“${text}” adds ${Object.entries(values).map(([label, value]) => `${signed(value)} to ${label}`).join(", ")}.`;

function table(tokens, labels) {
  const strongest = (token) => Math.max(...labels.map((label) => Math.abs(token.values[label])));
  const rows = [...tokens].sort((a, b) => strongest(b) - strongest(a));
  return h("details", {}, h("summary", {}, "All words as a table"),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Words and their weights" },
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "word"), labels.map((l) => h("th.n", { scope: "col" }, l)))),
        h("tbody", {}, rows.map((token) => h("tr", {}, h("th", { scope: "row", dir: "auto" }, plain(token.token)),
          labels.map((l) => h("td.n", {}, signed(token.values[l])))))))));
}
