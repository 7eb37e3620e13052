// @ts-check
// Seed phrases of BIP-39 in English and Chinese, in whatever way they were written down.
import { isPhraseLength } from "./wordlists.js";
import { commonPairs, standsAlone } from "./han.js";

/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./patterns.js").Match[]} Run  words as they were matched */

/** @param {import("./patterns.js").Search} search */
export function phrases(search) {
  const { low, all, at, first, around, nearest, holds, numbers, isMistyped, isPhrase } = search;

  /** From the first word to the last. @param {Run} run @returns {Span} */
  const spanOf = (run) => ({ start: run[0].start, end: run[run.length - 1].end, kind: "seed_phrase" });

  /** How many words of a name a run begins with, of its first eight. @param {Run} run @param {string} name */
  const leadingWords = (run, name) => [...run.slice(0, 8), null].findIndex((word) => !word || !holds(name, word[0]));

  /** Where those begin with which it ends. @param {Run} run @param {string} name */
  const endOf = (run, name) => run.length - leadingWords([...run].reverse(), name);

  /**
   * The phrase within a run, without the everyday words of the sentence around it; of several that could be it, what
   * spans them all. Beyond the longest phrase and a sentence's words, pieces are not tried.
   * @param {Run} run
   */
  const trimmed = (run) => {
    const pieces = [];
    if (run[40]) return { piece: run, isChecked: false };
    for (let start = leadingWords(run, "everyday"); start >= 0; start--)
      for (let end = endOf(run, "everyday"); end <= run.length; end++)
        if (isPhraseLength(end - start)) pieces.push([start, end]);
    const checked = pieces.filter(([start, end]) => isPhrase(run.slice(start, end).map((word) => word[0])));
    const opened = pieces.filter(([place]) => first("phrase_start", run[place].start - 6, run[place].start));
    const bare = [[leadingWords(run, "label"), endOf(run, "label")]];
    const chosen = [checked, opened, pieces].find((some) => some[0]) ?? bare;
    const piece = run.slice(Math.min(...chosen.map(([start]) => start)), Math.max(...chosen.map(([, end]) => end)));
    return { piece: piece[0] ? piece : run, isChecked: checked[0] };
  };

  /** The phrases of words with little between them. @param {Run} stretch */
  const phrasesOf = (stretch) => {
    if (!stretch[8]) return [];
    const isSpokenOf = first("seed", ...around(spanOf(stretch), 80, 60));
    // Where listed words follow one another.
    const runs = parted(stretch, (word) => numbers.has(word));

    /** The phrase that takes in all of some runs. @param {Run[]} some @returns {Span | false | undefined} */
    const phraseOf = (some) => {
      const listed = some.flat();
      const { start, end } = spanOf(listed);
      const whole = stretch.filter((word) => word.start >= start && word.end <= end);
      const unlisted = whole.filter((word) => !listed.includes(word));
      if (whole.length < (isSpokenOf ? 9 : 12) || !listed[8] || unlisted.length >= some.length) return;
      // What stands between runs is mistyped, or at least none of them is a phrase by itself.
      const long = some.filter((run) => unlisted[0] && run[11]).map(trimmed);
      if (some.some((run) => !run[3]) && long.some(({ isChecked }) => isChecked)) return;
      if (long.some(({ piece }) => isPhraseLength(piece.length)) && !unlisted.every((word) => isMistyped(word[0]))) return;
      return judged(whole, unlisted.length);
    };

    /** @param {Run} run @param {number} unlisted @returns {Span | undefined} */
    const judged = (run, unlisted) => {
      // Without the listed words of its own announcement.
      let place = leadingWords(run, "label");
      while (place && !at("colon_gap", run[place - 1].end, run[place].start)) place--;
      const { piece, isChecked } = trimmed(run.slice(place));
      const { length } = piece;
      const span = spanOf(piece);
      const isAnnounced = isSpokenOf && nearest(span, "seed", 80, 60);
      if (!isAnnounced && (unlisted > 1 || length < 12 || (unlisted && !isPhraseLength(length)))) return;
      const written = piece.map((word) => word[0]);
      const isList = piece.every(({ start }, place) => !place || first("listing", piece[place - 1].end, start));
      const share = isChecked || (!unlisted && (isAnnounced || isList)) ? 0.75 : 0.5;
      const isSentence =
        written[0] < "~"
          ? written.filter((word) => holds("everyday", word)).length >= length * share
          : commonPairs(search, written) > 1 || !(isChecked || isAnnounced || standsAlone(search, span));
      // The number before a phrase's first word belongs to it.
      const numbered = first("number_before", span.start - 6, span.start) ?? span;
      return isSentence ? undefined : { ...span, start: numbered.start };
    };

    const found = [];
    for (let place = 0; place < runs.length; place++)
      for (let taken = isSpokenOf ? 3 : 2; taken; taken--) {
        const phrase = phraseOf(runs.slice(place, place + taken));
        if (!phrase) continue;
        found.push(phrase);
        place += taken - 1;
        taken = 1;
      }
    return found;
  };

  /** Up to a word that no phrase could hold even mistyped. @param {string} name @param {string} gap @param {string} text */
  const phrasesIn = (name, gap, text) =>
    parted(
      all(name, 0, low.length, text),
      (word, isBegun) => numbers.has(word) || (isBegun && (word < "~" ? !holds("function", word) : !word[1])),
      (start, end) => text.slice(start, end) !== " " && !at(gap, start, end, text),
    ).flatMap(phrasesOf);

  // Without what counts words: "word 1: ", "1st".
  const unlabelled = all("label_word").reduce(
    (text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    low,
  );
  const english = low[35] ? phrasesIn("english_word", "english_gap", unlabelled) : [];
  return low[17] ? [...english, ...phrasesIn("han_run", "han_gap", low)] : [];
}

/**
 * Runs of words that are kept, with nothing between two that parts them.
 * @param {Run} words
 * @param {(word: string, isBegun: boolean) => boolean} isKept
 * @param {(start: number, end: number) => boolean} isApart
 */
function parted(words, isKept, isApart = () => false) {
  /** @type {Run} */
  let run = [];
  const runs = [run];
  for (const word of words) {
    const last = run[run.length - 1];
    if (last && isApart(last.end, word.start)) runs.push((run = []));
    if (isKept(word[0], !!run[0])) run.push(word);
    else runs.push((run = []));
  }
  return runs.filter((some) => some[0]);
}
