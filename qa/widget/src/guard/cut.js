// @ts-check
// What must never leave the asker's hands, cut out before anything else sees the text: the rules of qa/safety/secrets.
import { GAP, searcherOf } from "./patterns.js";
import { phrases } from "./phrases.js";
import { lumps } from "./han.js";
import { keys } from "./keys.js";
import { codes } from "./codes.js";
import { passwords } from "./passwords.js";
import { identities } from "./identity.js";
import { contacts } from "./contacts.js";

/** @typedef {import("./patterns.js").Span} Span */

// A question has no room for so many secrets of one family: what holds more is cut from the first on.
const MOST = 200;
// How often a text is read at most: as it is, each piece between its cuts, each piece between theirs.
const READINGS = 3;

/**
 * What cuts secrets out of a text. What was cut once holds none that a second cut would find; the gravest kind is first.
 * @param {import("./patterns.js").Rules} rules
 */
export function guard(rules) {
  const searched = searcherOf(rules);

  /** Finds that overlap are one, of the graver kind. @param {Span[]} found */
  const apart = (found) => {
    /** @type {Span[]} */
    const separate = [];
    for (const find of found.sort((one, other) => one.start - other.start)) {
      const last = separate[separate.length - 1];
      if (last?.end > find.start) {
        last.kind = rules.kinds.find((kind) => kind === last.kind || kind === find.kind);
        last.end = Math.max(last.end, find.end);
      } else separate.push(find);
    }
    return separate;
  };

  /** @param {string} text */
  const secretsOf = (text) => {
    const search = searched(text);
    /** @type {Span[]} */
    let found = [];
    for (const family of [phrases, lumps, keys, codes, passwords, identities, contacts, repeated]) {
      const more = family(search, found).filter((find) => !!find);
      if (more.splice(MOST + 1)[0] || more[MOST]) more.forEach((find) => (find.end = search.low.length));
      found = apart([...found, ...more]);
    }
    return apart(found.map(search.written));
  };

  /** @param {string} text */
  return (text) => {
    const kinds = new Set();
    /** What is left of a piece between two gaps. @param {string} before @param {string} piece @param {string} after @param {number} readings @returns {string} */
    const left = (before, piece, after, readings) => {
      const found = secretsOf(before + piece + after);
      if (!found.length) return piece;
      found.forEach(({ kind }) => kinds.add(kind));
      if (readings < 2) return "";
      let start = 0;
      return [...found, { start: before.length + piece.length, end: 0 }]
        .map((find, place) => {
          const kept = piece.slice(start, find.start - before.length);
          start = find.end - before.length;
          return left(place ? GAP : before, kept, found[place] ? GAP : after, readings - 1);
        })
        .join(GAP);
    };
    return { text: left("", text, "", READINGS), kinds: rules.kinds.filter((kind) => kinds.has(kind)) };
  };
}

/** Secrets that are said again, where nothing announces them. @param {import("./patterns.js").Search} search @param {Span[]} found */
function repeated({ low, all }, found) {
  const kinds = new Map(found.map(({ start, end, kind }) => [low.slice(start, end), kind]));
  return all("token").flatMap((token) => (kinds.has(token[0]) ? { ...token, kind: kinds.get(token[0]) } : []));
}
