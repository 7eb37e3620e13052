// @ts-check
// The words and patterns of the rules, and how a text is searched for them.

/** @typedef {{kinds: string[], words: Record<string, string[]>, patterns: Record<string, string>,
 *   read_as: Record<string, string>, prepend: string, extending: string, english: string, chinese: string}} Rules */
/** @typedef {{start: number, end: number}} Span  half-open */
/** @typedef {RegExpExecArray & Span} Match */
/** @typedef {Span & {kind: string}} Find */

// Stands where a secret stood. No rule looks past it.
export const GAP = "…";

/**
 * A function that makes what belongs to a key once.
 * @template Value
 * @param {(key: string) => Value} make
 */
export function remembered(make) {
  const made = new Map();
  /** @param {string} key @returns {Value} */
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

/**
 * Searches for a pattern by its name, or for any word by the names of words, with blanks between. What is before the
 * start is seen by lookbehinds, what is after the end by nothing.
 * @param {Rules} rules
 */
export function searcher(rules) {
  const patterns = new Map(Object.entries(rules.patterns));
  const words = remembered((names) => new Set(names.split(" ").flatMap((name) => rules.words[name])));
  const compiled = remembered((key) => {
    const name = key.slice(1);
    return new RegExp(patterns.get(name) ?? anyOf([...words(name)]), key[0]);
  });
  /** @param {string} key @param {number} start */
  const from = (key, start) => {
    compiled(key).lastIndex = start;
    return compiled(key);
  };
  /** @param {string} name @param {string} text @param {number} [end] */
  const at = (name, text, start = 0, end) => spanned(from("y" + name, start).exec(text.slice(0, end)));
  /** @param {string} name @param {string} text @param {number} [end] */
  const first = (name, text, start = 0, end) => spanned(from("g" + name, start).exec(text.slice(0, end)));
  /** @param {string} name @param {string} text @param {number} [end] */
  const all = (name, text, start = 0, end) => [...text.slice(0, end).matchAll(from("g" + name, start))].map(spanned);
  return { words, at, first, all };
}

/**
 * @template {RegExpExecArray | null} Found
 * @param {Found} match
 * @returns {Found & Span}
 */
function spanned(match) {
  return match && Object.assign(match, { start: match.index, end: match.index + match[0].length });
}

/**
 * Stretches as finds of a kind.
 * @param {string} kind
 * @param {(Span | null | undefined | false)[]} spans
 * @returns {Find[]}
 */
export function called(kind, spans) {
  return spans.flatMap((span) => (span ? { start: span.start, end: span.end, kind } : []));
}

/** The group that a match begins with. @param {Match} match @returns {Span} */
export function head({ start, 1: group }) {
  return { start, end: start + group.length };
}

/** The last group of a match, with which it ends. @param {Match} match @returns {Span} */
export function tail(match) {
  return { start: match.end - match[match.length - 1].length, end: match.end };
}

/** English words whole and never part of an address; of two that begin alike the longer. @param {string[]} words */
function anyOf(words) {
  words.sort((one, other) => other.length - one.length);
  const [english, chinese] = [true, false].map((ascii) => words.filter((word) => word < "~" === ascii).join("|"));
  return `(?<![a-z@.])(?:${english})(?![a-z@])|${chinese}`;
}
