// Elements made from text only: nothing here ever parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("p.note", { id: "x", onclick: f }, "text", child)`. */
export function h(selector, properties = {}, ...children) {
  return made(document.createElement(selector.split(".")[0]), selector, properties, children);
}

/** An element of a drawing. */
export function s(selector, properties = {}, ...children) {
  return made(document.createElementNS(SVG, selector.split(".")[0]), selector, properties, children);
}

function made(element, selector, properties, children) {
  for (const name of selector.split(".").slice(1)) element.classList.add(name);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Says something to a screen reader. */
export function announce(text) {
  byId("announcer").textContent = text;
}

/** A message that something failed, in the place of a result. */
export function failure(error) {
  return h("div.card.failure", { role: "alert" }, h("strong", {}, error.title ?? "That did not work"), h("p", {}, error.message ?? String(error)));
}

/** Moves through `items` of `container` with the arrow keys; only one of them is a tab stop. */
export function rove(container, selector) {
  const items = () => [...container.querySelectorAll(selector)];
  items().forEach((item, i) => { item.tabIndex = i === 0 ? 0 : -1; });
  container.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all[at].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  });
}

/** Shows text of foreign make: its direction is found from its letters, and marks that turn the text around are shown as they are not. */
export const plain = (text) => String(text ?? "").replace(/[\u202A-\u202E\u2066-\u2069]/gu, "");
