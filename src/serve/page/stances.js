// Words, order and colours of stances.

import { h, s } from "./dom.js";
import { model } from "./api.js";

const NONE = "no stance named";
const REASONS = {
  empty: "no words",
  no_known_words: "none of its words is known",
  mostly_unknown: "most of its words are unknown",
  other_language: "another language",
  below_threshold: "not sure enough",
  too_long: "too long",
  invalid_utf8: "not readable as text",
  bad_record: "not readable",
};

let labels = ["condemning", "defending", "neutral"];

/** Learns the labels of the model. */
export async function learnLabels() {
  const told = await model();
  if (Array.isArray(told.labels) && told.labels.length) labels = told.labels;
}

export const allLabels = () => labels;

/** Class of a label's colour. */
export const colour = (label) => (labels.includes(label) ? `s${labels.indexOf(label) % 6}` : "none");

export const named = (record) => record.label ?? NONE;

export const why = (record) => (record.label ? "" : record.problem ?? REASONS[record.reason] ?? "");

export const percent = (share) => (typeof share === "number" ? `${Math.round(share * 100)} %` : "–");

export const count = (n) => n.toLocaleString("en");

export const counted = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const signed = (x) => (x < 0 ? "−" : "+") + Math.abs(x).toFixed(2);

/** The stance as a word on its colour. */
export function tag(record) {
  return h(`span.tag.${colour(record.label)}`, { title: why(record) || undefined }, named(record));
}

/** A bar with a share of its length filled. */
export function bar(share, label, width = 96) {
  const filled = Math.max(0, Math.min(1, share || 0)) * width;
  return s("svg.bar", { viewBox: `0 0 ${width} 8`, width, height: 8, "aria-hidden": "true" },
    s("rect.bar-ground", { width, height: 8, rx: 4 }),
    s(`rect.fill.${colour(label)}`, { width: filled.toFixed(1), height: 8, rx: 4 }));
}

/** Probability of each stance: name, bar, number. */
export function probabilities(scores) {
  if (!scores) return null;
  return h("dl.scores", {}, labels.filter((label) => label in scores).map((label) =>
    h("div", {}, h("dt", {}, label), h("dd", {}, bar(scores[label], label, 160), h("span.number", {}, percent(scores[label]))))));
}
