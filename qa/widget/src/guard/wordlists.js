// @ts-check
// The word lists of BIP-39.
import { isChecked } from "./checksums.js";

// How many words a phrase has.
export const LENGTHS = [24, 21, 18, 15, 12];

/** @param {import("./patterns.js").Rules} rules */
export function listsOf({ english, chinese }) {
  const listed = english.split(" ");
  /** @type {Map<string, number>} */
  const places = new Map();
  listed.forEach((word, place) => places.set(word.slice(0, 4), place));
  [...listed, ...chinese].forEach((word, place) => places.set(word, place % 2048));
  const shortened = new Set(listed.flatMap(oneLess));

  /** Whether a listed English word would be this one with a letter more, less, other, or two exchanged. @param {string} word */
  const isMistyped = (word) =>
    word[3] && (shortened.has(word) || oneLess(word).some((shorter) => shortened.has(shorter) || places.has(shorter)));

  /** Whether words are as many as a phrase has, all listed, and end in its checksum. @param {string[]} words */
  const isPhrase = (words) => {
    const bits = words.map((word) => places.get(word)?.toString(2).padStart(11, "0")).join("");
    return LENGTHS.includes(words.length) && bits.length === words.length * 11 && isChecked(bits);
  };

  return { places, isMistyped, isPhrase };
}

/** @param {string} word */
function oneLess(word) {
  return [...word].map((_, place) => word.slice(0, place) + word.slice(place + 1));
}
