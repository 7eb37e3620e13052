// @ts-check
// Private keys in the forms that wallets export, told apart from transactions.

/** @param {import("./patterns.js").Search} search */
export function keys({ low, all, at, first, around, said }) {
  const bare = [...all("hex_key"), ...all("solana_key")].filter((found) => {
    const { start, end } = found;
    if (first("link_tail", start - 160, start)) return false;
    if (at("called_key", end)) return true;
    const isAsked = first("key_or_hash", ...around(found, 60, 30));
    const name = isAsked ? null : said(found, "key hash", 60, 30);
    return name ? name === "key" : !low.startsWith("0x", start);
  });
  return [...all("extended_key"), ...all("wif"), ...bare, ...all("key_file")];
}
