// @ts-check
// An answer, or its absence, as elements. Nothing here reads or changes the page.
import { dayIn, element, fill, webLink } from "../widget/src/dom.js";
import { passageBlocks } from "../widget/src/passage.js";

/** @typedef {import("../widget/src/answer.js").Answer} Answer */
/** @typedef {import("../widget/src/answer.js").Result} Result */
/** @typedef {Record<string, string>} Strings */

/** @param {Answer} answer @param {Strings} t @returns {HTMLElement[]} */
export function renderAnswer(answer, t) {
  const answered = answer.state === "answer";
  const nodes = [...(answer.notices ?? []).map((notice) => card(notice, t)), ...choices(answer)];
  if (!answered) nodes.push(box(t.no_answer_title, t.no_answer_text));
  const nearest = element("div", { class: answered ? "answer" : "nearest" });
  if (!answered) nearest.append(element("h2", {}, t.nearest_heading));
  nearest.append(...answer.results.map((result) => passage(result, answered ? "h2" : "h3", t)));
  const found = answer.results.length ? [nearest] : [];
  const offered = related(answer, answered ? t.related_heading : t.no_answer_related_heading);
  return answered ? [...nodes, ...found, ...offered] : [...nodes, ...offered, ...found];
}

/** @param {import("../widget/src/requests.js").Failure} failure @param {HTMLElement} retry @param {Strings} t */
export function renderFailure(failure, retry, t) {
  const notice = box(t.error_title, t[`error_${failure.kind}`]);
  const own = failure.kind === "invalid" || failure.kind === "other";
  if (own && failure.detail) notice.append(element("p", { class: "detail", dir: "auto" }, failure.detail));
  notice.append(element("p", {}, t.error_kept), retry);
  return notice;
}

/** @param {string} title @param {string} text */
function box(title, text) {
  return element("div", { class: "notice" }, element("h2", {}, title), element("p", {}, text));
}

/** A warning or a piece of advice above the results. @param {import("../widget/src/answer.js").Notice} notice @param {Strings} t */
function card({ level, title, about, message, steps, url }, t) {
  const place = webLink(url, { class: "place" }, t.read_more);
  return element(
    "section",
    { class: `notice ${level}`, dir: "auto" },
    element("h2", {}, title),
    ...(about ? [element("p", { class: "about", dir: "ltr" }, about)] : []),
    element("p", {}, message),
    ...((steps ?? []).length ? [element("ol", {}, ...steps.map((step) => element("li", {}, step)))] : []),
    ...(place ? [element("p", {}, place)] : []),
  );
}

/** The platforms of which one has to be chosen; the page asks again when one is pressed. @param {Answer} answer */
function choices({ clarify }) {
  if (!clarify) return [];
  const options = clarify.options.map(({ platform, name }) =>
    element("li", {}, element("button", { type: "button", "data-platform": platform }, name)),
  );
  return [element("section", { class: "questions" }, element("h2", {}, clarify.message), element("ul", {}, ...options))];
}

/** @param {Result} result @param {"h2" | "h3"} level @param {Strings} t */
function passage(result, level, t) {
  const headings = result.heading_path ?? [];
  const heading = result.question ?? headings[headings.length - 1] ?? result.title;
  const path = [result.title, ...headings.filter((part) => part !== heading && part !== result.title)];
  const article = element("article", { class: "passage", lang: tag(result.lang), dir: "auto" });
  if (heading !== result.title && !(result.question && path.length === 1)) article.append(element("p", { class: "path" }, path.join(" › ")));
  article.append(element(level, {}, heading));
  article.append(element("div", { class: "text" }, ...passageBlocks(result.text, result.highlights ?? [])));
  article.append(source(result, t));
  return article;
}

/** @param {Result} result @param {Strings} t */
function source({ lang, source, alternates, title }, t) {
  const place = webLink(source.deep_url, { class: "place" }, t.open_place) ?? webLink(source.url, { class: "place" }, t.open_place);
  const facts = [
    element("span", {}, fill(t.source, { title: source.title ?? title })),
    ...(source.domain ? [element("span", {}, source.domain)] : []),
    ...(source.updated ? [element("span", {}, fill(t.updated, { date: dayIn(source.updated, t.tag) }))] : []),
    ...review(source, t),
    ...(alternates ?? []).filter((other) => other.lang !== lang).map((other) => version(other, t)),
  ];
  return element("footer", { lang: t.tag }, ...(place ? [place] : []), element("p", { class: "facts" }, ...facts));
}

/** When the passage is to be checked again, or should have been. @param {import("../widget/src/answer.js").Source} source @param {Strings} t */
function review({ review_by, review_due }, t) {
  if (!review_by) return [];
  const text = fill(review_due ? t.review_due : t.review_by, { date: dayIn(review_by, t.tag) });
  return [element("span", review_due ? { class: "due" } : {}, text)];
}

/** @param {import("../widget/src/answer.js").Alternate} other @param {Strings} t */
function version({ lang, url }, t) {
  return webLink(url, { lang: tag(lang), hreflang: tag(lang) }, t[`version_${lang}`] ?? lang) ?? "";
}

/** @param {Answer} answer @param {string} heading */
function related(answer, heading) {
  const questions = (answer.related ?? []).map(({ question }) =>
    element("li", {}, element("button", { type: "button", "data-question": question, dir: "auto" }, question)),
  );
  if (!questions.length) return [];
  return [element("section", { class: "questions" }, element("h2", {}, heading), element("ul", {}, ...questions))];
}

/** @param {string} lang */
function tag(lang) {
  return lang === "zh" ? "zh-CN" : lang;
}
