// @ts-check
// What must never leave the asker's hands, cut out before anything else sees the text: the rules of qa/safety/secrets.
import { GAP, searcherOf } from "./patterns.js";
import { seeds } from "./seeds.js";
import { numbers } from "./numbers.js";
import { given } from "./given.js";

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
    /** Too many of one family are one, from the first to the end. @param {Span[]} found @param {(Span | null | undefined | false)[]} family */
    const withMore = (found, family) => {
      const more = family.filter((find) => !!find);
      more.splice(MOST + 1);
      if (more[MOST]) more.forEach((find) => (find.end = search.low.length));
      return apart([...found, ...more]);
    };
    const found = [...seeds(search), ...numbers(search), ...given(search)].reduce(withMore, []);
    // Secrets that are said again, where nothing announces them.
    const kinds = new Map(found.map(({ start, end, kind }) => [search.low.slice(start, end), kind]));
    const repeated = search.all("token").filter((token) => (token.kind = kinds.get(token[0])));
    return apart(withMore(found, repeated).map(search.written));
  };

  /** @param {string} text */
  return (text) => {
    const kinds = new Set();
    // What is left between gaps: a cut may take away what spoke against a secret.
    let pieces = [text];
    for (let reading = 1; reading <= READINGS && (reading < 2 || kinds.size); reading++)
      pieces = pieces.flatMap((piece, place) => {
        const before = place ? GAP : "";
        const found = secretsOf(before + piece + (place + 1 < pieces.length ? GAP : ""));
        found.forEach(({ kind }) => kinds.add(kind));
        if (reading === READINGS && found[0]) return "";
        const starts = [0, ...found.map(({ end }) => end - before.length)];
        return starts.map((start, number) => piece.slice(start, (found[number]?.start ?? Infinity) - before.length));
      });
    return { text: pieces.join(GAP), kinds: rules.kinds.filter((kind) => kinds.has(kind)) };
  };
}
