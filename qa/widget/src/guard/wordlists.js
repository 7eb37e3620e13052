// @ts-check
// The word lists of BIP-39.
import { isChecked } from "./checksums.js";

/** @param {import("./patterns.js").Rules} rules */
export function listsOf({ english, chinese }) {
  const listed = english.split(" ");
  /** @type {Map<string, number>} */
  const numbers = new Map();
  listed.forEach((word, number) => numbers.set(word.slice(0, 4), number));
  [...listed, ...chinese].forEach((word, number) => numbers.set(word, number % 2048));
  const shortened = new Set(listed.flatMap(oneLess));

  /** Whether a listed English word would be this one with a letter more, less, other, or two exchanged. @param {string} word */
  const isMistyped = (word) =>
    word[3] && (shortened.has(word) || oneLess(word).some((shorter) => shortened.has(shorter) || numbers.has(shorter)));

  /** Whether words are as many as a phrase has, all listed, and end in its checksum. @param {string[]} words */
  const isPhrase = (words) => {
    const bits = words.map((word) => numbers.get(word)?.toString(2).padStart(11, "0")).join("");
    return isPhraseLength(words.length) && bits.length === words.length * 11 && isChecked(bits);
  };

  return { numbers, isMistyped, isPhrase };
}

/** @param {number} length */
export function isPhraseLength(length) {
  return length % 3 === 0 && length > 11 && length < 25;
}

/** @param {string} word */
function oneLess(word) {
  return [...word].map((_, place) => word.slice(0, place) + word.slice(place + 1));
}
