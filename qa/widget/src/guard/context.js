// @ts-check
// What the words around a find say about it.
import { GAP, searcherOf } from "./patterns.js";

/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./patterns.js").Match} Match */
/** @typedef {ReturnType<ReturnType<typeof contextOf>>} Context */

/** @param {import("./patterns.js").Rules} rules */
export function contextOf(rules) {
  const search = searcherOf(rules);
  /** @param {string} question */
  return (question) => {
    const found = search(question);
    const { low, words, at, first, all } = found;

    /** So many characters before and after a find, up to a gap. @param {Span} span @param {number} before @param {number} after */
    const around = ({ start, end }, before, after) => [
      Math.max(0, start - before, low.lastIndexOf(GAP, start - 1) + 1),
      end + `${low.slice(end, end + after)}${GAP}`.indexOf(GAP),
    ];

    /** The first of some names that holds a word. @param {string} names @param {Match} [word] */
    const nameOf = (names, word) => word && names.split(" ").find((name) => words(name).has(word[0]));

    /**
     * Which of some names' words stands nearest to a find.
     * @param {Span} span @param {string} names @param {number} before @param {number} after
     */
    const nearest = (span, names, before, after) => {
      const [earliest, latest] = around(span, before, after);
      const { start, end } = span;
      /** In characters; a word of another clause is farther away. @param {Match} word */
      const distance = (word) => {
        const [from, to] = word.end > start ? [end, word.start] : [word.end, start];
        return to - from + (first("clause_end", from, to) ? 20 : 0);
      };
      const spoken = [...all(names, earliest, start), ...all(names, end, latest)];
      spoken.sort((one, other) => distance(one) - distance(other) || (one[0] < other[0] ? -1 : 1));
      return nameOf(names, spoken[0]);
    };

    /** Which of some names' words leads to a find, with next to nothing between. @param {Span} span @param {string} names @param {number} before */
    const leading = ({ start }, names, before) => {
      const last = all(names, start - before, start).pop();
      return last && at("leading_gap", last.end, start) ? nameOf(names, last) : undefined;
    };

    /** Whether digits count something, or are the number that sends messages. @param {Span} span */
    const isOther = ({ start, end }) =>
      (end - start === 5 && at("sender_after", end)) || at(end - start > 5 ? "amount_after" : "unit_after", end);

    /** What leads to a value, and how plainly: 1 "password: x", 2 "password is x", 3 "password x". @param {number} start */
    const lead = (start) => {
      const match = at("lead", start);
      return { end: match?.end ?? start, plainness: match?.[1] ? 1 : match?.[2] ? 2 : 3 };
    };

    return { ...found, around, nearest, leading, isOther, lead };
  };
}
