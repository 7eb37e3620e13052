// @ts-check
// Seed phrases in Chinese that were written without anything between the characters.
import { called } from "./patterns.js";
import { isPhraseChecked } from "./checksums.js";

/** @typedef {import("./patterns.js").Search} Search */

/** @param {Search} search */
export function lumps(search) {
  const { all, numbers } = search;
  /** @param {string[]} characters */
  const isChecked = (characters) => isPhraseChecked(characters.map((char) => numbers.get(char)));
  const alone = all("han_lump").filter((run) => {
    const characters = [...run[0]];
    return isChecked(characters) && standsAlone(search, run) && !commonPairs(search, characters);
  });
  const announced = all("seed_to_han").map(({ 1: lead, 2: written, end }) => {
    const places = [...written].flatMap((char, place) => (numbers.has(char) ? place : []));
    const start = end - written.length;
    const length = [24, 21, 18, 15, 12].find((length) => {
      const phrase = places.slice(0, length).map((place) => written[place]);
      const common = commonPairs(search, phrase);
      return phrase.length === length && common < 2 && (isChecked(phrase) || (lead.trim() && !common));
    });
    return length ? { start, end: start + places[length - 1] + 1 } : null;
  });
  return called("seed_phrase", [...alone, ...announced]);
}

/** How many neighbours make a common word or part of one. @param {Search} search @param {string[]} characters */
export function commonPairs({ holds }, characters) {
  return characters.filter((char, place) => holds("common_pairs", char + characters[place + 1])).length;
}

/** Whether a phrase has a line, quotes or what follows a colon to itself. @param {Search} search @param {import("./patterns.js").Span} span */
export function standsAlone({ first, at }, { start, end }) {
  return first("alone_before", start - 5, start) && at("alone_after", end);
}
