// @ts-check
// <qa-help>: what the page around it sees.
import { pressable } from "./answer.js";
import { Controller } from "./controller.js";
import { element } from "./dom.js";
import { Panel } from "./panel.js";
import { localeOf, stringsIn } from "./strings.js";
import { STYLE } from "./style.js";

/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {import("./strings.js").OwnStrings} OwnStrings */

const OBSERVED = ["endpoint", "lang", "mode", "contact", "feedback", "shortcut"];

const EDITABLE = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

/** @type {CSSStyleSheet | undefined} */
let sheet;

// Where there is no page, as on a server that renders one, there is nothing to extend.
const Element_ = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

export class QaHelp extends Element_ {
  static observedAttributes = OBSERVED;

  /** @type {Panel | undefined} */ #panel;
  /** @type {HTMLDialogElement | undefined} */ #dialog;
  /** @type {AbortController | undefined} */ #connection;
  /** @type {Partial<Strings>} */ #strings = {};

  connectedCallback() {
    if (Object.hasOwn(this, "strings")) {
      const { strings } = this; // set before the script had come
      delete (/** @type {any} */ (this).strings);
      this.#strings = strings;
    }
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    root.adoptedStyleSheets = [sheet];
    this.#build();
  }

  disconnectedCallback() {
    this.#leave();
    this.shadowRoot?.replaceChildren();
  }

  /** @param {string} _name @param {string | null} old @param {string | null} now */
  attributeChangedCallback(_name, old, now) {
    if (this.#connection && old !== now) this.#build();
  }

  /** Texts that replace the widget's own. @param {Partial<Strings>} strings */
  set strings(strings) {
    this.#strings = strings;
    if (this.#connection) this.#build();
  }

  get strings() {
    return this.#strings;
  }

  /** Opens the panel, and asks if there is a question. @param {string} [question] */
  open(question) {
    if (!this.#connection) return;
    if (this.#dialog && !this.#dialog.open) {
      this.#dialog.showModal();
      this.#panel?.setting.controller.prepare();
      this.#tell("open");
    }
    if (typeof question === "string" && question) this.#panel?.ask(question); // not the event that it handles
    else if (!this.#dialog) this.#panel?.input.focus();
  }

  close() {
    this.#dialog?.close();
  }

  /** @param {string} question */
  ask(question) {
    this.open(question);
  }

  #leave() {
    this.#panel?.stop();
    this.#connection?.abort();
    this.#connection = undefined;
  }

  #build() {
    this.#leave();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const typed = this.#panel?.input.value ?? "";
    const wasOpen = this.#dialog?.open ?? false;
    const locale = localeOf([this.closest("[lang]")?.getAttribute("lang"), ...navigator.languages]);
    const t = { ...stringsIn(locale), ...this.#strings };
    const panel = new Panel({
      t, strings: this.#strings, locale, controller: new Controller(this.#endpoint, locale), contact: this.getAttribute("contact"),
      feedback: this.getAttribute("feedback") !== "off", tell: (name, detail) => this.#tell(name, detail),
    });
    this.#panel = panel;
    panel.input.value = typed;
    const mode = this.getAttribute("mode");
    this.#dialog = mode === "inline" ? undefined : this.#dialogWith(panel, t);
    this.shadowRoot?.replaceChildren(element("div", { class: "frame", lang: locale }, ...(this.#dialog ? [this.#opener(mode, t, panel), this.#dialog] : [panel.node])));
    if (wasOpen) this.#dialog?.showModal();
    document.addEventListener("keydown", (event) => this.#shortcut(event), { signal });
  }

  /** @returns {string} the address of the service, with a slash at its end */
  get #endpoint() {
    const { href } = new URL(this.getAttribute("endpoint") ?? "", this.baseURI);
    return href.endsWith("/") ? href : `${href}/`;
  }

  /** @param {string | null} mode @param {OwnStrings} t @param {Panel} panel */
  #opener(mode, t, panel) {
    const attributes = mode === "search" ? { class: "search", part: "search" } : { class: "launch", part: "button" };
    const opener = pressable(mode === "search" ? t.placeholder : t.launch, { ...attributes, "aria-haspopup": "dialog" }, () => this.open());
    opener.addEventListener("pointerenter", () => panel.setting.controller.prepare(), { once: true });
    return opener;
  }

  /** @param {Panel} panel @param {OwnStrings} t */
  #dialogWith(panel, t) {
    const title = element("h2", { id: "title" }, t.title);
    const head = element("div", { class: "head" }, title, pressable("×", { part: "close", "aria-label": t.close }, () => this.close()));
    const dialog = element("dialog", { part: "dialog", "aria-labelledby": "title" }, head, panel.node);
    const first = matchMedia("(pointer: coarse)").matches ? title : panel.input; // a keyboard that comes up by itself covers the panel
    title.tabIndex = -1;
    first.autofocus = true;
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the panel
    dialog.addEventListener("cancel", (event) => panel.suggestions.composition.active && event.preventDefault());
    dialog.addEventListener("close", () => {
      panel.stop();
      this.#tell("close");
    });
    return dialog;
  }

  /** @param {string} name @param {Record<string, any>} [detail] */
  #tell(name, { question, ...detail } = {}) {
    const full = this.getAttribute("events") === "full" && question !== undefined;
    this.dispatchEvent(new CustomEvent(`qa:${name}`, { bubbles: true, composed: true, detail: full ? { ...detail, question } : detail }));
  }

  /** A key like "mod+k", only where the page asks for one, never while somebody types. @param {KeyboardEvent} event */
  #shortcut(event) {
    const keys = this.getAttribute("shortcut")?.toLowerCase().split("+") ?? [];
    const target = event.composedPath()[0];
    if (!keys.length || event.defaultPrevented || event.isComposing || event.key?.toLowerCase() !== keys[keys.length - 1]) return;
    if (target instanceof Element && target.closest(EDITABLE)) return;
    if ((event.ctrlKey || event.metaKey) !== keys.includes("mod") || event.shiftKey !== keys.includes("shift") || event.altKey !== keys.includes("alt")) return;
    event.preventDefault();
    this.open();
  }
}
