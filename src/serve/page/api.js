// Calls of the service: one place that knows addresses, the token and the form of errors.

import { byId } from "./dom.js";

/** A problem as the service tells it (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.title = body.title;
    this.body = body;
  }
}

const TOKEN = "demarche-token";

/** A request; asks for a token where one is needed. */
export async function call(path, { retry = true, ...options } = {}) {
  const headers = new Headers(options.headers);
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { title: "No answer", detail: "The server cannot be reached. Is it still running?" });
  }
  if (response.status === 401 && retry && await asked()) return call(path, options);
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
  return response;
}

export const get = async (path, options) => (await call(path, options)).json();

export const post = async (path, value, options = {}) =>
  (await call(path, { ...options, method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) })).json();

/** Gives `take` each record of a stream of JSON lines, many at a time. */
export async function stream(path, options, take) {
  const response = await call(path, options);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? (done ? "\n" : ""))).split("\n");
    rest = lines.pop();
    const records = lines.filter((line) => line.trim()).map((line) => JSON.parse(line));
    const broken = isProblem(records.at(-1)) ? records.pop() : null;
    if (records.length) take(records);
    if (broken) throw new Problem(broken.status, broken);
    if (done) return;
  }
}

/** Whether the last line of a stream says that it ended too early. */
const isProblem = (record) => typeof record?.type === "string" && record.type.startsWith("urn:demarche:problem:") && "status" in record;

let asking;

/** Asks the reader for the token, once for all requests that wait for it; false if none was given. */
function asked() {
  asking ??= dialogue().finally(() => { asking = undefined; });
  return asking;
}

function dialogue() {
  const dialog = byId("token-dialog");
  byId("token").value = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    const given = dialog.returnValue === "ok" && byId("token").value;
    if (given) sessionStorage.setItem(TOKEN, byId("token").value.trim());
    resolve(Boolean(given));
  }, { once: true }));
}

let known;

/** What the service says of its model; asked for once. */
export function model() {
  known ??= get("/v1/model").catch((error) => { known = undefined; throw error; });
  return known;
}
