// @ts-check
// Asks the service. Nothing leaves the page before the rules for secrets have seen it.
import { guard } from "./guard/cut.js";
import { Failure, Latest } from "./requests.js";
import { languageTyped } from "./suggestions.js";
import { beginnings } from "./typing.js";

/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {import("./answer.js").Notice} Notice */
/** @typedef {import("./typing.js").Rules} Rules */
/** @typedef {{cut: (text: string) => {text: string, kinds: string[]}, begins: (text: string) => boolean, rules: Rules}} Guard */
/** @typedef {{answer: Answer, kept: string, removed: Notice[], texts: import("./strings.js").AnswerStrings}} Outcome */

// The rules that this version of the widget understands.
const RULES = "widget/1/rules.json";

// As many as fit into a panel without much scrolling.
const TOP_K = 4;

// Something to search for: a letter, a character or a digit.
const WORDS = /[\p{L}\p{N}]/u;

/** @type {Map<string, Promise<Guard>>} */
const guards = new Map();

/** The rules for secrets of a service, fetched once a page. @param {string} endpoint @returns {Promise<Guard>} */
function guardOf(endpoint) {
  const known = guards.get(endpoint);
  if (known) return known;
  const loading = new Latest().fetch(endpoint + RULES).then((rules) => ({ cut: guard(rules), begins: beginnings(rules), rules }));
  guards.set(endpoint, loading);
  loading.catch(() => guards.delete(endpoint)); // the next question tries again
  return loading;
}

/** What a widget asks of one service. */
export class Controller {
  #queries = new Latest();
  #suggestions = new Latest();
  #round = 0;

  /** @param {string} endpoint address of the service, with a slash at its end @param {import("./strings.js").Locale} locale */
  constructor(endpoint, locale) {
    this.endpoint = endpoint;
    this.locale = locale;
  }

  /** Gets ready while the question is being typed. */
  prepare() {
    guardOf(this.endpoint).catch(() => {}); // told when a question is asked
  }

  cancel() {
    this.#round += 1;
    this.#queries.cancel();
    this.#suggestions.cancel();
  }

  /** The rules; null if what waited for them has been cancelled. */
  async #ready() {
    const round = this.#round;
    const loading = guardOf(this.endpoint);
    await loading.catch(() => {}); // told below, if anybody still waits
    return round === this.#round ? loading : null;
  }

  /**
   * The answer and what of the question was kept; null if a newer question has made it irrelevant.
   * @param {string} question
   * @param {string | undefined} platform
   * @returns {Promise<Outcome | null>}
   * @throws {Failure}
   */
  async ask(question, platform) {
    this.cancel();
    const ready = await this.#ready();
    if (!ready) return null;
    const { cut, rules } = ready;
    const { text, kinds } = cut(question);
    const lang = languageTyped(question, this.locale);
    const found = rules.notices.filter((notice) => notice.kinds.some((kind) => kinds.includes(kind)));
    const asked = WORDS.test(text) || !found.length ? text : found[0].question[lang];
    const answer = await this.#queries.fetch(`${this.endpoint}api/v1/query`, { question: asked, platform, top_k: TOP_K });
    if (!answer) return null;
    if (!Array.isArray(answer.results)) throw new Failure("other");
    const removed = found.map((notice) => ({ code: "secret_removed", level: notice.level, ...notice[lang] }));
    return { answer, kept: text, removed, texts: rules.texts[this.locale] };
  }

  /** Questions that fit what has been typed; none if that may become a secret. @param {string} text @returns {Promise<string[] | null>} */
  async suggest(text) {
    const ready = await this.#ready();
    if (!ready || ready.begins(text) || ready.cut(text).kinds.length) return [];
    const found = await this.#suggestions.fetch(`${this.endpoint}api/v1/suggest`, { q: text, lang: languageTyped(text, this.locale) });
    return found && (found.suggestions ?? []).map((/** @type {{question: string}} */ suggestion) => suggestion.question);
  }

  /** The same passage in another language. @param {string} id @returns {Promise<import("./answer.js").Result | null>} */
  passage(id) {
    return this.#queries.fetch(`${this.endpoint}api/v1/passages/${encodeURIComponent(id)}`);
  }

  /** @param {Answer} answer @param {"up" | "down"} vote @param {string} [reason] */
  async vote(answer, vote, reason) {
    const { cut } = await guardOf(this.endpoint);
    const said = reason?.trim() ? { reason: cut(reason.trim()).text } : {};
    await new Latest().fetch(`${this.endpoint}api/v1/feedback`, { answer_id: answer.answer_id, vote, ...said });
  }
}
