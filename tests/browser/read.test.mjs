// The view that reads: texts, files, filters, downloads, and texts that want to be more than text.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ARTICLE, HOSTILE, browser, downloaded, file, folder, open, serve } from "./support.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

async function read(page, text, as = "article") {
  await page.fill("#read-text", text);
  await page.check(`#read-form input[value=${as}]`);
  await page.click("#read-form .primary");
  await page.waitForFunction(() => document.querySelector(".results h2")?.textContent.includes("statement") && document.getElementById("read-progress").hidden);
}

test("an article is marked in colour and in words, and counted by speaker", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, ARTICLE);
  const marks = await page.$$eval(".article mark", (all) => all.map((mark) => [mark.className.match(/s\d/u)[0], mark.querySelector(".tag")?.textContent]));
  assert.equal(marks.length, 4);
  for (const [kind, word] of marks) assert.match(word, { s0: /^condemning \d+ %$/u, s1: /^defending \d+ %$/u, s2: /^neutral \d+ %$/u }[kind]);
  const rows = await page.$$eval(".sides tbody tr", (all) => all.map((row) => [...row.querySelectorAll("th, td.n")].map((cell) => cell.textContent)));
  assert.deepEqual(rows[0].slice(0, 2), ["Anna Berg", "2"]);
  assert.deepEqual(rows.map((row) => row[0]).sort(), ["Anna Berg", "Pavel Horak", "The Secretary-General"]);
});

test("words are weighed for whoever points or moves with keys", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, ARTICLE);
  await page.focus(".article mark >> nth=0");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".word");
  assert.equal(await page.getAttribute(".article mark >> nth=0", "aria-pressed"), "true");
  await page.hover(".word:has-text('violation')");
  assert.match(await page.textContent(".said"), /^“violation” adds \+\d\.\d\d to condemning, /u);
  await page.focus(".word >> nth=0");
  await page.keyboard.press("ArrowRight");
  assert.match(await page.textContent(".said"), /^“raid” adds /u);
  assert.equal(await page.$$eval(".word", (all) => all.filter((word) => word.tabIndex === 0).length), 1);
});

test("filters leave what they name, and downloads hold what is shown", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, ARTICLE);
  await page.selectOption(".filters select", "Anna Berg");
  assert.equal(await page.$$eval(".article mark.dim", (all) => all.length), 2);
  const csv = await downloaded(page, () => page.click(".downloads >> text=CSV"));
  const lines = csv.bytes.toString().trimEnd().split("\r\n");
  assert.equal(lines.length, 3);
  assert.equal(lines[0], "id,text,speaker,label,confidence,score_condemning,score_defending,score_neutral,reason");
  const jsonl = await downloaded(page, () => page.click(".downloads >> text=JSONL"));
  assert.deepEqual(jsonl.bytes.toString().trim().split("\n").map((line) => JSON.parse(line).speaker_resolved), ["Anna Berg", "Anna Berg"]);
  const png = await downloaded(page, () => page.click(".downloads >> text=PNG"));
  assert.equal(png.bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  await page.uncheck(".filters input[value=condemning]");
  assert.equal(await page.$$eval(".article mark:not(.dim)", (all) => all.length), 0);
});

test("the downloaded page needs nothing else and shows the same marks", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, ARTICLE);
  const html = (await downloaded(page, () => page.click(".downloads >> text=HTML"))).bytes.toString();
  const place = folder(t);
  const kept = await open(t, chrome, `file://${file(place, "kept.html", html)}`);
  assert.equal(await kept.$$eval("mark", (all) => all.length), 4);
  assert.equal(await kept.$$eval("ol li", (all) => all.length), 4);
  assert.doesNotMatch(html, /<script|https?:/u);
});

test("lines are statements of their own, also where no speaker is found", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, "We condemn the raid.\n\nThe meeting is at noon.", "lines");
  assert.deepEqual(await page.$$eval(".row-text", (all) => all.map((one) => one.textContent)), ["We condemn the raid.", "The meeting is at noon."]);
  await read(page, "The raid was a crime.");
  assert.match(await page.textContent(".note"), /each line was read as a statement/u);
});

