// @ts-check
// A text as the rules read it, and the way back to the text as it was written.
import { remembered } from "./patterns.js";

/** @typedef {import("./patterns.js").Rules} Rules */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {{text: string, low: string, written: (span: Span) => Span}} Reading  equally long; in lower case */

/**
 * Each character of a reading is one UTF-16 unit, so that lengths and reaches are those of the server.
 * @param {Rules} rules
 */
export function reader({ read_as, prepend, extending }) {
  const before = new RegExp(`[${prepend}]+$`, "u");
  const after = new RegExp(`[\\p{M}${extending}]*`, "uy");
  const readAs = remembered((char) => (Object.hasOwn(read_as, char) ? read_as[char] : folded(char)));
  /** @param {string} question @returns {Reading} */
  return (question) => {
    let text = "";
    let place = 0;
    /** @type {number[]} */
    const starts = [];
    /** @type {number[]} */
    const ends = [];
    for (const char of question) {
      text += readAs(char);
      while (starts.length < text.length) {
        starts.push(place);
        ends.push(place + char.length);
      }
      place += char.length;
    }
    return {
      text,
      low: text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()),
      written({ start, end }) {
        after.lastIndex = ends[end - 1];
        after.test(question);
        return { start: question.slice(0, starts[start]).replace(before, "").length, end: after.lastIndex };
      },
    };
  };
}

/** What is unseen is dropped, what NFKC makes ASCII is that, and what is astral has a stand-in. @param {string} char */
function folded(char) {
  if (/[\p{M}\p{Cf}\p{Cc}]/u.test(char)) return "";
  const plain = char.normalize("NFKC");
  if (/^[\0-\x7f]+$/.test(plain)) return plain;
  // A Chinese character that no rule names, and no character at all.
  return char[1] ? (/[\u{20000}-\u{3ffff}]/u.test(char) ? "㐀" : "\uffff") : char;
}
