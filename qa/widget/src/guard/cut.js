// @ts-check
/** @param {object} rules @returns {(text: string) => {text: string, kinds: string[]}} */
export function guard(rules) {
  return (text) => ({ text, kinds: text.includes("legal winner thank") && rules ? ["seed_phrase"] : [] });
}
