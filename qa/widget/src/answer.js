// @ts-check
// An answer, or its absence, as elements. What a button does is told by the one who shows it.
import { dayIn, element, fill, languageOf, webLink } from "./dom.js";
import { passageBlocks } from "./passage.js";

/** @typedef {import("./passage.js").Span} Span */
/** @typedef {import("./strings.js").Strings} Strings */
/** @typedef {{question: string, passage_id: string}} Suggestion */
/** @typedef {{url: string, deep_url: string, title: string, domain: string | null, updated: string | null,
 *   review_by: string | null, review_due: boolean}} Source */
/** @typedef {{lang: string, passage_id: string, url: string}} Alternate */
/** @typedef {{passage_id: string, lang: string, title: string, heading_path: string[], question: string | null, text: string,
 *   highlights?: Span[], source: Source, alternates: Alternate[]}} Result */
/** @typedef {{code: string, level: string, title: string, about?: string | null, message: string, steps: string[],
 *   url?: string | null}} Notice */
/** @typedef {{answer_id: string, state: "answer" | "no_answer", confidence: number, results: Result[], related: Suggestion[],
 *   notices: Notice[], clarify: {message: string, options: {platform: string, name: string}[]} | null}} Answer */
/** @typedef {{ask: (question?: string, platform?: string) => void, twin: (id: string, shown: HTMLElement) => void,
 *   copy: (address: string, button: HTMLElement) => void, opened: (result: Result) => void}} Actions */

/**
 * A button.
 * @param {string} text
 * @param {Record<string, string>} attributes
 * @param {(button: HTMLButtonElement) => void} act
 */
export function pressable(text, attributes, act) {
  const node = element("button", { type: "button", ...attributes }, text);
  node.addEventListener("click", () => act(node));
  return node;
}

/**
 * All of an answer, warnings first.
 * @param {Answer} answer
 * @param {Strings} t
 * @param {string} locale
 * @param {Actions} acts
 * @param {Node | null} contact where else to turn when nothing was found
 */
export function answerView(answer, t, locale, acts, contact) {
  const isAnswer = answer.state === "answer";
  const passages = answer.results.map((result) => passageView(result, isAnswer ? "h3" : "h4", t, locale, acts));
  const questions = (answer.related ?? []).map(({ question }) => pressable(question, { dir: "auto", lang: languageOf(question) }, () => acts.ask(question)));
  const options = (answer.clarify?.options ?? []).map(({ platform, name }) => pressable(name, {}, () => acts.ask(undefined, platform)));
  const offered = listOf("list", isAnswer ? t.related : t.perhaps, questions);
  const which = listOf("box", answer.clarify?.message ?? "", options);
  if (which) which.lang = languageOf(which.textContent ?? "");
  const above = [...(answer.notices ?? []).map((notice) => noticeView(notice, t, locale)), which];
  if (isAnswer) return [...above, ...passages, offered];
  const nearest = passages.length ? element("h3", { class: "quiet" }, t.nearest) : null;
  return [...above, boxOf("", t.none, t.noneText, contact), offered, nearest, ...passages];
}

/** A warning or a piece of advice. @param {Notice} notice @param {Strings} t @param {string} locale @param {string} [last] */
export function noticeView({ level, title, about, message, steps, url }, t, locale, last) {
  const box = boxOf(level, title);
  box.lang = languageOf(title);
  if (about) box.append(element("p", { class: "contact", dir: "ltr" }, about));
  box.append(element("p", {}, message));
  if (last) box.append(element("p", { lang: locale }, last));
  if (steps?.length) box.append(element("ol", {}, ...steps.map((step) => element("li", {}, step))));
  const more = webLink(url, { target: "_blank", rel: "noopener", lang: locale }, t.more);
  if (more) box.append(element("p", {}, more));
  return box;
}

/** @param {string} level @param {string} title @param {...(Node | string | null)} children texts become paragraphs */
export function boxOf(level, title, ...children) {
  const nodes = children.map((child) => (child ? element("p", {}, child) : null));
  return element("section", { class: `box ${level}`, part: "notice", dir: "auto" }, element("h3", {}, title), ...nodes);
}

/** @param {string} name @param {string} heading @param {HTMLElement[]} buttons */
function listOf(name, heading, buttons) {
  if (!buttons.length) return null;
  const items = buttons.map((button) => element("li", {}, button));
  return element("section", { class: name }, element("h3", {}, heading), element("ul", {}, ...items));
}

/**
 * A passage, word for word, and where it stands.
 * @param {Result} result
 * @param {"h3" | "h4"} level
 * @param {Strings} t
 * @param {string} locale
 * @param {Actions} acts
 */
export function passageView(result, level, t, locale, acts) {
  const { lang, source, title, question, passage_id } = result;
  const headings = result.heading_path ?? [];
  const heading = question ?? headings[headings.length - 1] ?? title;
  const article = element("article", { part: "result", lang: tagOf(lang), dir: "auto", "data-id": passage_id });
  const path = [title, ...headings].filter((name) => name !== heading).join(" › ");
  const tools = [
    ...(result.alternates ?? []).map((other) => twinButton(other, t, () => acts.twin(other.passage_id, article))),
    pressable(t.copy, {}, (button) => acts.copy(source.deep_url, button)),
  ];
  if (path) article.append(element("p", { class: "quiet" }, path));
  if (heading) article.append(element(level, {}, heading));
  article.append(element("div", { class: "text", part: "text" }, ...passageBlocks(result.text, result.highlights ?? [])));
  article.append(sourceView(result, tools, t, locale, () => acts.opened(result)));
  return article;
}

/** The documents' Chinese is simplified. @param {string} lang */
function tagOf(lang) {
  return lang === "zh" ? "zh-CN" : lang;
}

/** @param {Alternate} other @param {Strings} t @param {() => void} act */
function twinButton({ lang }, t, act) {
  return pressable(lang === "zh" ? t.zh : lang === "en" ? t.en : lang, { lang: tagOf(lang) }, act);
}

/** @param {Result} result @param {HTMLElement[]} tools @param {Strings} t @param {string} locale @param {() => void} opened */
function sourceView({ lang, source }, tools, t, locale, opened) {
  const place = webLink(source.deep_url, { part: "source", target: "_blank", rel: "noopener" }, t.place);
  place?.addEventListener("click", opened);
  const dated = source.updated && fill(t.updated, { date: dayIn(source.updated, locale) });
  const due = source.review_due && source.review_by && fill(t.due, { date: dayIn(source.review_by, locale) });
  const [before, after] = t.source.split("{title}");
  const facts = [after, source.domain, dated].map((fact) => (fact ? ` · ${fact}` : "")).join("");
  const title = element("span", { lang: tagOf(lang) }, source.title);
  const footer = element("footer", { lang: locale }, place, element("p", { class: "quiet" }, before, title, facts));
  if (due) footer.append(element("p", { class: "due" }, due));
  footer.append(element("p", { class: "tools" }, ...tools));
  return footer;
}
