// All views: what axe finds, light and dark, wide and narrow, from right to left, and by keyboard alone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ARTICLE, HOSTILE, browser, file, folder, open, overflow, serve, violations } from "./support.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

const labelling = (place) => ["--pool", file(place, "pool.txt", "We condemn the raid.\nThe meeting is at noon.\n"), "--labels", join(place, "labels.jsonl")];

/** Brings the page to each state that is worth a look; gives its name. */
async function* states(page, address) {
  yield "start";
  await page.fill("#read-text", ARTICLE);
  await page.click("#read-form .primary");
  await page.waitForSelector(".article mark");
  yield "article";
  await page.click(".article mark >> nth=0");
  await page.waitForSelector(".word");
  await page.click(".detail summary");
  yield "detail";
  await page.goto(`${address}/#compare`);
  await page.click("#compare .primary");
  await page.waitForSelector("#compare .word");
  yield "compare";
  await page.goto(`${address}/#model`);
  await page.waitForSelector(".terms li");
  await page.click("#model summary");
  yield "model";
  await page.goto(`${address}/#label`);
  await page.fill("#annotator", "Ann");
  await page.click(".who button");
  await page.waitForSelector(".question");
  yield "label";
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    test(`nothing is wrong for assistive technology: ${colorScheme}, ${width} px`, async (t) => {
      const { address } = await serve(t, ...labelling(folder(t)));
      const page = await open(t, chrome, address, { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
      for await (const state of states(page, address)) {
        assert.deepEqual(await violations(page), [], state);
        assert.ok(await overflow(page) <= 0, `${state} fits ${width} px`);
      }
    });
  }
}

test("a theme that was chosen stays", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address, { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.click("#theme");
  assert.equal(await ground(), light);
  await page.click("#theme");
  assert.notEqual(await ground(), light);
  await page.reload();
  await page.waitForSelector("text=Theme: dark");
  assert.notEqual(await ground(), light);
});

test("text from right to left is shown so, and marks that turn text do nothing", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.check("#read-form input[value=lines]");
  await page.fill("#read-text", "نحن ندين الغارة\nWe condemn \u202Ethe raid");
  await page.click("#read-form .primary");
  await page.waitForSelector(".row-text");
  assert.deepEqual(await page.$$eval(".row-text", (all) => all.map((one) => getComputedStyle(one).direction)), ["rtl", "ltr"]);
  assert.equal(await page.textContent(".row-text >> nth=1"), "We condemn the raid");
});

test("all of reading can be done by keyboard", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address, { reducedMotion: "reduce" });
  const until = async (selector) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    assert.fail(`no way by keyboard to ${selector}`);
  };
  await until(".skip-link");
  await until("#read-text");
  await page.keyboard.type("The minister said it was \"a crime\".");
  await until("#read-form .primary");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".article mark");
  await until(".filters select");
  await until(".article mark");
  await page.keyboard.press(" ");
  await page.waitForSelector(".word");
  await until(".word");
  await page.keyboard.press("End");
  assert.match(await page.textContent(".said"), /adds/u);
});

test("two texts are compared word by word, hostile ones as well", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.goto(`${address}/#compare`);
  await page.waitForSelector("#compare .primary");
  assert.equal(await page.$("#compare select"), null);
  for (const [a, b] of [["We condemn the raid.", "We defend the raid."], [HOSTILE[0], HOSTILE[2]]]) {
    await page.fill("#compare-A", a);
    await page.fill("#compare-B", b);
    await page.click("#compare .primary");
    await page.waitForSelector(`#compare .words >> text=${a.slice(-9, -1)}`);
  }
});

test("two models are compared on one text", async (t) => {
  const place = folder(t);
  const rows = ["condemning,We condemn the raid", "condemning,They must stop the raid", "defending,We support the raid", "defending,It was right", "neutral,The meeting is today", "neutral,We met today"];
  const data = file(place, "train.csv", `label,text\n${Array.from({ length: 5 }, (_, i) => rows.map((row) => `${row} ${i}`)).flat().join("\n")}\n`);
  const { execFileSync } = await import("node:child_process");
  execFileSync(process.env.DEMARCHE, ["train", data, "--no-cv", "--output", join(place, "small.demarche")], { stdio: "ignore" });
  const { address } = await serve(t, "--model", `small=${join(place, "small.demarche")}`, "--model", `other=${join(place, "small.demarche")}`);
  const page = await open(t, chrome, address);
  await page.goto(`${address}/#compare`);
  await page.check("#compare input[value=models]");
  await page.fill("#compare-A", "We condemn the raid.");
  await page.click("#compare .primary");
  await page.waitForSelector("#compare .word");
  assert.deepEqual(await page.$$eval("#compare .pair section h2", (all) => all.map((one) => one.textContent)), ["small", "other"]);
  await page.goto(`${address}/#model`);
  await page.waitForSelector("text=without cross-validation");
});

test("the model's scores, reliability and words are shown", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.goto(`${address}/#model`);
  await page.waitForSelector(".terms li");
  const told = await (await fetch(`${address}/v1/model`)).json();
  const accuracy = told.scores.accuracy[0].toFixed(2);
  assert.match(await page.textContent("tr:has(th:text-is('accuracy'))"), new RegExp(`accuracy${accuracy}`, "u"));
  assert.match(await page.getAttribute(".plot", "aria-label"), /at \d+ % confidence \d+ % right/u);
  assert.equal(await page.textContent(".terms li:first-child bdi >> nth=0"), told.strongest_words.condemning[0][0]);
});
