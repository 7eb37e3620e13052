// @ts-check
// What is typed is sent before it is finished, for suggestions: not if it may become a secret.

/** @typedef {{words: Record<string, string[]>, english: string, notices: SecretNotice[],
 *   texts: Record<import("./strings.js").Locale, import("./strings.js").AnswerStrings>}} Rules */
/** @typedef {{title: string, message: string, steps: string[]}} NoticeText */
/** @typedef {{kinds: string[], level: string, question: Record<string, string>, zh: NoticeText, en: NoticeText}} SecretNotice */

// Long digits, an address, a token that mixes digits with other signs, characters with blanks between, a value that is led to.
const BEGUN = /\d{4}|@|(?=[!-~]*\d)[!-~]{8}|[!-~]{20}|(?:\p{Script=Han}[\s,，、]+){3}|(?:pass ?word|pass ?code|pin|pwd|code|密码|口令|验证码|校验码|助记词|私钥)\s*(?:is|was|就?是|为|[:：=])/iu;

// So few words of a seed phrase are worth nothing to a thief.
const MOST_LISTED = 3;

/**
 * Tells whether a text may be the beginning of a secret.
 * @param {Rules} rules
 * @returns {(text: string) => boolean}
 */
export function beginnings({ words, english }) {
  const listed = new Set(english.split(" "));
  for (const word of [...words.everyday, ...words.function]) listed.delete(word);
  return (text) => {
    let inRow = 0;
    for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
      inRow = listed.has(word) ? inRow + 1 : 0;
      if (inRow > MOST_LISTED) return true;
    }
    return BEGUN.test(text);
  };
}
