// Renews the pictures of docs/: `DEMARCHE=../../target/release/demarche CHROMIUM=/usr/bin/chromium node screenshots.mjs`.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, file, serve } from "./support.mjs";

const DOCS = new URL("../../docs/", import.meta.url).pathname;
const ends = [];
const place = mkdtempSync(join(tmpdir(), "demarche-screenshots-"));
const pool = file(place, "pool.txt", ["We strongly reject the so-called referendum.", "The embargo must be lifted at once; it starves children.", "Sanctions remain one of several options."].join("\n"));
const { address } = await serve({ after: (end) => ends.push(end) }, "--pool", pool, "--labels", join(place, "labels.jsonl"));
const chrome = await browser();

/** A picture of what `act` brings a page to. */
async function picture(name, options, act) {
  const context = await chrome.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(address);
  await act(page);
  await page.screenshot({ path: join(DOCS, `${name}.png`) });
  await context.close();
}

async function example(page) {
  await page.click("#read-example");
  await page.waitForSelector(".article mark");
  await page.click(".article mark >> nth=0");
  await page.waitForSelector(".word");
  await page.hover(".word:has-text('violation')");
}

await picture("page-read", { viewport: { width: 1180, height: 760 }, colorScheme: "light" }, async (page) => {
  await example(page);
  await page.evaluate(() => document.getElementById("read-result").scrollIntoView());
});
await picture("page-label", { viewport: { width: 1180, height: 700 }, colorScheme: "dark" }, async (page) => {
  await page.goto(`${address}/#label`);
  await page.fill("#annotator", "Ann");
  await page.click(".who button");
  await page.waitForSelector(".question");
});
await picture("page-phone", { viewport: { width: 360, height: 720 }, colorScheme: "light" }, async (page) => {
  await example(page);
  await page.evaluate(() => document.querySelector(".article").scrollIntoView());
});
await chrome.close();
ends.forEach((end) => end());
