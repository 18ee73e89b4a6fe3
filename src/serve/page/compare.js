// Two texts, or two models, side by side.

import { announce, failure, h, plain } from "./dom.js";
import { get, model, post } from "./api.js";
import { allLabels, percent, probabilities, signed, tag, why } from "./stances.js";
import { shown } from "./words.js";

const LONGEST_TABLE = 40;

/** Draws the view. */
export async function start(view) {
  const [told, own] = await Promise.all([get("/v1/models"), model()]);
  const names = (Array.isArray(told) ? told : told.models ?? []).map((one) => one.name ?? one);
  const models = names.length ? names : [own.name];
  const several = models.length > 1;
  const [a, b] = [field("A", "We strongly condemn the raid on the village."), field("B", "We do not condemn the raid; it was a measured response.")];
  const choice = (i) => h("select", { "aria-label": `Model ${"AB"[i]}` }, models.map((name, k) => h("option", { selected: k === Math.min(i, models.length - 1) }, name)));
  const [modelA, modelB] = [choice(0), choice(1)];
  const place = h("div", {});
  const form = h("form.card", {}, several && h("fieldset.choice", {}, h("legend", {}, "Compare"),
    h("label", {}, h("input", { type: "radio", name: "what", value: "texts", checked: true }), " two texts"),
    h("label", {}, h("input", { type: "radio", name: "what", value: "models" }), " two models")),
  h("div.pair", {}, h("div", {}, a.element, several && modelA), h("div.second", {}, b.element, several && modelB)),
  h("div.form-row", {}, h("div.actions", {}, h("button.primary", {}, "Compare"))));
  const twoModels = () => form.elements.what?.value === "models";
  const arrange = () => { b.element.hidden = twoModels(); modelB.hidden = !twoModels(); };
  form.addEventListener("change", arrange);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const texts = [a.input.value, twoModels() ? a.input.value : b.input.value];
    const used = several ? [modelA.value, twoModels() ? modelB.value : modelA.value] : [undefined, undefined];
    try {
      const found = await Promise.all(texts.map((text, i) => post("/v1/explain", used[i] ? { text, model: used[i] } : { text })));
      place.replaceChildren(...compared(texts, found, twoModels() ? used : ["A", "B"]));
      announce(found.map((one, i) => `${"AB"[i]}: ${one.label ?? "no stance named"}`).join(", "));
    } catch (error) {
      place.replaceChildren(failure(error));
    }
  });
  arrange();
  view.replaceChildren(h("div.lead", {}, h("h1", { id: "compare-title" }, "Compare"),
    h("p", {}, several ? "Two texts or two models side by side: the stance of each, and the words that make the difference." : "Two texts side by side: the stance of each, and the words that make the difference.")), form, place);
}

function field(name, value) {
  const input = h("textarea", { id: `compare-${name}`, rows: "4", dir: "auto", required: true });
  input.value = value;
  return { input, element: h("div", {}, h("label.field-name", { for: input.id }, `Text ${name}`), input) };
}

function compared(texts, found, names) {
  const towards = found[0].label ?? found[1].label ?? allLabels()[0];
  const side = (i) => h("section.card", { "aria-label": `Result ${names[i]}` },
    h("h2", { dir: "auto" }, plain(names[i])), h("p.verdict", {}, tag(found[i]), " ", h("strong", {}, found[i].label ? percent(found[i].confidence) : why(found[i]))),
    probabilities(found[i].probabilities), shown(texts[i], found[i], towards));
  return [h("div.pair", {}, side(0), side(1)), differences(found, names, towards)];
}

/** Words by how much more they say for `label` on one side than on the other. */
function differences(found, names, label) {
  const sums = found.map((one) => {
    const sum = new Map();
    for (const token of one.tokens ?? []) sum.set(token.token, (sum.get(token.token) ?? 0) + (token.values[label] ?? 0));
    return sum;
  });
  const words = [...new Set(sums.flatMap((sum) => [...sum.keys()]))];
  const rows = words.map((word) => ({ word, values: sums.map((sum) => sum.get(word)) }));
  const gap = ({ values: [one, other] }) => (one ?? 0) - (other ?? 0);
  rows.sort((x, y) => Math.abs(gap(y)) - Math.abs(gap(x)));
  const told = (value) => (value === undefined ? "–" : signed(value));
  return h("section.card", { "aria-labelledby": "differences" }, h("h2", { id: "differences" }, `What makes the difference for “${label}”`),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Words by difference" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "word"), names.map((name) => h("th.n", { scope: "col" }, plain(name))), h("th.n", { scope: "col" }, "difference"))),
      h("tbody", {}, rows.slice(0, LONGEST_TABLE).map((row) => h("tr", {}, h("th", { scope: "row", dir: "auto" }, plain(row.word)),
        row.values.map((value) => h("td.n", {}, told(value))), h("td.n", {}, signed(gap(row)))))))));
}
