// @ts-check
// Passwords that are given as such.

/** @param {import("./patterns.js").Search} search */
export function passwords({ all, at, first, nearest, holds, isOther, lead }) {
  /** Without blanks, nor the brackets, quotes and punctuation around it. @param {number} place @param {number} plainness */
  const value = (place, plainness) => {
    const whole = at("value", place);
    const bare = whole && first("bare", place, whole.end);
    if (!bare || holds("not_password", bare[0])) return;
    const { start, end } = bare;
    if (at("no_password", start, end) || isOther(bare)) return;
    // What has digits or signs in it stands anywhere; a mere word must be stated, and say nothing of a password.
    if (plainness < 2 || at(plainness < 3 ? "mixed" : "clearly_mixed", start, end)) return bare;
    return plainness < 3 && at("stated_word", start, end) && !at("preposition_after", end) && bare;
  };

  /** Words up to the end of a clause; ordinary ones make a sentence of them. @param {number} place @param {boolean} isPhrase */
  const severalWords = (place, isPhrase) => {
    const found = at("words_value", place);
    const written = found ? found[0].split(/ +/) : [];
    const ordinary = written.slice(isPhrase ? 0 : 1).some((word) => holds("function everyday not_password", word));
    return written.length > (isPhrase ? 1 : 3) && !ordinary && found;
  };

  /** @param {import("./patterns.js").Match} announced */
  const given = (announced) => {
    const { end, plainness } = lead(announced.end);
    const spoken = plainness < 3 && at("spoken_digits", end);
    if (spoken) return { ...spoken, kind: "password" };
    const inQuotes = at("quoted", end);
    const quoted = inQuotes && !holds("not_password", inQuotes[0]) && inQuotes;
    if (!at("value", end)) return quoted;
    const several = plainness < 3 && severalWords(end, announced[0].includes("phrase"));
    return several || at("grouped_secret", end) || at("spaced_digits", end) || quoted || value(end, plainness);
  };

  /** What the asker says to have told those who asked for it. @param {number} place */
  const told = (place) => {
    const match = first("any_digit", place, place + 100) && at("told", place);
    return match && value(match.end, 3);
  };

  const spoken = all("password_word");
  if (!first("password")) return [];
  return [
    ...all("password").map((announced) => {
      const found = given(announced) || told(announced.end);
      const isPin = found && announced[0].startsWith("pin") && found.end - found.start === 6;
      return isPin && nearest(found, "postal", 40, 40) ? null : found;
    }),
    ...all("login_pair").map(({ end }) => value(end, 1)),
    ...all("details_pair").map(({ end }) => value(end, 3)),
    ...all("password_before").filter(({ start, end }) => at("mixed", start, end)),
    ...all("strong_token").filter(
      (found) =>
        spoken.some(({ start }) => start >= found.start - 72 && start < found.end + 40) &&
        at("strong", found.start, found.end) &&
        nearest(found, "password_word order own_name", 48, 40) === "password_word",
    ),
  ];
}
