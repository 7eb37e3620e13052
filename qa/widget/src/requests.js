// @ts-check
// Requests of which only the newest counts, and what can become of them.

/** @typedef {"network" | "offline" | "timeout" | "invalid" | "rate" | "busy" | "other"} FailureKind */

const TIMEOUT_MS = 8000; // a query takes milliseconds; beyond this the network or the service is in trouble

/** @type {Map<number, FailureKind>} */
const KINDS = new Map([[400, "invalid"], [413, "invalid"], [422, "invalid"], [429, "rate"], [502, "busy"], [503, "busy"], [504, "busy"]]);

// As it was before anything else on the page could replace it.
const fetchNow = globalThis.fetch?.bind(globalThis);

/** A request that brought no answer. */
export class Failure extends Error {
  /** @param {FailureKind} kind @param {string} [detail] the service's own words @param {number} [wait] seconds */
  constructor(kind, detail = "", wait = 0) {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
    this.retryAt = Date.now() + wait * 1000;
  }
}

/** Sends requests of which only the newest counts: each one cancels the one before. */
export class Latest {
  /** @type {AbortController | undefined} */ #controller;
  #number = 0;

  /** @param {RequestCredentials} [credentials] only a page of the service's own may send cookies */
  constructor(credentials = "omit") {
    this.credentials = credentials;
  }

  cancel() {
    this.#number += 1;
    this.#controller?.abort();
  }

  /**
   * The response's JSON, or null if a newer request has made it irrelevant.
   * @param {string} address
   * @param {object} [body] what to post, as JSON
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   * @throws {Failure}
   */
  async fetch(address, body, headers) {
    this.cancel();
    const number = this.#number;
    const controller = (this.#controller = new AbortController());
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const { credentials } = this;
      const found = await jsonOf(await fetchNow(address, { ...options(body, headers), credentials, signal: controller.signal }));
      return number === this.#number ? found : null;
    } catch (error) {
      if (number !== this.#number) return null;
      if (error instanceof Failure) throw error;
      throw new Failure(controller.signal.aborted ? "timeout" : navigator.onLine ? "network" : "offline");
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {object} [body] @param {Record<string, string>} [headers] @returns {RequestInit} */
function options(body, headers) {
  /** @type {RequestInit} */
  const quiet = { referrerPolicy: "no-referrer" };
  if (!body) return { ...quiet, headers };
  return { ...quiet, cache: "no-store", method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** @param {Response} response */
async function jsonOf(response) {
  const body = parsed(await response.text());
  if (!response.ok) {
    const detail = [body?.detail, body?.title].find((words) => typeof words === "string") ?? "";
    throw new Failure(KINDS.get(response.status) ?? "other", detail, secondsOf(response.headers.get("Retry-After")));
  }
  if (typeof body !== "object" || !body) throw new Failure("other"); // a login page, say
  return body;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Retry-After is a number of seconds or a date. @param {string | null} header */
function secondsOf(header) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Math.max(0, Math.ceil(seconds || 0));
}
