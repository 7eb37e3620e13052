// @ts-check
// Bank cards and the numbers of identity documents.
import { called, tail } from "./patterns.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function identities({ all, at, nearest, leading }, { low }) {
  const residents = all("identity", low).filter((found) => {
    const number = withoutSeparators(found[0]);
    const said = nearest(low, found, "identity order", [24, 10]);
    const isOrder = said === "order" && leading(low, found, "order", [24, 10]);
    return at("identity_form", number) && (said === "identity" || (isResident(number) && !isOrder));
  });
  const cards = all("digits", low).filter((found) => {
    const digits = withoutSeparators(found[0]);
    const isCard = at("card_number", digits) && isLuhn(digits);
    const said = nearest(low, found, "identity card order", [24, 10]);
    return said ? said === "card" && (isCard || digits.length > 14) : isCard;
  });
  return [
    ...called("identity_number", [...residents, ...all("document", low).map(tail)]),
    ...called("bank_card", [...cards, ...all("card_code", low).map(tail)]),
  ];
}

/** @param {string} written */
function withoutSeparators(written) {
  return written.replace(/[ .,/_-]/g, "");
}

/** GB 11643: ISO 7064 MOD 11-2, of which X is ten. @param {string} number */
function isResident(number) {
  return [...number].reduce((sum, char) => (sum * 2 + (char === "x" ? 10 : +char)) % 11, 0) === 1;
}

/** ISO/IEC 7812-1: every second digit from the right is doubled. @param {string} digits */
function isLuhn(digits) {
  const doubled = [...digits].reverse().map((digit, place) => (place % 2 ? +digit * 2 - (digit > "4" ? 9 : 0) : +digit));
  return doubled.reduce((sum, value) => sum + value) % 10 === 0;
}
