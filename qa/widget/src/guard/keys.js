// @ts-check
// Private keys in the forms that wallets export, told apart from transactions.
import { called } from "./patterns.js";

/** @param {import("./patterns.js").Search} search */
export function keys({ low, all, at, first, around, leading, nearest }) {
  /** @param {import("./patterns.js").Match} found */
  const isKey = (found) => {
    const { start, end } = found;
    const isBare = !low.startsWith("0x", start);
    if (first("link_tail", start - 160, start) || low.startsWith("00000000", start)) return false;
    if (at("called_key", end)) return true;
    if (first("key_or_hash", ...around(found, 60, 30))) return isBare;
    const said = leading(found, "key hash", 60) ?? nearest(found, "key hash", 60, 30);
    return said ? said === "key" : isBare;
  };
  const found = [...all("wif"), ...[...all("hex_key"), ...all("solana_key")].filter(isKey), ...all("key_file")];
  return [...called("extended_key", all("extended_key")), ...called("private_key", found)];
}
