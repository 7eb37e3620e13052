// @ts-check
// Bank cards and the numbers of identity documents.

/** @param {import("./patterns.js").Search} search */
export function identities({ all, at, nearest, leading }) {
  /** What a number is called, with its digits alone. @param {import("./patterns.js").Match} found @param {string} names */
  const read = (found, names) => ({ number: found[0].replace(/[ .,/_-]/g, ""), said: nearest(found, names, 24, 10) });
  /** The group with which a match ends. @param {import("./patterns.js").Match} match */
  const tail = ({ 1: group, end, kind }) => ({ start: end - group.length, end, kind });

  const residents = all("identity").filter((found) => {
    const { number, said } = read(found, "identity order");
    // GB 11643: ISO 7064 MOD 11-2, of which X is ten.
    const sum = [...number].reduce((sum, char) => (sum * 2 + (char === "x" ? 10 : +char)) % 11, 0);
    const isOrder = said === "order" && leading(found, "order", 24);
    return at("identity_form", 0, 18, number) && (said === "identity" || (sum === 1 && !isOrder));
  });
  const cards = all("digits").filter((found) => {
    const { number, said } = read(found, "identity card order");
    // ISO/IEC 7812-1: every second digit from the right is doubled, and the digits of the double are added.
    const digits = [...number].reverse().map((digit, place) => +(place % 2 ? "0246813579"[+digit] : digit));
    const isCard = at("card_number", 0, 19, number) && digits.reduce((sum, digit) => sum + digit) % 10 === 0;
    return said ? said === "card" && (isCard || number[14]) : isCard;
  });
  return [...residents, ...all("document").map(tail), ...cards, ...all("card_code").map(tail)];
}
