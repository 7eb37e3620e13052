// @ts-check
// What must never leave the asker's hands, cut out before anything else sees the text: the rules of qa/safety/secrets.
import { GAP, called } from "./patterns.js";
import { reader } from "./reading.js";
import { contextOf } from "./context.js";
import { phrases } from "./phrases.js";
import { lumps } from "./han.js";
import { keys } from "./keys.js";
import { codes } from "./codes.js";
import { passwords } from "./passwords.js";
import { identities } from "./identity.js";
import { contacts } from "./contacts.js";

/** @typedef {import("./patterns.js").Rules} Rules */
/** @typedef {import("./patterns.js").Find} Find */
/** @typedef {import("./reading.js").Reading} Reading */

// A question has no room for so many secrets of one family: what holds more is cut from the first on.
const MOST = 200;
// How often a text is read at most: as it is, each piece between its cuts, each piece between theirs.
const READINGS = 3;

/**
 * What cuts secrets out of a text by some rules. What was cut once holds none that a second cut would find.
 * @param {Rules} rules
 * @returns {(text: string) => {text: string, kinds: string[]}} the gravest kind first
 */
export function guard(rules) {
  const book = contextOf(rules);
  const read = reader(rules);

  /** @param {Find} one @param {Find} other @returns {Find} of the graver kind: nothing of either is left */
  const joined = (one, other) => ({
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
    kind: rules.kinds.find((kind) => kind === one.kind || kind === other.kind) ?? "",
  });

  /** @param {Find[]} found */
  const apart = (found) => {
    /** @type {Find[]} */
    const separate = [];
    for (const find of found.sort((one, other) => one.start - other.start || other.end - one.end)) {
      const last = separate.pop() ?? find;
      separate.push(...(find.start < last.end ? [joined(last, find)] : [last, find]));
    }
    return separate;
  };

  /** @param {Find[]} found @param {Reading} reading */
  const bounded = (found, { low }) => {
    if (found.length <= MOST) return found;
    return [{ ...found.slice(0, MOST + 1).reduce(joined), end: low.length }];
  };

  /** @param {string} text */
  const secrets = (text) => {
    const reading = read(text);
    const families = [phrases, lumps, keys, codes, passwords, identities, contacts];
    const found = apart(families.flatMap((family) => bounded(family(book, reading), reading)));
    const all = apart([...found, ...bounded(repeated(book, reading, found), reading)]);
    return apart(all.map((find) => ({ ...find, ...reading.written(find) })));
  };

  /** What is left of a piece between the ends of the text or gaps; a cut may take away what spoke against a secret. */
  return (text) => {
    const kinds = new Set();
    /** @param {string} piece @param {string} before @param {string} after @param {number} readings @returns {string} */
    const left = (piece, before, after, readings) => {
      const found = secrets(before + piece + after);
      if (!found.length) return piece;
      found.forEach(({ kind }) => kinds.add(kind));
      if (readings === 1) return "";
      const starts = [0, ...found.map(({ end }) => end - before.length)];
      const ends = [...found.map(({ start }) => start - before.length), piece.length];
      return starts
        .map((start, place) =>
          left(piece.slice(start, ends[place]), place ? GAP : before, found[place] ? GAP : after, readings - 1),
        )
        .join(GAP);
    };
    return { text: left(text, "", "", READINGS), kinds: rules.kinds.filter((kind) => kinds.has(kind)) };
  };
}

/**
 * A secret that is said again, where nothing announces it.
 * @param {import("./context.js").Book} book @param {Reading} reading @param {Find[]} found
 */
function repeated({ all }, { low }, found) {
  const kinds = new Map(found.map(({ start, end, kind }) => [low.slice(start, end), kind]));
  return all("token", low).flatMap((token) => {
    const opened = token[0].replace(/^[.,:;?!"'`()[\]{}<>]+/, "");
    const value = opened.replace(/[.,:;?!"'`()[\]{}<>]+$/, "");
    const start = token.end - opened.length;
    return called(kinds.get(value) ?? "", [kinds.has(value) && { start, end: start + value.length }]);
  });
}
