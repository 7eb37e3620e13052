// @ts-check
// Private keys in the forms that wallets export, told apart from transactions.
import { called } from "./patterns.js";
import { isKeyChecked } from "./checksums.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function keys(book, { text, low }) {
  const { all } = book;
  const imported = all("wif", text).filter((found) => isKeyChecked(found[0]) || !isInLink(book, low, found));
  const bare = [...all("hex_key", low), ...all("solana_key", text)].filter((found) => isKey(book, low, found));
  return [
    ...called("extended_key", all("extended_key", text)),
    ...called("private_key", [...imported, ...bare, ...all("key_file", low)]),
  ];
}

/** @param {Book} book @param {string} low @param {Span} span */
function isKey(book, low, span) {
  const { at, first, around, leading, nearest } = book;
  const isPrefixed = low.startsWith("0x", span.start);
  if (isInLink(book, low, span) || low.startsWith("00000000", span.start)) return false;
  if (at("called_key", low, span.end)) return true;
  if (first("key_or_hash", low, ...around(low, span, [60, 30]))) return !isPrefixed;
  const said = leading(low, span, "key hash", [60, 30]) ?? nearest(low, span, "key hash", [60, 30]);
  return said ? said === "key" : !isPrefixed;
}

/** @param {Book} book @param {string} low @param {Span} span */
function isInLink({ first }, low, { start }) {
  return first("link_tail", low, start - 160, start);
}
