// Renews the pictures of docs/: `DEMARCHE=../../target/release/demarche CHROMIUM=/usr/bin/chromium node screenshots.mjs`.

import { join } from "node:path";
import { browser, serve } from "./support.mjs";

const DOCS = new URL("../../docs/", import.meta.url).pathname;
const ends = [];
const { address } = await serve({ after: (end) => ends.push(end) });
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
await picture("page-dark", { viewport: { width: 1180, height: 760 }, colorScheme: "dark" }, async (page) => {
  await example(page);
  await page.evaluate(() => document.getElementById("read-result").scrollIntoView());
});
await picture("page-phone", { viewport: { width: 360, height: 720 }, colorScheme: "light" }, async (page) => {
  await example(page);
  await page.evaluate(() => document.querySelector(".article").scrollIntoView());
});
await chrome.close();
ends.forEach((end) => end());