test("a file of 50,000 rows streams in and stays light", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  const rows = Array.from({ length: 50_000 }, (_, i) => `"${i % 2 ? "We condemn raid" : "The meeting is at"} ${i}",${i % 3 ? "Berg" : "Horak"}`);
  const path = file(folder(t), "many.csv", `text,speaker\n${rows.join("\n")}\n`);
  await page.setInputFiles("#read-file", path);
  await page.waitForSelector("#read-progress:not([hidden])");
  await page.waitForFunction(() => document.querySelector(".results h2")?.textContent.startsWith("50,000 statements"), null, { timeout: 120_000 });
  assert.ok(await page.evaluate(() => document.querySelectorAll("*").length) < 2000);
  await page.click(".pager >> text=Last");
  assert.equal(await page.textContent(".pager .muted"), "49,951–50,000 of 50,000");
  assert.equal(await page.textContent(".row-text >> nth=49"), "We condemn raid 49999");
  await page.fill(".filters [name=words]", "raid 4999");
  assert.match(await page.textContent(".pager .muted"), /of 6$/u);
  await page.fill(".filters [name=words]", "");
  const jsonl = await downloaded(page, () => page.click(".downloads >> text=JSONL"));
  assert.equal(jsonl.bytes.toString().trimEnd().split("\n").length, 50_000);
  const horak = await page.$$eval(".sides tbody tr", (all) => all.map((row) => row.textContent).find((text) => text.startsWith("Horak")));
  assert.ok(horak, "speakers of the file are counted");
});

test("a file whose column has another name is read once it is named", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.setInputFiles("#read-file", { name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("id,words\n7,We condemn the raid.\n") });
  await page.waitForSelector("[role=alert] >> text=no column");
  await page.fill("#read-column", "words");
  await page.click("text=Read again");
  await page.waitForSelector(".row-text");
  assert.equal(await page.textContent(".row-text"), "We condemn the raid.");
});

test("pages are dropped and read", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([`<html><body><article>${text.split("\n\n").map((p) => `<p>${p}</p>`).join("")}</article></body></html>`], "page.html", { type: "text/html" }));
    document.getElementById("read").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, ARTICLE);
  await page.waitForSelector(".article mark");
  assert.match(await page.textContent(".results h2"), /^4 statements in page\.html$/u);
});

test("hostile texts, cells, speakers and file names stay text", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, HOSTILE.join("\n"), "lines");
  assert.deepEqual(await page.$$eval(".row-text", (all) => all.map((one) => one.textContent)), HOSTILE);
  await page.click(".row-text >> nth=0");
  await page.waitForSelector(".word");
  await page.click(".detail summary");
  await read(page, HOSTILE.map((one) => `The minister ${one} said: "${one.replaceAll('"', "")}".`).join("\n\n"));
  const cells = HOSTILE.map((one) => `"${one.replaceAll('"', '""')}","${one.replaceAll('"', '""')}"`);
  const name = "<img src=x onerror=pwned()>.csv";
  await page.setInputFiles("#read-file", { name, mimeType: "text/csv", buffer: Buffer.from(`text,speaker\n${cells.join("\n")}\n`) });
  await page.waitForSelector(".sides tbody tr");
  assert.match(await page.textContent(".results h2"), /<img src=x onerror=pwned\(\)>\.csv$/u);
  assert.deepEqual(await page.$$eval(".sides th[scope=row]", (all) => all.map((one) => one.textContent).sort()), [...HOSTILE].sort());
  await page.click(".row-text >> nth=0");
  await page.waitForSelector(".word");
  const html = (await downloaded(page, () => page.click(".downloads >> text=HTML"))).bytes.toString();
  const kept = await open(t, chrome, `file://${file(folder(t), "kept.html", html)}`);
  assert.equal(await kept.$$eval("img, svg, iframe, script", (all) => all.length), 0);
  const csv = await downloaded(page, () => page.click(".downloads >> text=CSV"));
  assert.equal(csv.name.includes("<"), false);
});

test("cells that a spreadsheet would run are defused", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await read(page, "=HYPERLINK(\"x\") we condemn\n+1 we condemn\n-1 we condemn\n@x we condemn", "lines");
  const csv = await downloaded(page, () => page.click(".downloads >> text=CSV"));
  const cells = csv.bytes.toString().trimEnd().split("\r\n").slice(1).map((line) => line.replace(/^\d+,/u, "").slice(0, 3));
  assert.deepEqual(cells, ["\"'=", "'+1", "'-1", "'@x"]);
});

test("without script the form is answered by the server", async (t) => {
  const { address } = await serve(t);
  const context = await chrome.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(address);
  assert.equal(await page.isVisible("nav"), false);
  await page.fill("#read-text", ARTICLE);
  await page.click("#read-form .primary");
  assert.equal(await page.locator("mark").count(), 4);
  assert.equal((await page.inputValue("#read-text")).replaceAll("\r", ""), ARTICLE);
  assert.equal(await page.locator("table th[scope=row]").first().textContent(), "Anna Berg");
  await page.fill("#read-text", HOSTILE.join("\n"));
  await page.click("#read-form .primary");
  assert.equal(await page.inputValue("#read-text"), HOSTILE.join("\n"));
  assert.match(await page.textContent("#read-result"), /<img src=x onerror=pwned\(\)>/u);
  assert.equal(await page.locator("img, svg, iframe, body [onload], script:not([src='/page/app.js'])").count(), 0);
});
