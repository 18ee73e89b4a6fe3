// The view that labels: keys, notes, undo, reloads, tabs, several annotators, and a service that is killed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HOSTILE, browser, downloaded, file, folder, open, serve } from "./support.mjs";

let chrome;
before(async () => { chrome = await browser(); });
after(() => chrome.close());

const TEXTS = ["We condemn the raid.", "We stand with our allies.", "The meeting is at noon.", "It was a measured response.", "Sanctions remain one of several options."];

function pool(place, texts = TEXTS) {
  const path = file(place, "pool.jsonl", texts.map((text, i) => `${JSON.stringify({ id: `q${i}`, text })}\n`).join(""));
  return ["--pool", path, "--labels", join(place, "labels.jsonl")];
}

const written = (place) => readFileSync(join(place, "labels.jsonl"), "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function sit(page, address, name) {
  await page.goto(`${address}/#label`);
  await page.fill("#annotator", name);
  await page.click(".who button");
  await page.waitForSelector(".question, .asking h2:has-text('All done')");
}

const asked = (page) => page.textContent(".question");

/** Does something and waits until another statement, or none, is shown. */
async function and(page, act) {
  const before = await page.$(".question");
  await act();
  await page.waitForFunction((old) => !old.isConnected, before);
}

test("keys label, skip, note and undo; each answer is in the file before the next statement", async (t) => {
  const place = folder(t);
  const { address } = await serve(t, ...pool(place));
  const page = await open(t, chrome, address);
  await sit(page, address, "Ann");
  const first = await asked(page);
  await page.keyboard.press("n");
  await page.keyboard.type("clear, 1 of 3");
  await page.keyboard.press("Escape");
  await and(page, () => page.keyboard.press("1"));
  assert.deepEqual(written(place).map(({ text, label, annotator, note }) => [text, label, annotator, note]), [[first, "condemning", "Ann", "clear, 1 of 3"]]);
  assert.match(await page.textContent(".asking .bar-line"), /1 of 5 statements answered.*Saved: condemning/u);
  await and(page, () => page.keyboard.press("s"));
  const third = await asked(page);
  await and(page, () => page.keyboard.press("3"));
  await and(page, () => page.keyboard.press("u"));
  assert.equal(await asked(page), third);
  assert.match(await page.textContent(".asking"), /Your answer was: neutral/u);
  assert.deepEqual(written(place).map(({ label, withdrawn }) => [label, withdrawn ?? false]), [["condemning", false], [null, false], ["neutral", false], [null, true]]);
});

test("a reload goes on where it was, with the note that was begun", async (t) => {
  const place = folder(t);
  const { address } = await serve(t, ...pool(place));
  const page = await open(t, chrome, address);
  await sit(page, address, "Ann");
  await and(page, () => page.click(".answer >> nth=0"));
  const shown = await asked(page);
  await page.fill("#note", "half a tho");
  await page.reload();
  await page.waitForSelector(".question");
  assert.equal(await asked(page), shown);
  assert.equal(await page.inputValue("#note"), "half a tho");
  await and(page, () => page.click("text=Undo"));
  assert.match(await page.textContent(".asking"), /Your answer was: condemning/u);
});

test("two tabs and two annotators never overwrite each other", async (t) => {
  const place = folder(t);
  const { address } = await serve(t, ...pool(place));
  const one = await open(t, chrome, address);
  await sit(one, address, "Ann");
  const two = await one.context().newPage();
  await sit(two, address, "Ann");
  assert.notEqual(await asked(one), await asked(two));
  const bob = await open(t, chrome, address);
  await sit(bob, address, "Bob");
  assert.equal(await asked(bob), await asked(one));
  await Promise.all([and(one, () => one.keyboard.press("1")), and(two, () => two.keyboard.press("2")), and(bob, () => bob.keyboard.press("3"))]);
  for (const page of [one, two, bob]) for (let i = 0; i < 5 && await page.$(".question"); i += 1) await and(page, () => page.keyboard.press("1"));
  const given = written(place);
  assert.equal(given.length, 10);
  assert.equal(new Set(given.map(({ id, annotator }) => `${annotator} ${id}`)).size, 10);
  await bob.click("text=Agreement between annotators");
  await bob.waitForSelector("text=5 statements labelled by two or more");
  const percent = given.filter(({ id, annotator, label }) => annotator === "Ann" && given.find((other) => other.annotator === "Bob" && other.id === id).label === label).length / 5;
  assert.match(await bob.textContent("tr:has-text('Percent agreement')"), new RegExp(percent.toFixed(2), "u"));
});

