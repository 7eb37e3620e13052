// @ts-check
// Seed phrases in Chinese that were written without anything between the characters.
import { called } from "./patterns.js";
import { isPhraseChecked } from "./checksums.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function lumps(book, { low }) {
  const { all, numbers } = book;
  const alone = all("han_lump", low).filter((run) => {
    const isChecked = isPhraseChecked([...run[0]].map((char) => numbers.get(char)));
    return isChecked && standsAlone(book, low, run) && !commonPairs(book, run[0]);
  });
  const announced = all("seed_to_han", low).map((match) => announcedLump(book, match));
  return called("seed_phrase", [...alone, ...announced]);
}

/** How many neighbours make a common word or part of one. @param {Book} book @param {string} characters */
export function commonPairs({ words }, characters) {
  return [...characters].filter((char, place) => words("common_pairs").has(char + characters[place + 1])).length;
}

/** Whether a phrase has a line, quotes or what follows a colon to itself. @param {Book} book @param {string} low @param {Span} span */
export function standsAlone({ first, at }, low, { start, end }) {
  return first("alone_before", low, start - 5, start) && at("alone_after", low, end);
}

/** @param {Book} book @param {import("./patterns.js").Match} announced */
function announcedLump(book, announced) {
  const { 1: lead, 2: written, end } = announced;
  const known = [...written].flatMap((char, place) => (book.numbers.has(char) ? place : []));
  const places = known.slice(0, 24);
  const start = end - written.length;
  const length = [24, 21, 18, 15, 12].find((length) => {
    const phrase = places.slice(0, length).map((place) => written[place]);
    const common = commonPairs(book, phrase.join(""));
    const isChecked = isPhraseChecked(phrase.map((char) => book.numbers.get(char)));
    return phrase.length === length && common < 2 && (isChecked || (lead.trim() && !common));
  });
  return length ? { start, end: start + places[length - 1] + 1 } : null;
}
