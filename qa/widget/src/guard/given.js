// @ts-check
// One-time codes and passwords that are given as such.

/** @typedef {import("./patterns.js").Span} Span */

/** Codes, and passwords. @param {import("./patterns.js").Search} search */
export function given({ low, all, at, first, nearest, holds }) {
  /** Whether digits count something, or are the number that sends messages. @param {Span} digits */
  const isOther = ({ start, end }) =>
    (end - start === 5 && at("sender_after", end)) || at(end - start > 5 ? "amount_after" : "unit_after", end);

  /** Where a value may begin, and how plainly it is led to: 1 "password: x", 2 "password is x", 3 "password x". @param {number} place */
  const led = (place) => {
    const lead = at("lead", place);
    const end = lead?.end ?? place;
    return { place: end, way: lead?.[1] ? 1 : lead?.[2] ? 2 : 3, spoken: at("spoken_digits", end) };
  };

  /** Six digits some words after a code was spoken of. @param {number} place */
  const digitsAfter = (place) => {
    const found = first("six_digits", place, place + 48);
    const isCode = found && at("code_filler", place, found.start) && !first("order", place, found.start);
    return isCode && !isOther(found) && found;
  };

  /** @param {Span} announced */
  const code = ({ start, end }) => {
    if (low[start] === "c" && !first("code_named", start - 20, start)) return;
    const { place, way, spoken } = led(end);
    const found = at("code_value", place) ?? ((way < 3 && at("code_letters", place)) || spoken);
    return found && !isOther(found) ? found : digitsAfter(end);
  };

  /** A password without blanks, nor the brackets, quotes and punctuation around it. @param {number} place @param {number} way */
  const value = (place, way) => {
    const whole = at("value", place);
    const bare = whole && first("bare", place, whole.end);
    if (!bare || holds("not_password", bare[0])) return;
    const { start, end } = bare;
    if (at("no_password", start, end) || isOther(bare)) return;
    // What has digits or signs in it stands anywhere; a mere word must be stated, and say nothing of a password.
    const isWord = way === 2 && at("stated_word", start, end) && !at("preposition_after", end);
    return (way < 2 || isWord || at(way < 3 ? "mixed" : "clearly_mixed", start, end)) && bare;
  };

  /** Words up to the end of a clause; ordinary ones make a sentence of them. @param {number} place @param {number} least */
  const severalWords = (place, least) => {
    const found = at("words_value", place);
    const [word, ...others] = found ? found[0].split(/ +/) : [];
    if (least < 3) others.push(word);
    return others.length >= least && !others.some((other) => holds("function everyday not_password", other)) && found;
  };

  /** @param {import("./patterns.js").Match} announced */
  const password = (announced) => {
    const { place, way, spoken } = led(announced.end);
    if (spoken && way < 3) return { ...spoken, kind: "password" };
    const inQuotes = at("quoted", place);
    const quoted = inQuotes && !holds("not_password", inQuotes[0]) && inQuotes;
    if (!at("value", place)) return quoted;
    const several = way < 3 && severalWords(place, announced[0].includes("phrase") ? 2 : 3);
    return several || at("grouped_secret", place) || at("spaced_digits", place) || quoted || value(place, way);
  };

  const spoken = all("password_word");
  return [
    [
      ...all("code").map(code),
      ...all("code_before"),
      ...all("lone_six_digits").filter(
        (found) => !isOther(found) && nearest(found, "code_word order", 24, 30) === "code_word",
      ),
    ],
    [
      ...all("password").map((announced) => {
        // Or what the asker says to have told those who asked for it.
        const told = at("told", announced.end);
        const found = password(announced) || (told && value(told.end, 3));
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
    ].filter(() => first("password")),
  ];
}
