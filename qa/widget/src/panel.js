// @ts-check
// The panel: a box for the question, and below it what came back.
import { answerView, boxOf, noticeView, passageView, pressable } from "./answer.js";
import { element, fill, webLink } from "./dom.js";
import { Failure } from "./requests.js";
import { SuggestionList } from "./suggestions.js";

/** @typedef {import("./controller.js").Controller} Controller */
/** @typedef {import("./controller.js").Outcome} Outcome */
/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {(name: string, detail?: object) => void} Tell */
/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {{t: import("./strings.js").OwnStrings, strings: Partial<Strings>, locale: string, controller: Controller, contact: string | null, feedback: boolean, tell: Tell}} Setting */

const LOADING_AFTER_MS = 300; // an answer that comes sooner needs no word about waiting

// As much of a reason as the service takes.
const MAX_REASON = 500;

// As long as a question may be.
const MAX_QUESTION = 2000;

/**
 * A form of one field. Enter presses its button, also in a frame that may submit no forms.
 * @param {Record<string, string>} attributes
 * @param {HTMLInputElement} input
 * @param {HTMLButtonElement} button
 * @param {() => void} act
 * @param {...Node} more
 */
function formOf(attributes, input, button, act, ...more) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  return element("form", attributes, input, button, ...more);
}

export class Panel {
  #loading = 0;
  #settled = "";
  #asked = "";