test("labels are exported in all formats", async (t) => {
  const place = folder(t);
  const { address } = await serve(t, ...pool(place));
  const page = await open(t, chrome, address);
  await sit(page, address, "Ann");
  await and(page, () => page.keyboard.press("2"));
  for (const format of await page.$$eval(".export option", (all) => all.map((one) => one.value))) {
    await page.selectOption(".export select", format);
    const { bytes } = await downloaded(page, () => page.click(".export button"));
    assert.ok(bytes.includes("defending"), format);
  }
});

test("no acknowledged label is lost when the service is killed", async (t) => {
  const place = folder(t);
  const flags = pool(place, Array.from({ length: 400 }, (_, i) => `We condemn raid number ${i}.`));
  const service = await serve(t, ...flags);
  const acknowledged = [];
  const label = async (annotator) => {
    for (;;) {
      const next = await fetch(`${service.address}/v1/labels/next?annotator=${annotator}`).catch(() => null);
      if (next?.status !== 200) return;
      const { id } = await next.json();
      const answer = await fetch(`${service.address}/v1/labels`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, label: "neutral", annotator, note: "n".repeat(2000) }) }).catch(() => null);
      if (answer?.status !== 201) return;
      acknowledged.push(`${annotator} ${id}`);
      if (acknowledged.length === 60) service.process.kill("SIGKILL");
    }
  };
  await Promise.all([..."abcd"].map(label));
  await service.ended;
  assert.ok(acknowledged.length >= 60);
  const again = await serve(t, ...flags);
  const kept = new Set(written(place).map(({ annotator, id }) => `${annotator} ${id}`));
  assert.deepEqual(acknowledged.filter((one) => !kept.has(one)), []);
  const page = await open(t, chrome, again.address);
  await sit(page, again.address, "a");
  assert.match(await page.textContent(".asking .bar-line"), new RegExp(`^${[...kept].filter((one) => one.startsWith("a ")).length} of 400`, "u"));
});

test("an answer that could not be saved stays on the page, and says so", async (t) => {
  const place = folder(t);
  const service = await serve(t, ...pool(place));
  const page = await open(t, chrome, service.address);
  await sit(page, service.address, "Ann");
  const shown = await asked(page);
  await page.fill("#note", "do not lose me");
  service.process.kill("SIGKILL");
  await service.ended;
  await page.click(".answer >> nth=0");
  await page.waitForSelector("[role=alert]");
  assert.match(await page.textContent("[role=alert]"), /cannot be reached/u);
  assert.deepEqual([await asked(page), await page.inputValue("#note")], [shown, "do not lose me"]);
});

test("hostile statements, names and notes stay text", async (t) => {
  const place = folder(t);
  const { address } = await serve(t, ...pool(place, HOSTILE));
  for (const name of [HOSTILE[0], HOSTILE[2]]) {
    const page = await open(t, chrome, address);
    await sit(page, address, name);
    for (let i = 0; i < HOSTILE.length; i += 1) {
      assert.ok(HOSTILE.includes(await asked(page)));
      await page.click(".guess summary");
      await page.fill("#note", HOSTILE[i]);
      await and(page, () => page.click(`.answer >> nth=${(i + name.length) % 2}`));
    }
    await page.click("text=Agreement between annotators");
    await page.waitForSelector("details .muted");
    await page.waitForTimeout(100);
  }
  assert.equal(written(place).length, 2 * HOSTILE.length);
});

test("without statements to label the page says how to start", async (t) => {
  const { address } = await serve(t);
  const page = await open(t, chrome, address);
  await page.goto(`${address}/#label`);
  await page.fill("#annotator", "Ann");
  await page.click(".who button");
  await page.waitForSelector("text=demarche serve --pool");
});
