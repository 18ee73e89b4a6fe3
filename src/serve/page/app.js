// The page's frame: which view is shown, light or dark, and the labels of the model.

import { byId, failure } from "./dom.js";
import { learnLabels } from "./stances.js";
import { start as startRead } from "./read.js";

const VIEWS = {
  read: async () => startRead(),
  label: async (view) => begin(await import("./label.js"), view),
  compare: async (view) => begin(await import("./compare.js"), view),
  model: async (view) => begin(await import("./model.js"), view),
};

/** Starts a view once the labels are known; without them the usual ones are taken. */
async function begin(module, view) {
  await learnLabels().catch(() => {});
  await module.start(view);
}

const begun = new Set();

/** Shows the view that the address names. */
async function show(moved) {
  const name = location.hash.slice(1);
  if (!(name in VIEWS) && begun.size) return;
  const wanted = name in VIEWS ? name : "read";
  for (const other of Object.keys(VIEWS)) byId(other).hidden = other !== wanted;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${wanted}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!begun.has(wanted)) {
    begun.add(wanted);
    await VIEWS[wanted](byId(wanted)).catch((error) => { begun.delete(wanted); byId(wanted).replaceChildren(failure(error)); });
  }
  if (moved) byId(wanted).querySelector("h1")?.setAttribute("tabindex", "-1");
  if (moved) byId(wanted).querySelector("h1")?.focus({ preventScroll: true });
  if (moved) scrollTo(0, 0);
}

const THEMES = ["system", "light", "dark"];

function theme(next) {
  const chosen = next ?? localStorage.getItem("demarche-theme") ?? "system";
  localStorage.setItem("demarche-theme", chosen);
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  byId("theme").textContent = `Theme: ${chosen}`;
  return chosen;
}

document.documentElement.classList.add("has-script");
theme();
byId("theme").addEventListener("click", () => theme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]));
addEventListener("hashchange", () => show(true));
show(false);
