// What all tests of the page share: the program, a browser, and what must never happen.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** An article of an invented affair with three speakers and all three stances. */
export const ARTICLE = `Foreign Minister Anna Berg said that the raid on the village was "a flagrant violation of international law". She called on Ruritania to withdraw its troops at once.

"No soldier of ours has crossed that border," Ruritanian spokesman Pavel Horak told reporters.

The Secretary-General urged both capitals to show restraint and return to talks.`;

/** Markup that calls `pwned()` wherever it is taken for markup. */
export const HOSTILE = [
  "<img src=x onerror=pwned()> We condemn it",
  "<script>pwned()</script> We condemn it",
  "\"><svg onload=pwned()> We condemn it",
  "'><iframe srcdoc='<script>parent.pwned()</script>'></iframe> We condemn it",
  "javascript:pwned()//{{constructor.constructor('pwned()')()}} We condemn it",
  "</textarea></title></style><body onload=pwned()> We condemn it",
];

/** A folder that goes when the test ends. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "demarche-browser-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A file in `place`. */
export function file(place, name, content) {
  const path = join(place, name);
  writeFileSync(path, content);
  return path;
}

/** Starts the service on a free port; `address` and the `process`. */
export async function serve(t, ...flags) {
  const process_ = spawn(process.env.DEMARCHE, ["serve", "--addr", "127.0.0.1:0", ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => process_.kill("SIGKILL"));
  let told = "";
  const address = await new Promise((resolve, reject) => {
    process_.stderr.on("data", (bytes) => {
      told += bytes;
      const found = told.match(/http:\/\/127\.0\.0\.1:\d+/u);
      if (found) resolve(found[0]);
    });
    process_.on("exit", (code) => reject(new Error(`the service ended with ${code}: ${told}`)));
  });
  return { address, process: process_, ended: new Promise((resolve) => process_.on("exit", resolve)) };
}

/** A browser for the tests of one file. */
export const browser = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page of its own that fails the test on any script error, refused policy, request elsewhere, or `pwned()`. */
export async function open(t, chrome, address, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    const expected = /status of (401|404|409|422|5\d\d)|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/u.test(message.text());
    if (message.type() === "error" && !expected) problems.push(`console: ${message.text()}`);
  });
  page.on("dialog", (dialog) => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !/^(blob|data):/u.test(request.url())) problems.push(`request: ${request.url()}`);
  });
  await page.exposeFunction("pwned", () => problems.push("foreign script ran"));
  t.after(async () => {
    await context.close();
    assert.deepEqual(problems, []);
  });
  await page.goto(address);
  return page;
}

/** What axe finds wrong with the page as it is now, each with where. */
export async function violations(page) {
  await page.evaluate(`${AXE}; undefined`);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** The text of what a click downloads, and its name. */
export async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** How far the page is wider than its window. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
