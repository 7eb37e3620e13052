// @ts-check
// Seed phrases of BIP-39 in English and Chinese, in whatever way they were written down.
import { called } from "./patterns.js";
import { isPhraseChecked, isPhraseLength } from "./checksums.js";
import { commonPairs, standsAlone } from "./han.js";

/** @typedef {import("./patterns.js").Match} Match */
/** @typedef {import("./patterns.js").Span} Span */
/** @typedef {Match[]} Run  words as they were matched */

// Beyond the longest phrase and a sentence's words around it, windows are not tried.
const TRIED = 40;

/** @param {string} word */
const isEnglish = (word) => word < "~";

/** @param {import("./context.js").Book} book @param {import("./reading.js").Reading} reading */
export function phrases(book, { low }) {
  const { all, at, first, around, nearest, words, numbers, isMistyped } = book;

  /**
   * Words with little between them, up to one that no phrase could hold even mistyped.
   * @param {string} text @param {string} name @param {string} gap
   */
  const stretches = (text, name, gap) => {
    /** @type {Run} */
    let stretch = [];
    const found = [stretch];
    const part = () => stretch.length && found.push((stretch = []));
    let end = 0;
    for (const word of all(name, text)) {
      if (text.slice(end, word.start) !== " " && !at(gap, text, end, word.start)) part();
      const mayBeMistyped = isEnglish(word[0]) ? !words("function").has(word[0]) : !word[0][1];
      if (numbers.has(word[0]) || (stretch.length && mayBeMistyped)) stretch.push(word);
      else part();
      end = word.end;
    }
    return found;
  };

  /** How many words of a name a run begins with. @param {Run} run @param {string} name */
  const leadingWords = (run, name) => {
    const place = run.findIndex((word) => !words(name).has(word[0]));
    return Math.min(8, place < 0 ? run.length : place);
  };

  /** How many it ends with. @param {Run} run @param {string} name */
  const endingWords = (run, name) => leadingWords(run.slice().reverse(), name);

  /**
   * The phrase within a run, without the everyday words of the sentence around it. Where several pieces could be the
   * phrase, what spans them all.
   * @param {Run} run
   */
  const trimmed = (run) => {
    /** @type {[number, number][]} */
    const pieces = [];
    if (run.length > TRIED) return { piece: run, isChecked: false };
    for (let start = leadingWords(run, "everyday"); start >= 0; start--)
      for (let end = run.length - endingWords(run, "everyday"); end <= run.length; end++)
        if (isPhraseLength(end - start)) pieces.push([start, end]);
    const checked = pieces.filter((piece) => isPhraseChecked(run.slice(...piece).map((word) => numbers.get(word[0]))));
    const opened = pieces.filter(([place]) => first("phrase_start", low, run[place].start - 6, run[place].start));
    const chosen = [checked, opened, pieces].find((some) => some.length);
    const piece = chosen
      ? run.slice(Math.min(...chosen.map(([start]) => start)), Math.max(...chosen.map(([, end]) => end)))
      : run.slice(leadingWords(run, "label"), run.length - endingWords(run, "label"));
    return { piece: piece.length ? piece : run, isChecked: checked.length > 0 };
  };

  /** A run without the listed words of its own announcement. @param {Run} run */
  const afterAnnouncement = (run) => {
    for (let place = leadingWords(run, "label"); place; place--)
      if (at("colon_gap", low, run[place - 1].end, run[place].start)) return run.slice(place);
    return run;
  };

  /** @param {Run} piece @param {number} share of everyday words */
  const isSentence = (piece, share) => {
    const written = piece.map((word) => word[0]);
    if (!isEnglish(written[0])) return commonPairs(book, written.join("")) > 1;
    return written.filter((word) => words("everyday").has(word)).length >= share * written.length;
  };

  /** Whether more than spaces stands between any two words. @param {Run} piece */
  const isList = (piece) =>
    piece.slice(1).every((word, place) => first("listing", low, piece[place].end, word.start));

  /**
   * Whether what stands between runs is mistyped, or at least none of them is a phrase by itself.
   * @param {Run} stretch @param {Span[]} runs
   */
  const areOne = (stretch, runs) => {
    const pieces = runs.map(({ start, end }) => stretch.slice(start, end));
    const long = pieces.filter((piece) => piece.length > 11).map(trimmed);
    if (pieces.some((piece) => piece.length < 4) && long.some(({ isChecked }) => isChecked)) return false;
    const isWhole = long.some(({ piece }) => isPhraseLength(piece.length));
    return !isWhole || runs.slice(0, -1).every(({ end }) => isMistyped(stretch[end][0]));
  };

  /**
   * @param {Run} run @param {number} unlisted @param {unknown} isSpokenOf
   * @returns {Span | false | undefined}
   */
  const judged = (run, unlisted, isSpokenOf) => {
    const { piece, isChecked } = trimmed(afterAnnouncement(run));
    const span = { start: piece[0].start, end: piece[piece.length - 1].end };
    const { length } = piece;
    const isAnnounced = isSpokenOf && nearest(low, span, "seed", [80, 60]);
    if (!isAnnounced && (unlisted > 1 || length < 12 || (unlisted && !isPhraseLength(length)))) return;
    if (!(isChecked || isAnnounced || isEnglish(piece[0][0]) || standsAlone(book, low, span))) return;
    const isSpokenFor = isChecked || (!unlisted && (isAnnounced || isList(piece)));
    if (isSentence(piece, isSpokenFor ? 0.75 : 0.5)) return;
    // The number before a phrase's first word belongs to it.
    const number = first("number_before", low, span.start - 6, span.start);
    return { ...span, start: (number ?? span).start };
  };

  /** Where listed words follow one another in a stretch. @param {Run} stretch */
  const runsOf = (stretch) => {
    /** @type {Span[]} */
    const runs = [];
    stretch.forEach((word, place) => {
      const last = runs[runs.length - 1];
      if (!numbers.has(word[0])) return;
      if (last?.end === place) last.end++;
      else runs.push({ start: place, end: place + 1 });
    });
    return runs;
  };

  /** @param {Run} stretch */
  const phrasesOf = (stretch) => {
    /** @type {Span[]} */
    const found = [];
    if (stretch.length < 9) return found;
    const runs = runsOf(stretch);
    const span = { start: stretch[0].start, end: stretch[stretch.length - 1].end };
    const isSpokenOf = first("seed", low, ...around(low, span, [80, 60]));
    const [least, patches] = isSpokenOf ? [9, 2] : [12, 1];

    /** The phrase that begins with the first words of some runs. @param {Span[]} some */
    const phraseOf = (some) => {
      const { start } = some[0];
      const { end } = some[some.length - 1];
      const unlisted = stretch.slice(start, end).filter((word) => !numbers.has(word[0])).length;
      if (end - start < least || end - start - unlisted < 9 || unlisted >= some.length) return;
      return (!unlisted || areOne(stretch, some)) && judged(stretch.slice(start, end), unlisted, isSpokenOf);
    };

    for (let place = 0; place < runs.length; place++)
      for (let taken = Math.min(patches + 1, runs.length - place); taken; taken--) {
        const phrase = phraseOf(runs.slice(place, place + taken));
        if (!phrase) continue;
        found.push(phrase);
        place += taken - 1;
        break;
      }
    return found;
  };

  const english = low.length < 36 ? "" : blanked(low, all("label_word", low));
  const chinese = low.length < 18 ? "" : low;
  return called("seed_phrase", [
    ...stretches(english, "english_word", "english_gap").flatMap(phrasesOf),
    ...stretches(chinese, "han_run", "han_gap").flatMap(phrasesOf),
  ]);
}

/** Blanks in place of what counts words: "word 1: ", "1st". @param {string} text @param {Span[]} labels */
function blanked(text, labels) {
  return labels.reduce((low, { start, end }) => low.slice(0, start) + " ".repeat(end - start) + low.slice(end), text);
}
