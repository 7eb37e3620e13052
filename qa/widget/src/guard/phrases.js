// @ts-check
// Seed phrases of BIP-39 in English and Chinese, in whatever way they were written down.
import { called } from "./patterns.js";
import { isPhraseChecked, isPhraseLength } from "./checksums.js";
import { commonPairs, standsAlone } from "./han.js";

/** @typedef {import("./patterns.js").Match} Match */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {Match[]} Run  words as they were matched */

/** @param {import("./context.js").Context} context */
export function phrases(context) {
  const { low, all, at, first, around, nearest, words, numbers, isMistyped } = context;

  /** @param {Match} word */
  const isEnglish = (word) => word[0] < "~";

  /** @param {Match} word */
  const isListed = (word) => numbers.has(word[0]);

  /** From the first word to the last. @param {Run} run @returns {Span} */
  const spanOf = (run) => ({ start: run[0].start, end: run[run.length - 1].end });

  /** How many words of a name a run begins with, of its first eight. @param {Run} run @param {string} name */
  const leadingWords = (run, name) => {
    const place = run.slice(0, 8).findIndex((word) => !words(name).has(word[0]));
    return place < 0 ? Math.min(8, run.length) : place;
  };

  /** And where those begin with which it ends. @param {Run} run @param {string} name */
  const endOf = (run, name) => run.length - leadingWords([...run].reverse(), name);

  /**
   * The phrase within a run, without the everyday words of the sentence around it; of several that could be it, what
   * spans them all. Beyond the longest phrase and a sentence's words, pieces are not tried.
   * @param {Run} run
   */
  const trimmed = (run) => {
    /** @type {[number, number][]} */
    const pieces = [];
    if (run[40]) return { piece: run, isChecked: false };
    for (let start = leadingWords(run, "everyday"); start >= 0; start--)
      for (let end = endOf(run, "everyday"); end <= run.length; end++)
        if (isPhraseLength(end - start)) pieces.push([start, end]);
    const checked = pieces.filter((piece) => isPhraseChecked(run.slice(...piece).map((word) => numbers.get(word[0]))));
    const opened = pieces.filter(([place]) => first("phrase_start", run[place].start - 6, run[place].start));
    const chosen = [checked, opened, pieces].find((some) => some.length) ?? [[leadingWords(run, "label"), endOf(run, "label")]];
    const piece = run.slice(Math.min(...chosen.map(([start]) => start)), Math.max(...chosen.map(([, end]) => end)));
    return { piece: piece.length ? piece : run, isChecked: checked.length > 0 };
  };

  /** @param {Run} run @param {number} unlisted @param {unknown} isSpokenOf @returns {Span | undefined} */
  const judged = (run, unlisted, isSpokenOf) => {
    // Without the listed words of its own announcement.
    let place = leadingWords(run, "label");
    while (place && !at("colon_gap", run[place - 1].end, run[place].start)) place--;
    const { piece, isChecked } = trimmed(run.slice(place));
    const span = spanOf(piece);
    const { length } = piece;
    const isAnnounced = isSpokenOf && nearest(span, "seed", 80, 60);
    if (!isAnnounced && (unlisted > 1 || length < 12 || (unlisted && !isPhraseLength(length)))) return;
    if (!isChecked && !isAnnounced && !isEnglish(piece[0]) && !standsAlone(context, span)) return;

    const isList = piece.slice(1).every((word, place) => first("listing", piece[place].end, word.start));
    const isSpokenFor = isChecked || (!unlisted && (isAnnounced || isList));
    const everyday = piece.filter((word) => words("everyday").has(word[0])).length;
    const pairs = commonPairs(context, piece.map((word) => word[0]));
    if (isEnglish(piece[0]) ? everyday >= length * (isSpokenFor ? 0.75 : 0.5) : pairs > 1) return;
    // The number before a phrase's first word belongs to it.
    return { ...span, start: (first("number_before", span.start - 6, span.start) ?? span).start };
  };

  /** Whether what stands between runs is mistyped, or at least none is a phrase by itself. @param {Run} stretch @param {Span[]} runs */
  const areOne = (stretch, runs) => {
    const pieces = runs.map(({ start, end }) => stretch.slice(start, end));
    const long = pieces.filter((piece) => piece[11]).map(trimmed);
    if (pieces.some((piece) => !piece[3]) && long.some(({ isChecked }) => isChecked)) return false;
    return (
      !long.some(({ piece }) => isPhraseLength(piece.length)) ||
      runs.slice(0, -1).every(({ end }) => isMistyped(stretch[end][0]))
    );
  };

  /** @param {Run} stretch */
  const phrasesOf = (stretch) => {
    if (!stretch[8]) return [];
    const isSpokenOf = first("seed", ...around(spanOf(stretch), 80, 60));
    const [least, patches] = isSpokenOf ? [9, 2] : [12, 1];

    // Where listed words follow one another.
    /** @type {Span[]} */
    const runs = [];
    stretch.forEach((word, start) => {
      const last = runs[runs.length - 1];
      if (!isListed(word)) return;
      if (last?.end === start) last.end++;
      else runs.push({ start, end: start + 1 });
    });

    /** The phrase that begins with the first of some runs and takes in all. @param {Span[]} some */
    const phraseOf = (some) => {
      const whole = stretch.slice(some[0].start, some[some.length - 1].end);
      const listed = whole.filter(isListed).length;
      const unlisted = whole.length - listed;
      if (whole.length < least || listed < 9 || unlisted >= some.length) return;
      return (!unlisted || areOne(stretch, some)) && judged(whole, unlisted, isSpokenOf);
    };

    const found = [];
    for (let place = 0, taken = patches + 1; place < runs.length; ) {
      const phrase = phraseOf(runs.slice(place, place + taken));
      if (phrase) found.push(phrase);
      place += phrase ? taken : taken > 1 ? 0 : 1;
      taken = phrase || taken < 2 ? patches + 1 : taken - 1;
    }
    return found;
  };

  /** Words with little between them, up to one that no phrase could hold even mistyped. @param {string} name @param {string} gap @param {string} text */
  const stretchesOf = (name, gap, text) => {
    /** @type {Run} */
    let stretch = [];
    const found = [stretch];
    const part = () => stretch.length && found.push((stretch = []));
    let last = 0;
    for (const word of all(name, 0, low.length, text)) {
      const { start, end } = word;
      if (text.slice(last, start) !== " " && !at(gap, last, start, text)) part();
      const mayBeMistyped = isEnglish(word) ? !words("function").has(word[0]) : end - start < 2;
      if (isListed(word) || (stretch[0] && mayBeMistyped)) stretch.push(word);
      else part();
      last = end;
    }
    return found;
  };

  // Blanks in place of what counts words: "word 1: ", "1st".
  const unlabelled = all("label_word").reduce(
    (text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    low,
  );
  return called("seed_phrase", [
    ...(low[35] ? stretchesOf("english_word", "english_gap", unlabelled) : []).flatMap(phrasesOf),
    ...(low[17] ? stretchesOf("han_run", "han_gap", low) : []).flatMap(phrasesOf),
  ]);
}
