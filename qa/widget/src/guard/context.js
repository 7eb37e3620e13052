// @ts-check
// What the words around a find say about it.
import { GAP, searcher } from "./patterns.js";
import { listsOf } from "./words.js";

/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./patterns.js").Find} Find */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {[number, number]} Reach  characters before and after a find */
/** @typedef {ReturnType<typeof contextOf>} Book */

/** @param {import("./patterns.js").Rules} rules */
export function contextOf(rules) {
  const { words, at, first, all } = searcher(rules);

  /** The stretch within reach, up to a gap. @param {string} low @param {Span} span @param {Reach} reach @returns {Reach} */
  const around = (low, { start, end }, [before, after]) => {
    const gap = low.indexOf(GAP, end);
    const latest = end + after;
    return [Math.max(0, start - before, low.lastIndexOf(GAP, start - 1) + 1), gap < 0 ? latest : Math.min(gap, latest)];
  };

  /** The first of some names that holds a word. @param {string} names @param {string} word */
  const nameOf = (names, word) => names.split(" ").find((name) => words(name).has(word));

  /** In characters; a word of another clause is farther away. @param {string} low @param {number} start @param {number} end */
  const distance = (low, start, end) => end - start + (first("clause_end", low, start, end) ? 20 : 0);

  /**
   * Which of some names' words stands nearest to a find.
   * @param {string} low @param {Span} span @param {string} names @param {Reach} reach
   */
  const nearest = (low, span, names, reach) => {
    const [earliest, latest] = around(low, span, reach);
    const { start, end } = span;
    const spoken = [
      ...all(names, low, earliest, start).map((match) => ({ far: distance(low, match.end, start), word: match[0] })),
      ...all(names, low, end, latest).map((match) => ({ far: distance(low, end, match.start), word: match[0] })),
    ].sort((one, other) => one.far - other.far || (one.word < other.word ? -1 : 1));
    return spoken[0] && nameOf(names, spoken[0].word);
  };

  /**
   * Which of some names' words leads to a find, with next to nothing between.
   * @param {string} low @param {Span} span @param {string} names @param {Reach} reach
   */
  const leading = (low, { start }, names, [before]) => {
    const last = all(names, low, start - before, start).pop();
    return last && at("leading_gap", low, last.end, start) ? nameOf(names, last[0]) : undefined;
  };

  /** Whether digits count something, or are the number that sends messages. @param {string} low @param {Span} span */
  const isOther = (low, { start, end }) =>
    (end - start === 5 && at("sender_after", low, end)) || at(end - start > 5 ? "amount_after" : "unit_after", low, end);

  /**
   * Where what leads to a value ends, and how plain it is: 1 "password: x", 2 "password is x", 3 "password x".
   * @param {string} low @param {number} start
   */
  const lead = (low, start) => {
    const match = at("lead", low, start);
    return { end: match?.end ?? start, plainness: match?.[1] ? 1 : match?.[2] ? 2 : 3 };
  };

  return { ...listsOf(rules), words, at, first, all, around, nearest, leading, isOther, lead };
}
