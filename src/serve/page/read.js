// The view that reads: a text or a file goes in, statements with their stances come out.

import { announce, byId, failure, h, plain } from "./dom.js";
import { post, stream } from "./api.js";
import { counted, learnLabels } from "./stances.js";
import { results } from "./results.js";

const EXAMPLE = `Foreign Minister Anna Berg said on Tuesday that the raid on the village was “a flagrant violation of international law”. She called on Ruritania to withdraw its troops at once.

“No soldier of ours has crossed that border,” Ruritanian spokesman Pavel Horak told reporters. He said the accusations had been invented from beginning to end.

President Lucia Moreno called the deployment “a measured response to an unprovoked attack”. The Secretary-General urged both capitals to show restraint and return to talks. Berg said sanctions remained one of several options.`;

const PAGES = /\.(html?|xhtml)$/iu;
const TEXTS = /\.(txt|text|md)$/iu;

let running;

/** Makes the form work without leaving the page. */
export function start() {
  const form = byId("read-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    perform((signal) => readText(byId("read-text").value, mode(), signal));
  });
  byId("read-example").addEventListener("click", () => {
    byId("read-text").value = EXAMPLE;
    form.elements.as.value = "article";
    form.requestSubmit();
  });
  byId("read-stop").addEventListener("click", () => running?.abort());
  byId("read-file").addEventListener("change", (event) => take(event.target.files));
  drops(byId("read"));
}

const mode = () => byId("read-form").elements.as.value;

/** Files dropped anywhere on the view. */
function drops(view) {
  const over = (is) => (event) => { event.preventDefault(); byId("read-form").classList.toggle("dropping", is); };
  view.addEventListener("dragover", over(true));
  view.addEventListener("dragleave", over(false));
  view.addEventListener("drop", (event) => { over(false)(event); take(event.dataTransfer.files); });
}

function take(files) {
  const [file] = files;
  byId("read-file").value = "";
  if (file) perform((signal) => readFile(file, signal));
}

/** Runs a reading; another one stops it. */
async function perform(reading) {
  running?.abort();
  const mine = running = new AbortController();
  byId("read-result").replaceChildren();
  progress("Reading");
  try {
    await learnLabels().catch(() => {});
    await reading(mine.signal);
    byId("read-result").scrollIntoView({ behavior: calm() ? "instant" : "smooth", block: "start" });
  } catch (error) {
    if (error.name === "AbortError") announce("Stopped.");
    else byId("read-result").replaceChildren(failure(error), ...byId("read-result").children);
  } finally {
    if (running === mine) byId("read-progress").hidden = true;
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function progress(text, done, total) {
  const bar = byId("read-bar");
  byId("read-progress").hidden = false;
  byId("read-progress-text").textContent = text;
  if (total) Object.assign(bar, { max: total, value: Math.min(done, total) });
  else bar.removeAttribute("value");
}

const wellFormed = (text) => text.toWellFormed?.() ?? text;

async function readText(text, as, signal) {
  if (as === "lines") return readLines(wellFormed(text), signal);
  return showArticle(await post("/v1/extract", { text: wellFormed(text) }, { signal }), "the article", () => readLines(wellFormed(text), signal));
}

function showArticle(found, name, otherwise) {
  if (!found.statements.length && otherwise) return otherwise("Nobody is said to have said anything here, so each line was read as a statement.");
  const view = results({ name, text: found.text, note: found.statements.length ? "" : "No statement was found." });
  byId("read-result").replaceChildren(view.element);
  view.add(found.statements);
  view.finish();
  announce(`${counted(found.statements.length, "statement")} found.`);
}

/** Lines as statements: a file like any other. */
async function readLines(text, signal, note = "") {
  const lines = text.split(/\r?\n/u).map((line) => line.trim()).filter(Boolean);
  await readRows(new File([lines.join("\n")], "statements.txt"), lines.length, "your text", note, signal);
}

async function readFile(file, signal) {
  if (PAGES.test(file.name)) return showArticle(await post("/v1/extract", { html: wellFormed(await file.text()) }, { signal }), file.name);
  if (TEXTS.test(file.name) && mode() === "article") {
    const text = wellFormed(await file.text());
    return showArticle(await post("/v1/extract", { text }, { signal }), file.name, (note) => readLines(text, signal, note));
  }
  return readRows(file, await lineCount(file), file.name, "", signal);
}

/** Streams a file through; `column` holds the statements. */
async function readRows(file, total, name, note, signal, column = "text") {
  const view = results({ name, note });
  byId("read-result").replaceChildren(view.element);
  let done = 0;
  const tell = () => progress(`${plain(name)}: ${counted(done, "statement")}${total ? ` of about ${total.toLocaleString("en")}` : ""}`, done, total);
  tell();
  try {
    let first = true;
    await stream(`/v1/file?${new URLSearchParams({ name: file.name, text_column: column })}`, { method: "POST", body: file, signal }, (records) => {
      // The first line is about the file.
      const rows = first ? records.slice(1) : records;
      first = false;
      done += rows.length;
      view.add(column === "text" ? rows : rows.map((row) => ({ ...row, text: row[column] ?? row.text })));
      tell();
    });
    announce(`${counted(done, "statement")} read.`);
  } catch (error) {
    if (done || error.status !== 422) throw error;
    const again = (given) => perform((mine) => readRows(file, total, name, note, mine, given));
    byId("read-result").replaceChildren(failure(error), columnForm(again));
    announce(error.message);
    return;
  } finally {
    if (done) view.finish();
  }
}

/** Asks which column holds the statements. */
function columnForm(again) {
  const column = h("input", { id: "read-column", type: "text", required: true, dir: "auto" });
  const send = (event) => { event.preventDefault(); again(column.value); };
  return h("form.card", { onsubmit: send }, h("label.field-name", { for: column.id }, "Which column holds the statements?"),
    h("div.form-row", {}, column, h("button.primary", {}, "Read again")));
}

/** About how many records a file has; 0 if its bytes do not tell. */
async function lineCount(file) {
  if (!/\.(csv|tsv|jsonl|ndjson|txt)$/iu.test(file.name)) return 0;
  let lines = 0;
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const byte of part.value) if (byte === 10) lines += 1;
  }
  return Math.max(1, lines - (/\.[ct]sv$/iu.test(file.name) ? 1 : 0));
}
