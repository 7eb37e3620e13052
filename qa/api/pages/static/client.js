// @ts-check
// What the page asks of the service. Addresses are relative, so that the app may live under a path prefix.

/** @typedef {import("./passage.js").Span} Span */
/** @typedef {{question: string, passage_id: string}} Suggestion */
/** @typedef {{url: string, deep_url: string, title: string, domain: string | null, updated: string | null,
 *   review_by: string | null, review_due: boolean}} Source */
/** @typedef {{lang: string, passage_id: string, url: string}} Alternate */
/** @typedef {{lang: string, title: string, heading_path: string[], question: string | null, text: string,
 *   highlights: Span[], source: Source, alternates: Alternate[]}} Result */
/** @typedef {{state: "answer" | "no_answer", results: Result[], related: Suggestion[],
 *   notices: Notice[], clarify: {message: string, options: {platform: string, name: string}[]} | null}} Answer */
/** @typedef {{code: string, level: "danger" | "warning" | "info", title: string, about: string | null, message: string, steps: string[],
 *   url: string | null}} Notice */
/** @typedef {"network" | "timeout" | "invalid" | "rate" | "busy" | "other"} FailureKind */

const TIMEOUT_MS = 10_000; // a query takes milliseconds; beyond this the network or the service is in trouble

/** @type {Record<number, FailureKind>} */
const KINDS = { 400: "invalid", 413: "invalid", 422: "invalid", 429: "rate", 502: "busy", 503: "busy", 504: "busy" };

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

  cancel() {
    this.#number += 1;
    this.#controller?.abort();
  }

  /**
   * The response's JSON, or null if a newer request has made it irrelevant.
   * @param {string} address
   * @param {RequestInit} [options]
   * @returns {Promise<any>}
   * @throws {Failure}
   */
  async fetch(address, options = {}) {
    this.cancel();
    const number = this.#number;
    const controller = (this.#controller = new AbortController());
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const body = await jsonOf(await fetch(address, { ...options, cache: "no-store", signal: controller.signal }));
      return number === this.#number ? body : null;
    } catch (error) {
      if (number !== this.#number) return null;
      if (error instanceof Failure) throw error;
      throw new Failure(controller.signal.aborted ? "timeout" : "network");
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {Latest} requests @param {string} question @returns {Promise<Answer | null>} */
export async function query(requests, question, platform = null) {
  const answer = await requests.fetch("api/v1/query", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, platform, lang: "auto", top_k: 5 }),
  });
  if (answer && !Array.isArray(answer.results)) throw new Failure("other");
  return answer;
}

/** @param {Latest} requests @param {string} text @param {string} lang @returns {Promise<Suggestion[] | null>} */
export async function suggest(requests, text, lang) {
  const answer = await requests.fetch(`api/v1/suggest?${new URLSearchParams({ q: text, lang })}`);
  return answer && (answer.suggestions ?? []);
}

/** @param {Response} response */
async function jsonOf(response) {
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok) {
    const detail = [body?.detail, body?.title].find((words) => typeof words === "string") ?? "";
    throw new Failure(KINDS[response.status] ?? "other", detail, secondsOf(response.headers.get("Retry-After")));
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
