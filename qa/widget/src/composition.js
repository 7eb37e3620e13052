// @ts-check

// Safari, and some input methods elsewhere, send the Enter that commits a word after compositionend.
const ENTER_AFTER_MS = 20;

// The Go key of a touch keyboard commits and submits at once; there a quick Enter is meant.
const TOUCH = globalThis.matchMedia?.("(pointer: coarse)");

/** Knows whether an input method is at work in a field. */
export class Composition {
  active = false;
  #ended = -Infinity;

  /** @param {HTMLInputElement} input */
  constructor(input) {
    input.addEventListener("compositionstart", () => (this.active = true));
    input.addEventListener("compositionend", (event) => {
      this.active = false;
      this.#ended = event.timeStamp;
    });
  }

  /** Whether the key belongs to the input method: it commits, moves in or closes its own list. @param {KeyboardEvent} event */
  owns(event) {
    if (event.isComposing || event.keyCode === 229) return true;
    return event.key === "Enter" && !TOUCH?.matches && event.timeStamp - this.#ended < ENTER_AFTER_MS;
  }

  /** How long the text must rest before it counts, in ms; Infinity while the word is unfinished.
   * Touch keyboards compose ordinary words, and may never end it. @param {number} rest */
  patience(rest) {
    if (!this.active) return rest;
    return TOUCH?.matches ? Math.max(rest, 600) : Infinity;
  }
}
