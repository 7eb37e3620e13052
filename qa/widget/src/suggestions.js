// @ts-check
// Suggestions while typing: the editable combobox with a listbox of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import { Composition } from "./composition.js";
import { element } from "./dom.js";

const REST_MS = 180;
const HAN = /\p{Script=Han}/u;

// Longer texts are stories.
const MAX_TYPED = 60;

/** @param {string} text */
function isWorthwhile(text) {
  const { length } = [...text];
  return (HAN.test(text) || length >= 2) && length <= MAX_TYPED;
}

/** The language typed; of a single Latin word, which may be a coin's name, the page's. @param {string} text @param {string} page */
export function languageTyped(text, page) {
  if (HAN.test(text)) return "zh";
  return /[a-z]\s+[a-z]/i.test(text) || !page.startsWith("zh") ? "en" : "zh";
}

export class SuggestionList {
  #active = -1;
  #timer = 0;
  #round = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {(text: string) => Promise<string[] | null>} load questions that fit a text, null if it matters no more
   * @param {(question: string) => void} choose
   * @param {(count: number) => void} announce
   */
  constructor(input, list, load, choose, announce) {
    this.input = input;
    this.list = list;
    this.load = load;
    this.choose = choose;
    this.announce = announce;
    this.composition = new Composition(input);
    input.addEventListener("input", () => this.#schedule());
    input.addEventListener("compositionend", () => this.#schedule());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => this.#click(event));
  }

  close() {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#show([]);
  }

  get #isOpen() {
    return !this.list.hidden;
  }

  #schedule() {
    clearTimeout(this.#timer);
    const rest = this.composition.patience(REST_MS);
    if (rest !== Infinity) this.#timer = setTimeout(() => this.#load(), rest);
  }

  async #load() {
    const text = this.input.value.trim();
    if (!isWorthwhile(text)) return this.close();
    const round = ++this.#round;
    try {
      const questions = await this.load(text);
      if (questions && round === this.#round) this.#show(questions);
    } catch {
      this.#show([]); // typing goes on without suggestions
    }
  }

  /** @param {string[]} questions */
  #show(questions) {
    const options = questions.map((question, position) =>
      element("li", { id: `suggestion-${position}`, role: "option", "aria-selected": "false", dir: "auto" }, question),
    );
    const count = this.input.matches(":focus") ? options.length : 0;
    const wasOpen = this.#isOpen;
    this.list.replaceChildren(...options);
    this.list.hidden = count === 0;
    this.input.setAttribute("aria-expanded", String(this.#isOpen));
    this.#activate(-1);
    if (count || wasOpen) this.announce(count); // what else is said there stays
  }

  /** @param {number} position of the option, or -1 for the text typed */
  #activate(position) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = position;
    const option = this.list.children[position];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Up and down go round, through the text typed. @param {number} step */
  #move(step) {
    const places = this.list.children.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.composition.owns(event)) {
      if (event.key === "Enter" || event.key === "Escape") event.preventDefault(); // neither sends nor closes anything
    } else if (this.#isOpen && !event.ctrlKey && !event.metaKey && this.#handled(event.key)) {
      event.preventDefault();
    } else if (event.key === "ArrowDown" && !this.#isOpen) {
      this.#load();
    }
  }

  /** Whether the open list has a use for the key. @param {string} key */
  #handled(key) {
    if (key === "ArrowDown") this.#move(1);
    else if (key === "ArrowUp") this.#move(-1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.#active >= 0) this.choose(this.list.children[this.#active].textContent ?? "");
    else return false;
    return true;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const option = event.target instanceof Element && event.target.closest("[role=option]");
    if (option) this.choose(option.textContent ?? "");
  }
}
