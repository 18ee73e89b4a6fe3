// How far annotators agree on the statements that they share.

import { failure, h, plain } from "./dom.js";
import { get } from "./api.js";
import { colour, counted } from "./stances.js";

/** A part of the page that asks for the figures when it is opened. */
export function agreement() {
  const place = h("div", {});
  const load = () => get("/v1/labels/agreement").then((told) => place.replaceChildren(...figures(told)), (error) => place.replaceChildren(failure(error)));
  const details = h("details.card", { ontoggle: () => details.open && load() }, h("summary", {}, "Agreement between annotators"), place,
    h("p", {}, h("button.quiet", { type: "button", onclick: load }, "Count again")));
  return details;
}

function figures(told) {
  const people = Object.entries(told.annotators ?? {});
  const first = h("p", {}, people.length ? people.map(([name, n]) => `${plain(name)}: ${n}`).join(", ") : "No labels yet.",
    h("span.muted", {}, ` – ${counted(told.shared ?? 0, "statement")} labelled by two or more.`));
  if (!told.shared) return [first];
  const rows = [["Percent agreement", told.percent], ["Cohen’s kappa, mean of pairs", told.cohen], ["Fleiss’ kappa", told.fleiss], ["Krippendorff’s alpha", told.alpha],
    ...told.pairs.map((pair) => [`${pair.annotators.map(plain).join(" and ")}, kappa (${pair.items})`, pair.kappa])];
  return [first, h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Figures of agreement" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "figure"), h("th.n", { scope: "col" }, "value"), h("th.n", { scope: "col" }, "95 % interval"))),
    h("tbody", {}, rows.map(([name, figure]) => h("tr", {}, h("th", { scope: "row", dir: "auto" }, name), h("td.n", {}, two(figure?.value)), h("td.n", {}, figure && figure.lower !== null ? `${two(figure.lower)} to ${two(figure.upper)}` : "–")))))),
  told.disputes.length > 0 && h("h2", {}, `${counted(told.disputes.length, "statement")} labelled differently`),
  h("ul.disputes", {}, told.disputes.slice(0, 100).map((one) => h("li", {}, h("p", { dir: "auto" }, plain(one.text)),
    h("p", {}, Object.entries(one.labels).map(([name, label]) => [h("bdi.muted", {}, plain(name)), " ", h(`span.tag.${colour(label)}`, {}, label), " "]).flat()))))].filter(Boolean);
}

const two = (x) => (typeof x === "number" ? x.toFixed(2).replace("-", "−") : "–");
