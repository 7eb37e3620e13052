// @ts-check
// Private keys, cards and documents, telephone numbers and e-mail addresses, told apart from what looks like them.

/** @typedef {import("./patterns.js").Match} Match */

/** Keys, cards and documents, the asker's own contacts. @param {import("./patterns.js").Search} search */
export function numbers({ low, all, at, first, around, nearest, leading, holds }) {
  /** What leads to a find, or else stands nearest. @param {Match} find @param {string} names @param {number} before @param {number} after */
  const said = (find, names, before, after) => leading(find, names, before) ?? nearest(find, names, before, after);

  /** The group with which a match ends. @param {Match} match */
  const tail = ({ 1: group, end, kind }) => ({ start: end - group.length, end, kind });

  /** @param {Match} found */
  const isKey = (found) => {
    const { start, end } = found;
    if (first("link_tail", start - 160, start)) return false;
    if (at("called_key", end)) return true;
    const name = first("key_or_hash", ...around(found, 60, 30)) ? null : said(found, "key hash", 60, 30);
    return name ? name === "key" : !low.startsWith("0x", start);
  };

  /** Whether its check digit is right, by ISO 7064 MOD 11-2, or the words around say so. @param {Match} found */
  const isResidents = (found) => {
    const number = digitsOf(found);
    const name = nearest(found, "identity order", 24, 10);
    const sum = [...number].reduce((sum, char) => (sum * 2 + (char === "x" ? 10 : +char)) % 11, 0);
    const isOrder = name === "order" && leading(found, "order", 24);
    return at("identity_form", 0, 18, number) && (name === "identity" || (sum === 1 && !isOrder));
  };

  /** By ISO/IEC 7812-1 every second digit from the right is doubled. @param {Match} found */
  const isCard = (found) => {
    const number = digitsOf(found);
    const name = nearest(found, "identity card order", 24, 10);
    const digits = [...number].reverse().map((digit, place) => +(place % 2 ? "0246813579"[+digit] : digit));
    const isChecked = at("card_number", 0, 19, number) && digits.reduce((sum, digit) => sum + digit) % 10 === 0;
    return name ? name === "card" && (isChecked || number[14]) : isChecked;
  };

  /** @param {Match} found */
  const isOwnNumber = (found) => {
    const isPublic = at("public_line", found.start, found.end);
    const name = said(found, "own others order", 40, 24);
    // A Chinese mobile may begin as a line that costs the caller nothing.
    return isPublic ? name === "own" && /^\d{11}$/.test(found[0]) : (name ?? "own") === "own";
  };

  /** @param {Match} found */
  const isOwnEmail = (found) => {
    const [name, domain] = found[0].split("@");
    if ([name, ...name.split(/[^a-z]/)].some((word) => holds("role_mailboxes", word))) return false;
    const owner = nearest(found, "own others", 40, 24) ?? (holds("free_mail", domain.split(".")[0]) && "own");
    return owner === "own" || first("own_email", found.start - 40, found.start);
  };

  return [
    [
      ...all("extended_key"),
      ...all("wif"),
      ...[...all("hex_key"), ...all("solana_key")].filter(isKey),
      ...all("key_file"),
    ],
    [
      ...all("identity").filter(isResidents),
      ...all("document").map(tail),
      ...all("digits").filter(isCard),
      ...all("card_code").map(tail),
    ],
    [
      ...[...all("mobile"), ...all("international"), ...all("national")].filter(isOwnNumber),
      ...all("own_phone").map(({ start, end }) => {
        const isOfOthers = first("others", ...around({ start, end: start }, 8, 0));
        return isOfOthers || at("public_line", end) ? null : at("phone_value", end);
      }),
      ...all("email").filter(isOwnEmail),
    ],
  ];
}

/** A number without what separates its digits. @param {Match} match */
function digitsOf(match) {
  return match[0].replace(/[ .,/_-]/g, "");
}
