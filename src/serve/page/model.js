// What the model is made of, and how far it can be trusted.

import { h, plain } from "./dom.js";
import { model } from "./api.js";
import { interval, reliabilityPlot, tenths } from "./charts.js";
import { markdown } from "./markdown.js";
import { bar, colour, count, counted, signed } from "./stances.js";

const WORDS = 20;

/** Draws the view. */
export async function start(view) {
  const told = await model();
  view.replaceChildren(
    h("div.lead", {}, h("h1", { id: "model-title" }, "The model"),
      h("p", {}, "Called ", h("strong", { dir: "auto" }, plain(told.name)), ". It weighs words; what it weighs, and how often it is right, is shown here."),
      h("p.digest", {}, h("code", {}, told.sha256))),
    ...scores(told), words(told), card(told));
}

function scores({ scores: found, labels, reliability }) {
  if (!found) return [h("p.card", {}, "This model was trained without cross-validation, so nobody measured how good it is.")];
  const total = Object.values(found.per_stance).reduce((sum, stance) => sum + stance.support, 0);
  const whole = [["accuracy", found.accuracy, total], ["macro F1", found.macro_f1, total]];
  const each = labels.map((label) => [`F1 of ${label}`, found.per_stance[label]?.f1, found.per_stance[label]?.support ?? 0, label]);
  const row = ([name, figure, n, label]) => h("tr", {}, h("th", { scope: "row" }, name), h("td.n", {}, two(figure?.[0])),
    h("td.n", {}, figure ? `${two(figure[1])} to ${two(figure[2])}` : "–"), h("td.n", {}, count(n)), h("td.chart", {}, figure && interval(figure, label)));
  const bins = tenths(reliability);
  return [h("div.pair", {},
    h("section.card", { "aria-labelledby": "scores" }, h("h2", { id: "scores" }, "How often it is right"),
      h("p.muted", {}, `Measured on ${counted(total, "statement")} in ${found.folds} parts; each was judged by a model that had not seen its affair. Naming the commonest stance every time would be right in ${two(found.baseline_accuracy)}.`),
      h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Scores" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "score"), h("th.n", { scope: "col" }, "value"),
        h("th.n", { scope: "col" }, "95 % interval"), h("th.n", { scope: "col" }, "statements"), h("td", {}, h("span.hidden-text", {}, "chart, from 0 to 1")))),
      h("tbody", {}, [...whole, ...each].map(row))))),
    bins.length > 0 && h("section.card", { "aria-labelledby": "reliability" }, h("h2", { id: "reliability" }, "Does confidence mean what it says?"),
      h("p.muted", {}, `On the line, it does. Larger dots hold more statements. The mean gap is ${Number(found.calibration_error).toFixed(3)}.`), reliabilityPlot(bins)))];
}

function words({ strongest_words: strongest = {} }) {
  const one = ([label, terms]) => {
    const shown = terms.slice(0, WORDS);
    const most = Math.max(...shown.map(([, weight]) => Math.abs(weight)), 1e-9);
    return h("div", {}, h("h3", {}, h(`span.tag.${colour(label)}`, {}, label)),
      h("ol.terms", {}, shown.map(([term, weight]) => h("li", {}, h("bdi", {}, plain(term)), bar(Math.abs(weight) / most, label, 80), h("span.number.muted", {}, signed(weight))))));
  };
  return h("section.card", { "aria-labelledby": "strongest" }, h("h2", { id: "strongest" }, "The words that weigh most"),
    h("p.muted", {}, "NOT_ marks a word that is negated, THOUGH_ one in a concession, BUT_ one after it; <name> stands for any name, so that no country decides."),
    h("div.terms-by-stance", {}, Object.entries(strongest).map(one)));
}

const card = ({ card: text }) => (text ? h("details.card.prose", {}, h("summary", {}, "Model card"), markdown(text)) : "");

const two = (x) => (typeof x === "number" ? x.toFixed(2) : "–");
