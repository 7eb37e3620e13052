// @ts-check
// Telephone numbers and e-mail addresses of the asker, not those that the asker was given or asks about.
import { called } from "./patterns.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./patterns.js").Match} Match */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function contacts(book, { low }) {
  const { all, at, first, around } = book;
  const numbers = ["mobile", "international", "national"]
    .flatMap((name) => all(name, low))
    .filter((found) => isOwnNumber(book, low, found));
  const announced = all("own_phone", low).map(({ start, end }) => {
    const value = at("phone_value", low, end);
    const isOfOthers = first("others", low, ...around(low, { start, end: start }, [8, 0]));
    return isOfOthers || (value && at("public_line", value[0])) ? null : value;
  });
  const emails = all("email", low).filter((found) => isOwnEmail(book, low, found));
  return [...called("phone", [...numbers, ...announced]), ...called("email", emails)];
}

/** A Chinese mobile may begin as a line that costs the caller nothing. @param {Book} book @param {string} low @param {Match} found */
function isOwnNumber({ at, leading, nearest }, low, found) {
  const isPublic = at("public_line", found[0]);
  if (isPublic && !/^[0-9]{11}$/.test(found[0])) return false;
  const names = "own others order";
  const said = leading(low, found, names, [40, 24]) ?? nearest(low, found, names, [40, 24]);
  return said ? said === "own" : !isPublic;
}

/** @param {Book} book @param {string} low @param {Match} found */
function isOwnEmail({ first, nearest, words }, low, found) {
  const [name, domain] = found[0].split("@");
  if ([name, ...name.split(/[^a-z]+/)].some((word) => words("role_mailboxes").has(word))) return false;
  const said = nearest(low, found, "own others", [40, 24]);
  const isAnnounced = first("own_email", low, found.start - 40, found.start);
  return isAnnounced || (said ? said === "own" : words("free_mail").has(domain.split(".")[0]));
}
