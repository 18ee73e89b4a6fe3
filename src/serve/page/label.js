// The view in which people label: one statement at a time, each answer on disk before the next is shown.

import { announce, byId, failure, h, plain } from "./dom.js";
import { Problem, call, get, post } from "./api.js";
import { agreement } from "./agreement.js";
import { save } from "./download.js";
import { guidelines } from "./guidelines.js";
import { allLabels, colour, counted, percent, tag } from "./stances.js";

const NAME = "demarche-annotator";
const FORMATS = ["jsonl", "csv", "tsv", "json", "doccano", "label-studio", "prodigy", "fasttext", "parquet", "arrow"];
const ENDINGS = { doccano: "doccano.jsonl", prodigy: "prodigy.jsonl", "label-studio": "label-studio.json", fasttext: "txt" };

/** Draws the view and goes on where the annotator was. */
export async function start(view) {
  const place = h("div.asking", {}, h("p.muted", {}, "…"));
  const who = h("input", { id: "annotator", type: "text", required: true, maxlength: "100", autocomplete: "nickname", dir: "auto", value: localStorage.getItem(NAME) ?? "" });
  const keys = h("input", { type: "checkbox", checked: localStorage.getItem("demarche-keys") !== "off",
    onchange: () => localStorage.setItem("demarche-keys", keys.checked ? "on" : "off") });
  const desk = new Desk(place, keys);
  const begin = (event) => {
    event.preventDefault();
    localStorage.setItem(NAME, who.value.trim());
    desk.sit(who.value.trim());
  };
  view.replaceChildren(
    h("div.lead", {}, h("h1", { id: "label-title" }, "Label"), h("p", {}, "One statement at a time, the ones the model is least sure of first. Each answer is saved before the next one comes.")),
    h("form.card.bar-line.who", { onsubmit: begin }, h("label", {}, "Your name ", who), h("button.quiet", {}, "Start or change"), h("label.keys", {}, keys, " Keys 1, 2, 3 …")),
    h("div.columns", {}, h("div", {}, place, h("section.card", { "aria-labelledby": "export-title" }, exporting()), agreement()), h("div.side", {}, guidelines())));
  document.addEventListener("keydown", (event) => desk.key(event));
  if (who.value) await desk.sit(who.value.trim());
  else place.replaceChildren(h("p.card", {}, "Write your name to start. Several people can label the same statements; nobody sees the others’ answers."));
}

/** One annotator in one tab. */
class Desk {
  constructor(place, keys) {
    this.place = place;
    this.keys = keys;
    this.tab = sessionStorage.getItem("demarche-tab") ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    sessionStorage.setItem("demarche-tab", this.tab);
  }

  /** Takes a seat, or another one. */
  async sit(annotator) {
    this.annotator = annotator;
    this.given = JSON.parse(sessionStorage.getItem(this.givenName()) ?? "[]");
    if (annotator) await this.next();
  }

  givenName() { return `demarche-given-${this.annotator}`; }

  noteName() { return `demarche-note-${this.annotator}-${this.question?.id}`; }

  query(more = {}) { return new URLSearchParams({ annotator: this.annotator, tab: this.tab, ...more }); }

  async next() {
    await this.attempt(async () => {
      const response = await call(`/v1/labels/next?${this.query()}`);
      this.show(response.status === 204 ? null : await response.json());
    });
  }

  /** Runs a request; what fails is told and nothing else changes. */
  async attempt(work) {
    if (this.busy) return;
    this.busy = true;
    this.place.setAttribute("aria-busy", "true");
    byId("label-failure")?.remove();
    try {
      await work();
    } catch (error) {
      const told = error instanceof Problem && error.status === 404 && !this.question ? unready(error) : failure(error);
      told.id = "label-failure";
      this.place.prepend(told);
      if (told.matches(".card") && !this.question) this.place.replaceChildren(told);
    } finally {
      this.busy = false;
      this.place.removeAttribute("aria-busy");
    }
  }

