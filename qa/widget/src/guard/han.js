// @ts-check
// Seed phrases in Chinese that were written without anything between the characters.

/** @typedef {import("./patterns.js").Search} Search */

/** @param {Search} search */
export function lumps(search) {
  const { all, numbers, isPhrase } = search;
  const alone = all("han_lump").filter(
    (run) => isPhrase([...run[0]]) && standsAlone(search, run) && !commonPairs(search, [...run[0]]),
  );
  const announced = all("seed_to_han").map(({ 1: lead, 2: written, end, kind }) => {
    const start = end - written.length;
    const places = [...written].flatMap((char, place) => (numbers.has(char) ? place : []));
    for (const length of [24, 21, 18, 15, 12]) {
      const phrase = places.slice(0, length).map((place) => written[place]);
      const pairs = commonPairs(search, phrase);
      if (phrase[length - 1] && pairs < 2 && (isPhrase(phrase) || (lead.trim() && !pairs)))
        return { start, end: start + places[length - 1] + 1, kind };
    }
  });
  return [...alone, ...announced];
}

/** How many neighbours make a common word or part of one. @param {Search} search @param {string[]} characters */
export function commonPairs({ holds }, characters) {
  return characters.filter((char, place) => holds("common_pairs", char + characters[place + 1])).length;
}

/** Whether a phrase has a line, quotes or what follows a colon to itself. @param {Search} search @param {import("./patterns.js").Span} span */
export function standsAlone({ first, at }, { start, end }) {
  return first("alone_before", start - 5, start) && at("alone_after", end);
}
