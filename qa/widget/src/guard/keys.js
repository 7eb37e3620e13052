// @ts-check
// Private keys in the forms that wallets export, told apart from transactions.
import { called } from "./patterns.js";
import { isKeyChecked } from "./checksums.js";

/** @typedef {import("./patterns.js").Match} Match */

/** @param {import("./context.js").Context} context */
export function keys({ low, all, at, first, around, leading, nearest }) {
  /** @param {Match} found */
  const isInLink = ({ start }) => first("link_tail", start - 160, start);

  /** @param {Match} found */
  const isKey = (found) => {
    const isBare = !low.startsWith("0x", found.start);
    if (isInLink(found) || low.startsWith("00000000", found.start)) return false;
    if (at("called_key", found.end)) return true;
    if (first("key_or_hash", ...around(found, 60, 30))) return isBare;
    const said = leading(found, "key hash", 60) ?? nearest(found, "key hash", 60, 30);
    return said ? said === "key" : isBare;
  };

  return [
    ...called("extended_key", all("extended_key")),
    ...called("private_key", [
      ...all("wif").filter((found) => isKeyChecked(found[0]) || !isInLink(found)),
      ...[...all("hex_key"), ...all("solana_key")].filter(isKey),
      ...all("key_file"),
    ]),
  ];
}
