// @ts-check
// A text as the rules read it, and the way back to the text as it was written.

/** @typedef {import("./patterns.js").Rules} Rules */
/** @typedef {import("./patterns.js").Span} Span */

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
 * Each character of a reading is one UTF-16 unit, so that lengths and reaches are those of the server.
 * @param {Rules} rules
 */
export function readerOf({ read_as, prepend, extending }) {
  const before = RegExp(`[${prepend}]+$`, "u");
  const after = RegExp(`[^][\\p{M}${extending}]*`, "uy");
  const readAs = remembered((char) => (Object.hasOwn(read_as, char) ? read_as[char] : folded(char)));
  /** @param {string} question */
  return (question) => {
    let text = "";
    let place = 0;
    /** @type {number[]} */
    const places = [];
    for (const char of question) {
      text += readAs(char);
      while (places.length < text.length) places.push(place);
      place += char.length;
    }
    /** A stretch of the reading in the question, widened to whole graphemes. @param {Span} span */
    const written = ({ start, end, kind }) => {
      after.lastIndex = places[end - 1];
      after.test(question);
      return { kind, start: question.slice(0, places[start]).replace(before, "").length, end: after.lastIndex };
    };
    return { text, low: text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()), written };
  };
}

/** What nobody sees is dropped, what NFKC makes ASCII is that, what is astral has a stand-in. @param {string} char */
function folded(char) {
  if (/[\p{M}\p{Cf}\p{Cc}]/u.test(char)) return "";
  const plain = char.normalize("NFKC");
  if (/^[\0-\x7f]+$/.test(plain)) return plain;
  // A Chinese character that no rule names, and no character at all.
  return char[1] ? (/[\u{20000}-\u{3ffff}]/u.test(char) ? "㐁" : "\uffff") : char;
}
