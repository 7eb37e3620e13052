// @ts-check
// The words and patterns of the rules, and what they find in a question.
import { readerOf, remembered } from "./reading.js";
import { listsOf } from "./wordlists.js";

/** @typedef {{kinds: string[], words: Record<string, string[]>, in_lower_case: Record<string, string>,
 *   in_case: Record<string, string>, read_as: Record<string, string>, prepend: string, extending: string,
 *   english: string, chinese: string}} Rules */
/** @typedef {{start: number, end: number, kind?: string}} Span  half-open */
/** @typedef {RegExpExecArray & Span} Match */

// Stands where a secret stood. No rule looks past it.
export const GAP = "…";

/**
 * Searches a question for a pattern by its name, or for words by the names of their lists, with blanks between. What is
 * before the start is seen by lookbehinds, what is after the end by nothing.
 * @param {Rules} rules
 */
export function searcherOf(rules) {
  const read = readerOf(rules);
  const lists = listsOf(rules);
  const inCase = new Map(Object.entries(rules.in_case));
  const patterns = new Map([...inCase, ...Object.entries(rules.in_lower_case)]);
  const words = remembered((names) => new Set(names.split(" ").flatMap((name) => rules.words[name])));
  const compiled = remembered((key) => {
    const name = key.slice(1);
    return RegExp(patterns.get(name) ?? anyOf([...words(name)]), key[0]);
  });

  /** @param {string} question */
  return (question) => {
    const reading = read(question);
    const { low, text } = reading;

    /** @param {string} flag @returns {(name: string, start?: number, end?: number, string?: string) => Match | null} */
    const seeker =
      (flag) =>
      (name, start = 0, end, string = inCase.has(name) ? text : low) => {
        const sought = compiled(flag + name);
        sought.lastIndex = start;
        const match = sought.exec(string.slice(0, end));
        return match && Object.assign(match, { start: match.index, end: sought.lastIndex });
      };
    const first = seeker("g");

    /** @param {string} name @param {number} [start] @param {number} [end] @param {string} [string] */
    const all = (name, start, end, string) => {
      const found = [];
      for (let match = first(name, start, end, string); match; match = first(name, match.end, end, string))
        found.push(match);
      return found;
    };
    return { ...lists, ...reading, words, at: seeker("y"), first, all };
  };
}

/**
 * Stretches as finds of a kind.
 * @param {string} kind
 * @param {(Span | null | undefined | false)[]} spans
 * @returns {Span[]}
 */
export function called(kind, spans) {
  return spans.flatMap((span) => (span ? { ...span, kind } : []));
}

/** English words whole and never part of an address; of two that begin alike the longer. @param {string[]} words */
function anyOf(words) {
  words.sort((one, other) => other.length - one.length);
  const [english, chinese] = [true, false].map((ascii) => words.filter((word) => word < "~" === ascii).join("|"));
  return `(?<![a-z@.])(?:${english})(?![a-z@])|${chinese}`;
}
