// @ts-check
// Bank cards and the numbers of identity documents.
import { called } from "./patterns.js";

/** @param {import("./patterns.js").Search} search */
export function identities({ all, at, nearest, leading }) {
  /** The group with which a match ends. @param {import("./patterns.js").Match} match */
  const tail = ({ 1: group, end }) => ({ start: end - group.length, end });

  const residents = all("identity").filter((found) => {
    const number = bare(found[0]);
    const said = nearest(found, "identity order", 24, 10);
    const isOrder = said === "order" && leading(found, "order", 24);
    return at("identity_form", 0, 18, number) && (said === "identity" || (isResident(number) && !isOrder));
  });
  const cards = all("digits").filter((found) => {
    const digits = bare(found[0]);
    const isCard = at("card_number", 0, 19, digits) && isLuhn(digits);
    const said = nearest(found, "identity card order", 24, 10);
    return said ? said === "card" && (isCard || digits[14]) : isCard;
  });
  return [
    ...called("identity_number", [...residents, ...all("document").map(tail)]),
    ...called("bank_card", [...cards, ...all("card_code").map(tail)]),
  ];
}

/** @param {string} written */
function bare(written) {
  return written.replace(/[ .,/_-]/g, "");
}

/** GB 11643: ISO 7064 MOD 11-2, of which X is ten. @param {string} number */
function isResident(number) {
  return [...number].reduce((sum, char) => (sum * 2 + (char === "x" ? 10 : +char)) % 11, 0) === 1;
}

/** ISO/IEC 7812-1: every second digit from the right is doubled. @param {string} digits */
function isLuhn(digits) {
  const values = [...digits].reverse().map((digit, place) => +digit * (1 + (place % 2)));
  return values.reduce((sum, value) => sum + value - (value > 9 ? 9 : 0), 0) % 10 === 0;
}
