// @ts-check
// One-time codes that are given as such.
import { called, head } from "./patterns.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function codes(book, { low }) {
  const { all, nearest, isOther } = book;
  const given = all("code", low)
    .filter((announced) => !announced[0].startsWith("code") || isNamed(book, low, announced.start))
    .map((announced) => codeAfter(book, low, announced.end));
  const before = all("code_before", low).map(head);
  const lone = all("lone_six_digits", low).filter(
    (found) => !isOther(low, found) && nearest(low, found, "code_word order", [24, 30]) === "code_word",
  );
  return called("one_time_code", [...given, ...before, ...lone]);
}

/** Whether "code" is no error code and no referral code. @param {Book} book @param {string} low @param {number} place */
function isNamed({ words, first }, low, place) {
  const before = low.slice(Math.max(0, place - 20), place).replace(/[ -]+$/, "");
  const last = before.replace(/.*[^a-z0-9-]/s, "");
  return words("code_name").has(last) || (!last && !first("others_code", before));
}

/** @param {Book} book @param {string} low @param {number} place */
function codeAfter(book, low, place) {
  const { at, first, isOther, lead } = book;
  const { end, plainness } = lead(low, place);
  const spoken = at("spoken_digits", low, end);
  if (!first("any_digit", low, place, place + 148)) return spoken;
  const found = at("code_value", low, end) ?? ((plainness < 3 && at("code_letters", low, end)) || spoken);
  return found && !isOther(low, found) ? found : digitsAfter(book, low, place);
}

/** Six digits some words after a code was spoken of. @param {Book} book @param {string} low @param {number} place */
function digitsAfter({ at, first, isOther }, low, place) {
  const found = first("six_digits", low, place, place + 48);
  if (!found || !at("code_filler", low, place, found.start)) return null;
  return first("order", low, place, found.start) || isOther(low, found) ? null : found;
}
