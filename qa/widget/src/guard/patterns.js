// @ts-check
// The words and patterns of the rules, what they find in a question, and what the words around a find say about it.
import { readerOf, remembered } from "./reading.js";
import { listsOf } from "./wordlists.js";

/** @typedef {{kinds: string[], words: Record<string, string[]>, patterns: Record<string, string>,
 *   in_case: string[], finds: Record<string, string>, read_as: Record<string, string>, prepend: string, extending: string,
 *   english: string, chinese: string}} Rules */
/** @typedef {{start: number, end: number, kind?: string}} Span  half-open */
/** @typedef {RegExpExecArray & Span} Match */
/** @typedef {ReturnType<ReturnType<typeof searcherOf>>} Search */

// Stands where a secret stood. No rule looks past it.
export const GAP = "…";

/**
 * Searches a question for a pattern by its name, or for words by the names of their lists, with blanks between.
 * @param {Rules} rules
 */
export function searcherOf(rules) {
  const read = readerOf(rules);
  const lists = listsOf(rules);
  const patterns = new Map(Object.entries(rules.patterns));
  const wordsOf = remembered((names) => new Set(names.split(" ").flatMap((name) => rules.words[name])));
  const compiled = remembered((key) => {
    const name = key.slice(1);
    return RegExp(patterns.get(name) ?? anyOf([...wordsOf(name)]), key[0]);
  });
  /** @param {string} names @param {string} word */
  const holds = (names, word) => wordsOf(names).has(word);

  /** @param {string} question */
  return (question) => {
    const reading = read(question);
    const { low, text } = reading;

    /**
     * What is before the start is seen by lookbehinds, what is after the end by nothing.
     * @param {string} flag
     * @returns {(name: string, start?: number, end?: number, string?: string) => Match | null}
     */
    const seeker =
      (flag) =>
      (name, start = 0, end, string = rules.in_case.includes(name) ? text : low) => {
        const sought = compiled(flag + name);
        sought.lastIndex = start;
        const match = sought.exec(string.slice(0, end));
        return match && Object.assign(match, { start: match.index, end: sought.lastIndex, kind: rules.finds[name] });
      };
    const at = seeker("y");
    const first = seeker("g");

    /** @param {string} name @param {number} [start] @param {number} [end] @param {string} [string] */
    const all = (name, start, end, string) => {
      const found = [];
      for (let match; (match = first(name, start, end, string)); start = match.end) found.push(match);
      return found;
    };

    /** So many characters before and after a find, up to a gap. @param {Span} find @param {number} before @param {number} after */
    const around = ({ start, end }, before, after) => [
      Math.max(start - before, low.lastIndexOf(GAP, start) + 1),
      end + (low.slice(end, end + after) + GAP).indexOf(GAP),
    ];

    /** The first of some names that holds a word. @param {string} names @param {Match} [word] */
    const nameOf = (names, word) => word && names.split(" ").find((name) => holds(name, word[0]));

    /**
     * Which of some names' words stands nearest to a find, in characters; of another clause it is farther away.
     * @param {Span} find @param {string} names @param {number} before @param {number} after
     */
    const nearest = (find, names, before, after) => {
      const [earliest, latest] = around(find, before, after);
      /** @param {Match} word */
      const distance = ({ start, end }) => {
        const between = start < find.start ? [end, find.start] : [find.end, start];
        return between[1] - between[0] + (first("clause_end", ...between) ? 20 : 0);
      };
      const spoken = [...all(names, earliest, find.start), ...all(names, find.end, latest)];
      spoken.sort((one, other) => distance(one) - distance(other) || (one[0] < other[0] ? -1 : 1));
      return nameOf(names, spoken[0]);
    };

    /** Which leads to a find, with next to nothing between. @param {Span} find @param {string} names @param {number} before */
    const leading = ({ start }, names, before) => {
      const last = all(names, start - before, start).pop();
      return last && at("leading_gap", last.end, start) ? nameOf(names, last) : null;
    };

    return { ...lists, ...reading, compiled, holds, at, first, all, around, nearest, leading };
  };
}

/** English words whole and never part of an address; of two that begin alike the longer. @param {string[]} words */
function anyOf(words) {
  words.sort((one, other) => other.length - one.length);
  const [english, chinese] = [true, false].map((ascii) => words.filter((word) => word < "~" === ascii).join("|"));
  return `(?<![a-z@.])(?:${english})(?![a-z@])|${chinese}`;
}
