// @ts-check
// Seed phrases of BIP-39 in English and Chinese, in whatever way they were written down.
import { LENGTHS } from "./wordlists.js";

/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {import("./patterns.js").Match[]} Run  words as they were matched */

/** Phrases, and Chinese ones without anything between the characters. @param {import("./patterns.js").Search} search */
export function seeds({ low, compiled, all, at, first, around, nearest, holds, places, isMistyped, isPhrase }) {
  /** How many neighbours make a common word or part of one. @param {string[]} characters */
  const commonPairs = (characters) =>
    characters.filter((char, place) => holds("common_pairs", char + characters[place + 1])).length;

  /** Whether a phrase has a line, quotes or what follows a colon to itself. @param {Span} span */
  const standsAlone = ({ start, end }) => first("alone_before", start - 5, start) && at("alone_after", end);

  /** @param {Run} run */
  const written = (run) => run.map((word) => word[0]);

  /** From the first word to the last. @param {Run} run */
  const spanOf = (run) => ({ start: run[0].start, end: run[run.length - 1].end, kind: "seed_phrase" });

  /** How many words of a name a run begins with, of its first eight. @param {Run} run @param {string} name */
  const begun = (run, name) => [...written(run.slice(0, 8)), ""].findIndex((word) => !holds(name, word));

  /** Where those begin with which it ends. @param {Run} run @param {string} name */
  const ended = (run, name) => run.length - begun([...run].reverse(), name);

  /**
   * The phrase within a run, without the everyday words of the sentence around it; of several that could be it, what
   * spans them all. Beyond the longest phrase and a sentence's words, pieces are not tried.
   * @param {Run} run
   */
  const trimmed = (run) => {
    const pieces = [];
    if (run[40]) return { piece: run, isChecked: false };
    for (let start = begun(run, "everyday"); start >= 0; start--)
      for (let end = ended(run, "everyday"); end <= run.length; end++)
        if (LENGTHS.includes(end - start)) pieces.push([start, end]);
    const checked = pieces.filter(([start, end]) => isPhrase(written(run.slice(start, end))));
    const opened = pieces.filter(([start]) => first("phrase_start", run[start].start - 6, run[start].start));
    const bare = [[begun(run, "label"), ended(run, "label")]];
    const chosen = [checked, opened, pieces].find((some) => some[0]) ?? bare;
    const piece = run.slice(Math.min(...chosen.map(([start]) => start)), Math.max(...chosen.map(([, end]) => end)));
    return { piece: piece[0] ? piece : run, isChecked: !!checked[0] };
  };

  /** Whether what stands between runs is mistyped, or at least none of them is a phrase by itself. @param {Run[]} runs @param {Run} between */
  const areOne = (runs, between) => {
    const long = runs.filter((run) => run[11]).map(trimmed);
    if (runs.some((run) => !run[3]) && long.some(({ isChecked }) => isChecked)) return false;
    return written(between).every(isMistyped) || !long.some(({ piece }) => LENGTHS.includes(piece.length));
  };

  /** The phrases of words with little between them. @param {Run} stretch */
  const phrasesOf = (stretch) => {
    if (!stretch[8]) return [];
    const isSpokenOf = first("seed", ...around(spanOf(stretch), 80, 60));

    /** The phrase that takes in all of some runs. @param {Run[]} some */
    const phraseOf = (some) => {
      const listed = some.flat();
      const { start, end } = spanOf(listed);
      const whole = stretch.filter((word) => word.start >= start && word.end <= end);
      const unlisted = whole.filter((word) => !listed.includes(word));
      if (whole.length < (isSpokenOf ? 9 : 12) || !listed[8] || unlisted.length >= some.length) return;
      return (!unlisted[0] || areOne(some, unlisted)) && judged(whole, unlisted);
    };

    /** @param {Run} run @param {Run} unlisted */
    const judged = (run, unlisted) => {
      // Without the listed words of its own announcement.
      let place = begun(run, "label");
      while (place && !at("colon_gap", run[place - 1].end, run[place].start)) place--;
      const { piece, isChecked } = trimmed(run.slice(place));
      const span = spanOf(piece);
      const isAnnounced = isSpokenOf && nearest(span, "seed", 80, 60);
      const isAsLong = unlisted[0] ? !unlisted[1] && LENGTHS.includes(piece.length) : piece[11];
      const words = written(piece);
      const isList = piece.every(({ start }, place) => !place || first("listing", piece[place - 1].end, start));
      const share = isChecked || (!unlisted[0] && (isAnnounced || isList)) ? 0.75 : 0.5;
      const isSentence =
        words[0] < "~"
          ? words.filter((word) => holds("everyday", word)).length >= words.length * share
          : commonPairs(words) > 1 || !(isChecked || isAnnounced || standsAlone(span));
      // The number before a phrase's first word belongs to it.
      const numbered = first("number_before", span.start - 6, span.start) ?? span;
      return (isAnnounced || isAsLong) && !isSentence && { ...span, start: numbered.start };
    };

    // Where listed words follow one another.
    const runs = parted(stretch, (word) => places.has(word));
    const found = [];
    for (let place = 0; place < runs.length; place++)
      for (let taken = isSpokenOf ? 3 : 2; taken; taken--) {
        const phrase = phraseOf(runs.slice(place, place + taken));
        if (!phrase) continue;
        found.push(phrase);
        place += taken - 1;
        break;
      }
    return found;
  };

  /** Up to a word that no phrase could hold even mistyped. @param {string} name @param {string} gap @param {string} text */
  const phrases = (name, gap, text) =>
    parted(
      all(name, 0, low.length, text),
      (word, isBegun) => places.has(word) || (isBegun && (word < "~" ? !holds("function", word) : !word[1])),
      (start, end) => text.slice(start, end) !== " " && !at(gap, start, end, text),
    ).flatMap(phrasesOf);

  /** The longest phrase in the characters that an announcement leads to. @param {import("./patterns.js").Match} announced */
  const announcedLump = ({ 1: lead, 2: characters, end, kind }) => {
    const start = end - characters.length;
    const spots = [...characters].flatMap((char, spot) => (places.has(char) ? spot : []));
    for (const length of LENGTHS) {
      const phrase = spots.slice(0, length).map((spot) => characters[spot]);
      const pairs = commonPairs(phrase);
      if (phrase[length - 1] && pairs < 2 && (isPhrase(phrase) || (lead.trim() && !pairs)))
        return { start, end: start + spots[length - 1] + 1, kind };
    }
  };

  // Without what counts words: "word 1: ", "1st".
  const unlabelled = low.replace(compiled("glabel_word"), (label) => " ".repeat(label.length));
  return [
    [...phrases("english_word", "english_gap", unlabelled), ...phrases("han_run", "han_gap", low)],
    [
      ...all("han_lump").filter((run) => isPhrase([...run[0]]) && standsAlone(run) && !commonPairs([...run[0]])),
      ...all("seed_to_han").map(announcedLump),
    ],
  ];
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
