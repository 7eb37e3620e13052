// @ts-check
// What is typed is sent before it is finished, for suggestions: not if it may become a secret.

/** @typedef {{words: Record<string, string[]>, english: string, notices: SecretNotice[],
 *   texts: Record<import("./strings.js").Locale, import("./strings.js").AnswerStrings>}} Rules */
/** @typedef {{title: string, message: string, steps: string[]}} NoticeText */
/** @typedef {{kinds: string[], level: string, question: Record<string, string>, zh: NoticeText, en: NoticeText}} SecretNotice */

// Long digits, an address, a token that mixes digits with other signs, characters with blanks between, a value that is led to.
const BEGUN = /\d{4}|@|(?=[!-~]*\d)[!-~]{8}|[!-~]{20}|(?:\p{Script=Han}[\s,，、]+){3}|(?:pass ?word|pass ?code|pin|pwd|code|密码|口令|验证码|校验码|助记词|私钥)\s*(?:is|was|就?是|为|[:：=])/iu;

// So many words of a seed phrase are worth nothing to a thief, of which so many are rare in questions.
const MOST_LISTED = 4;
const MOST_RARE = 2;

/**
 * Tells whether a text may be the beginning of a secret.
 * @param {Rules} rules
 * @returns {(text: string) => boolean}
 */
export function beginnings({ words, english }) {
  const listed = new Set(english.split(" "));
  const usual = new Set([...words.everyday, ...words.function]);
  return (text) => {
    let inRow = 0;
    let rare = 0;
    for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
      if (listed.has(word)) {
        inRow += 1;
        if (!usual.has(word)) rare += 1;
      } else inRow = rare = 0;
      if (rare > MOST_RARE || (rare && inRow > MOST_LISTED)) return true;
    }
    return BEGUN.test(text);
  };
}