  /** @param {Setting} setting */
  constructor(setting) {
    this.setting = setting;
    const { t } = setting;
    this.input = element("input", {
      part: "input", id: "question", type: "text", dir: "auto", placeholder: t.placeholder, maxlength: String(MAX_QUESTION),
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-label": t.label,
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "options", "aria-describedby": "never",
    });
    const list = element("ul", { id: "options", role: "listbox", "aria-label": t.suggestions, hidden: "" });
    const form = formOf({ role: "search", part: "form" }, this.input, element("button", { part: "ask" }, t.ask), () => this.ask(this.input.value), list);
    this.status = element("p", { role: "status", class: "quiet" });
    this.results = element("div", { class: "results", part: "results", tabindex: "-1", role: "region", "aria-label": t.results });
    this.node = element(
      "div", { class: "body" }, form, element("p", { id: "never", class: "quiet" }, t.never), this.status, this.results,
      element("p", { class: "quiet about", part: "footer" }, t.about),
    );
    // The page cannot see that it is a field where somebody types; its shortcuts of one letter are not meant.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      this.node.addEventListener(kind, (event) => event.target instanceof HTMLInputElement && event.stopPropagation());
    }
    const announce = (/** @type {number} */ count) => this.#say(count ? fill(t.suggested, { n: count }) : "");
    this.suggestions = new SuggestionList(
      this.input, list, (text) => setting.controller.suggest(text), (question) => this.ask(question), announce,
    );
    this.input.addEventListener("focus", () => setting.controller.prepare(), { once: true });
    this.#enter("idle");
  }

  /** @param {string} question @param {string} [platform] the only one that it is about */
  async ask(question, platform) {
    const { t, controller } = this.setting;
    this.input.value = question;
    this.stop();
    this.#say("");
    if (!question.trim()) {
      this.#say(t.empty);
      this.input.focus();
      return;
    }
    this.#asked = question;
    const loading = (this.#loading = setTimeout(() => this.#wait(), LOADING_AFTER_MS));
    try {
      const outcome = await controller.ask(question, platform);
      if (outcome) this.#show(outcome);
    } catch (error) {
      const known = error instanceof Failure;
      if (!known) console.error(error); // an answer of another shape; the page around has no part in it
      this.#fail(known ? error : new Failure("other"));
    } finally {
      clearTimeout(loading);
    }
  }

  /** Stops what goes on; what is shown stays. */
  stop() {
    clearTimeout(this.#loading);
    this.suggestions.close();
    this.setting.controller.cancel();
    if (this.node.dataset.qaState === "loading") {
      this.#enter(this.#settled);
      this.#say("");
    }
  }

  /** @param {string} state */
  #enter(state) {
    if (state !== "loading") this.#settled = state;
    this.node.dataset.qaState = state;
    this.results.setAttribute("aria-busy", String(state === "loading"));
  }

  #wait() {
    this.#enter("loading");
    this.#say(this.setting.t.loading);
  }

  /** @param {string} text */
  #say(text) {
    this.status.textContent = text;
  }

  /** @param {...(Node | null)} nodes */
  #replace(...nodes) {
    const held = this.results.contains(/** @type {ShadowRoot} */ (this.results.getRootNode()).activeElement);
    this.results.replaceChildren(...nodes.filter((node) => node !== null));
    this.node.closest("dialog")?.scrollTo(0, 0);
    if (held) this.results.focus(); // the button pressed is gone: reading goes on from here
  }

  /** @param {Outcome} outcome */
  #show({ answer, kept, removed, texts }) {
    const { locale, contact, feedback, tell, strings } = this.setting;
    const t = { ...this.setting.t, ...texts, ...strings };
    if (removed.length) this.input.value = kept;
    this.#enter(answer.state === "answer" ? "answer" : "no-answer");
    const warnings = removed.map((notice) => noticeView(notice, t, t.unsent));
    const acts = {
      ask: (question = this.input.value, platform = "") => this.ask(question, platform || undefined),
      twin: (/** @type {string} */ id, /** @type {HTMLElement} */ shown) => this.#turn(id, shown, t),
      copy: (/** @type {string} */ address, /** @type {HTMLElement} */ button) => this.#copy(address, button, t),
      opened: (/** @type {import("./answer.js").Result} */ { passage_id, source }) => tell("select", { passage_id, url: source.deep_url }),
    };
    this.acts = acts;
    const where = contact ? webLink(contact, {}, t.contact) : null;
    const ballot = feedback && answer.results.length ? this.#ballot(answer, t) : null;
    this.#replace(...warnings, ...answerView(answer, t, locale, acts, where), ballot);
    const told = [...removed, ...(answer.notices ?? [])].map(({ title }) => title);
    this.#say([...told, answer.state === "answer" ? fill(t.found, { n: answer.results.length }) : t.none].join(" "));
    const { state, confidence, results } = answer;
    const notices = [...removed, ...(answer.notices ?? [])].map(({ code }) => code);
    tell("answer", { state, confidence, passages: results.map(({ passage_id }) => passage_id), notices, question: kept });
  }

  /** @param {Failure} failure */
  #fail(failure) {
    const { t, controller, contact, tell } = this.setting;
    this.#enter(failure.kind);
    const retry = pressable("", { class: "plain" }, () => this.ask(this.input.value || this.#asked));
    const documents = webLink(`${controller.endpoint}sources/`, { target: "_blank", rel: "noopener" }, t.documents);
    const box = boxOf("", t.failed, t[failure.kind], t.kept, retry, documents, contact ? webLink(contact, {}, t.contact) : null);
    this.#replace(box);
    this.#say(`${t.failed} ${t[failure.kind]}`);
    const tick = () => {
      const n = Math.ceil((failure.retryAt - Date.now()) / 1000);
      retry.disabled = n > 0;
      retry.textContent = n > 0 ? fill(t.wait, { n }) : t.retry;
      if (n <= 0 || !retry.isConnected) clearInterval(countdown);
    };
    const countdown = setInterval(tick, 1000);
    tick();
    tell("error", { kind: failure.kind });
  }

  /** Puts the same passage in another language in its place. @param {string} id @param {HTMLElement} shown @param {Strings} t */
  async #turn(id, shown, t) {
    const { locale, controller } = this.setting;
    const level = shown.querySelector("h3") ? "h3" : "h4";
    try {
      const found = await controller.passage(id);
      if (!found || !this.acts) return;
      const other = passageView(found, level, t, locale, this.acts);
      shown.replaceWith(other);
      other.querySelector("button")?.focus();
    } catch {
      this.#say(t.failed);
    }
  }

  /** @param {string} address @param {HTMLElement} button @param {Strings} t */
  async #copy(address, button, t) {
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = t.copied;
      this.#say(t.copied);
    } catch {
      const field = element("input", { readonly: "", "aria-label": t.copy });
      field.value = address; // a page without the right to the clipboard: to be copied by hand
      button.replaceWith(field);
      field.select();
    }
  }

  /** @param {Answer} answer @param {Strings} t */
  #ballot(answer, t) {
    const { controller, tell } = this.setting;
    const box = element("div", { class: "ballot", part: "feedback", role: "group", "aria-label": t.helped });
    const vote = (/** @type {"up" | "down"} */ way, /** @type {string} */ reason = "") => {
      controller.vote(answer, way, reason).catch(() => {}); // an opinion that is lost is no reason to trouble anybody
      tell("feedback", { answer_id: answer.answer_id, vote: way });
      box.replaceChildren(element("p", { tabindex: "-1" }, t.thanks));
      box.querySelector("p")?.focus();
      this.#say(t.thanks);
    };
    const ask = () => {
      const reason = element("input", { id: "reason", maxlength: String(MAX_REASON), "aria-label": t.why, placeholder: t.why });
      box.replaceChildren(formOf({}, reason, element("button", {}, t.send), () => vote("down", reason.value)));
      reason.focus();
    };
    box.append(t.helped, pressable("👍", { "aria-label": t.yes }, () => vote("up")), pressable("👎", { "aria-label": t.no }, ask));
    return box;
  }
}
