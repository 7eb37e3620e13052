// @ts-check
// The word lists of BIP-39.

/** @param {import("./patterns.js").Rules} rules */
export function listsOf({ english, chinese }) {
  const words = english.split(" ");
  /** @type {Map<string, number>} */
  const numbers = new Map();
  words.forEach((word, number) => numbers.set(word.slice(0, 4), number));
  [...words, ...chinese].forEach((word, number) => numbers.set(word, number % 2048));
  const shortened = new Set(words.flatMap(oneLess));

  /** Whether a listed English word would be this one with a letter more, less, other, or two exchanged. @param {string} word */
  const isMistyped = (word) =>
    word[3] && [word, ...oneLess(word)].some((near) => shortened.has(near) || (near !== word && numbers.has(near)));

  return { numbers, isMistyped };
}

/** @param {string} word */
function oneLess(word) {
  return [...word].map((_, place) => word.slice(0, place) + word.slice(place + 1));
}