  show(question, saved) {
    this.question = question;
    if (!question) {
      this.place.replaceChildren(h("section.card", {}, h("h2", { tabindex: "-1" }, "All done"), h("p", {}, "You have answered every statement. Thank you."), this.undoButton()));
      announce("All statements are answered.");
      return;
    }
    const heading = h("h2.hidden-text", { tabindex: "-1" }, `Statement ${question.done + 1} of ${question.total}`);
    const note = h("textarea.note-text", { id: "note", rows: "2", dir: "auto", maxlength: "10000", oninput: () => sessionStorage.setItem(this.noteName(), note.value) });
    note.value = sessionStorage.getItem(this.noteName()) ?? question.note ?? "";
    this.note = note;
    const guess = h("details.guess", {}, h("summary", {}, "Show the model’s guess"),
      h("p", {}, tag(question.prediction), " ", percent(question.prediction.confidence), h("span.muted", {}, " – decide first, then look.")));
    this.place.replaceChildren(h("section.card", {}, heading,
      h("div.bar-line", {}, h("span.muted", {}, `${question.done.toLocaleString("en")} of ${counted(question.total, "statement")} answered`), h("span.saved", {}, saved ?? "")),
      h("progress", { max: question.total, value: question.done, "aria-label": "Answered" }),
      h("blockquote.question", { dir: "auto" }, plain(question.text)),
      question.label !== undefined && h("p.muted", {}, `Your answer was: ${question.label ?? "skipped"}.`),
      h("div.answers", { role: "group", "aria-label": "Your answer" }, allLabels().map((label, i) =>
        h(`button.answer.${colour(label)}`, { type: "button", onclick: () => this.answer(label) }, i < 9 && h("kbd", { "aria-hidden": "true" }, String(i + 1)), label))),
      h("label.field-name", { for: "note" }, "Note ", h("span.muted", {}, "(optional, key N)")), note,
      h("div.actions", {}, h("button.quiet", { type: "button", onclick: () => this.answer(null) }, "Skip", h("kbd", { "aria-hidden": "true" }, "S")), this.undoButton(), guess)));
    if (saved !== undefined) heading.focus();
    announce(`${saved ? `${saved} ` : ""}${plain(question.text)}`);
  }

  undoButton() {
    return h("button.quiet", { type: "button", onclick: () => this.undo() }, "Undo", h("kbd", { "aria-hidden": "true" }, "U"));
  }

  async answer(label) {
    if (!this.question) return;
    const { id } = this.question;
    await this.attempt(async () => {
      try {
        await post("/v1/labels", { id, label, annotator: this.annotator, note: this.note.value });
      } catch (error) {
        if (error.status !== 409) throw error;
        announce(error.message);
      }
      sessionStorage.removeItem(this.noteName());
      this.remember([...this.given.filter((one) => one !== id), id].slice(-1000));
      const response = await call(`/v1/labels/next?${this.query()}`);
      this.show(response.status === 204 ? null : await response.json(), label ? `Saved: ${label}.` : "Skipped.");
    });
  }

  async undo() {
    await this.attempt(async () => {
      const last = this.given.at(-1);
      const response = await call(`/v1/labels/last?${this.query(last ? { id: last } : {})}`, { method: "DELETE" });
      if (response.status === 204) return announce("There is nothing to undo.");
      this.remember(this.given.slice(0, -1));
      this.show(await response.json(), "Taken back.");
    });
  }

  remember(given) {
    this.given = given;
    sessionStorage.setItem(this.givenName(), JSON.stringify(given));
  }

  key(event) {
    if (event.target === this.note && event.key === "Escape") return this.place.querySelector(".answer")?.focus();
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || byId("label").hidden || !this.keys.checked) return;
    const label = allLabels()[Number(event.key) - 1];
    const run = label ? () => this.answer(label) : { s: () => this.answer(null), u: () => this.undo(), n: () => this.note?.focus() }[event.key.toLowerCase()];
    if (!run) return;
    event.preventDefault();
    run();
  }
}

const unready = (error) => h("div.card", {}, h("h2", {}, "Nothing to label yet"),
  h("p", {}, "Start the server with the statements to label and a file for the labels:"),
  h("pre", {}, h("code", {}, "demarche serve --pool statements.csv --labels labels.jsonl")), h("p.muted", {}, error.message));

function exporting() {
  const format = h("select", { name: "format" }, FORMATS.map((name) => h("option", {}, name)));
  const told = h("div", {});
  const run = async (event) => {
    event.preventDefault();
    try {
      const response = await call(`/v1/labels/export?format=${format.value}`);
      save(`labels.${ENDINGS[format.value] ?? format.value}`, await response.blob());
      told.replaceChildren();
    } catch (error) {
      told.replaceChildren(failure(error));
    }
  };
  return h("div", {}, h("form.bar-line.export", { onsubmit: run }, h("h2", { id: "export-title" }, "Take the labels with you"),
    h("div.downloads", {}, h("label", {}, "Format ", format), h("button.quiet", {}, "Download"))), told);
}
