// @ts-check
// Passwords that are given as such.
import { called, head } from "./patterns.js";

/** @typedef {import("./context.js").Book} Book */
/** @typedef {import("./patterns.js").Match} Match */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./reading.js").Reading} Reading */

/** @param {Book} book @param {Reading} reading */
export function passwords(book, reading) {
  const { all, first, nearest } = book;
  const { low, text } = reading;
  if (!first("password", low)) return [];
  const announced = all("password", low).map((match) => {
    const found = ledTo(book, reading, match) || told(book, low, match.end);
    return found && !(isPin(match, found) && nearest(low, found, "postal", [40, 40])) && found;
  });
  const named = all("login_pair", low).map(({ end }) => passwordValue(book, low, end, 1));
  const listed = all("details_pair", low).map(({ end }) => passwordValue(book, low, end, 3));
  const before = all("password_before", low).filter((match) => isMixed(book, match[1]));
  const spoken = all("password_word", low);
  const strong = all("strong_token", low).filter(
    (found) =>
      spoken.some((word) => word.start >= found.start - 72 && word.start < found.end + 40) &&
      isStrong(book, text.slice(found.start, found.end)) &&
      nearest(low, found, "password_word order own_name", [48, 40]) === "password_word",
  );
  return called("password", [...announced, ...named, ...listed, ...before.map(head), ...strong]);
}

/** India calls its post offices' codes PIN. @param {Match} announced @param {Span} found */
function isPin(announced, found) {
  return announced[0].startsWith("pin") && found.end - found.start === 6;
}

/** @param {Book} book @param {Reading} reading @param {Match} announced */
function ledTo(book, { low, text }, announced) {
  const { at, lead, words } = book;
  const { end, plainness } = lead(low, announced.end);
  if (!at("value_start", low, end)) return null;
  const spoken = plainness < 3 && at("spoken_digits", low, end);
  if (spoken) return spoken;
  const inQuotes = at("quoted", low, end);
  const quoted = inQuotes && inQuotes[0].trim() && !words("not_password").has(inQuotes[0]) && inQuotes;
  if (!at("value", low, end)) return quoted;
  const least = announced[0].includes("phrase") ? 2 : 4;
  return (
    (plainness < 3 && severalWords(book, low, end, least)) ||
    grouped(book, low, text, end) ||
    quoted ||
    passwordValue(book, low, end, plainness)
  );
}

/** What the asker says to have told those who asked for it. @param {Book} book @param {string} low @param {number} place */
function told(book, low, place) {
  const match = book.first("any_digit", low, place, place + 100) && book.at("told", low, place);
  return match && passwordValue(book, low, match.end, 3);
}

/**
 * A passphrase: words up to the end of a clause, of which only the first may be ordinary.
 * @param {Book} book @param {string} low @param {number} place @param {number} least
 */
function severalWords({ at, words }, low, place, least) {
  const ordinary = words("function everyday not_password");
  const begun = at("second_word", low, place);
  const found = begun && !ordinary.has(begun[1]) && at("words_value", low, place);
  if (!found) return null;
  const [word, ...rest] = found[0].split(/ +/);
  const isSentence = rest.some((other) => ordinary.has(other)) || (least < 4 && ordinary.has(word));
  return rest.length + 1 < least || isSentence ? null : found;
}

/**
 * The secret of an authenticator in groups of capitals and digits, or a PIN whose digits stand apart.
 * @param {Book} book @param {string} low @param {string} text @param {number} place
 */
function grouped({ at }, low, text, place) {
  const secret = at("grouped_secret", low, place);
  if (secret && /^[^a-z]*[A-Z][^a-z]*$/.test(text.slice(place, secret.end))) return secret;
  const spaced = at("spaced_digits", low, place);
  return spaced && !at("unit_after", low, spaced.end) && spaced;
}

/**
 * A password without blanks, and without brackets, quotes and the punctuation of the sentence around it.
 * @param {Book} book @param {string} low @param {number} place @param {number} plainness
 */
function passwordValue(book, low, place, plainness) {
  const found = book.at("value", low, place);
  if (!found) return null;
  const opened = found[0].replace(/^["'`(<[{:]+/, "");
  const word = opened.replace(/["'`)>\]}]+$/, "").replace(/([.,;:?])(?<!\1\1)$/, "");
  const start = found.end - opened.length;
  const span = { start, end: start + word.length };
  return isValue(book, low, span, word, plainness) ? span : null;
}

/**
 * What has digits or signs in it stands anywhere; a mere word must be stated, and say nothing of a password.
 * @param {Book} book @param {string} low @param {Span} span @param {string} word @param {number} plainness
 */
function isValue(book, low, span, word, plainness) {
  const { at, first, words, isOther } = book;
  if (word.length < 3 || words("not_password").has(word) || at("date", word)) return false;
  if (at("looks_like_link", word) || isOther(low, span)) return false;
  if (isMixed(book, word)) return plainness < 3 || /[0-9]/.test(word) || word.length > 6;
  const saysHow = first("says_how", word) || at("preposition_after", low, span.end);
  return plainness < 2 || (plainness < 3 && /^[a-zÀ-ÖØ-öø-ɏ]+$/.test(word) && !saysHow);
}

/** Whether a word is none of a sentence: digits, digits among letters, signs among letters. @param {Book} book @param {string} word */
function isMixed({ first }, word) {
  if (/^[0-9]*$/.test(word)) return word.length > 3;
  return (/[0-9]/.test(word) && word.length > 3) || first("sign_inside", word);
}

/** Letters, digits, and a sign or both cases, but no address. @param {Book} book @param {string} token */
function isStrong({ at, first }, token) {
  const kinds = ["small_letter", "capital", "sign"].filter((name) => first(name, token));
  const isAddress = at("looks_like_link", token) || first("mail_like", token);
  return kinds.length > 1 && first("any_digit", token) && !isAddress;
}
