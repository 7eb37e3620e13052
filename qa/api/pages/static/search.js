// @ts-check
// The search page: takes the question, asks, shows what came back.
import { Controller } from "../widget/src/controller.js";
import { element, fill } from "../widget/src/dom.js";
import { Failure } from "../widget/src/requests.js";
import { SuggestionList } from "../widget/src/suggestions.js";
import { renderAnswer, renderFailure } from "./render.js";

/** @typedef {import("../widget/src/answer.js").Answer} Answer */

const LOADING_AFTER_MS = 300; // an answer that comes sooner needs no word about waiting
const HAS_TOUCH_KEYBOARD = matchMedia("(pointer: coarse)").matches;

/** @type {Record<string, import("./render.js").Strings>} */
const strings = JSON.parse(byId("strings").textContent ?? "");
const form = byId("ask");
const input = /** @type {HTMLInputElement} */ (byId("question"));
const results = byId("results");
// The app may live under a path prefix, and behind a login of its own.
const controller = new Controller(new URL(".", location.href).href, document.documentElement.lang === "en" ? "en" : "zh-CN", "same-origin");
const suggestions = new SuggestionList(input, byId("suggestions"), (text) => controller.suggest(text), ask, announceSuggestions);

let t = strings[document.documentElement.lang.slice(0, 2)];
/** @type {Answer | Failure | null} */
let outcome = null;
let countdown = 0;

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @param {string} question @param {string | null} [platform] the only one that it is about */
async function ask(question, platform = null) {
  input.value = question;
  suggestions.close();
  say("");
  if (!question.trim()) {
    say(t.empty_question);
    return input.focus();
  }
  const loading = setTimeout(() => showWaiting(true), LOADING_AFTER_MS);
  const found = await controller.ask(question, platform ?? undefined).catch((/** @type {Failure} */ failure) => failure);
  clearTimeout(loading);
  if (!found) return; // a newer question is on its way
  showWaiting(false);
  if (found instanceof Failure) outcome = found;
  else take(found);
  showOutcome();
}

/** A secret must stand neither in the box nor in what the browser keeps of this page. @param {import("../widget/src/controller.js").Outcome} found */
function take({ answer, kept, removed }) {
  const notices = [...removed, ...(answer.notices ?? [])];
  outcome = { ...answer, notices };
  if (notices.some((notice) => notice.code === "secret_removed")) forget();
  else remember(kept);
}

/** Keeps the question for a reload or a return to this page, but out of the address. @param {string} question */
function remember(question) {
  const address = new URL(location.href);
  if (address.searchParams.get("q") !== question) address.searchParams.delete("q");
  history.replaceState({ question }, "", address);
}

function forget() {
  input.value = "";
  const address = new URL(location.href);
  address.searchParams.delete("q");
  history.replaceState({}, "", address);
}

/** @param {boolean} waiting */
function showWaiting(waiting) {
  form.classList.toggle("waiting", waiting);
  results.setAttribute("aria-busy", String(waiting));
  if (waiting) say(t.loading);
}

function showOutcome() {
  clearInterval(countdown);
  if (outcome instanceof Failure) showFailure(outcome);
  else if (outcome) showAnswer(outcome);
}

/** @param {Answer} answer */
function showAnswer(answer) {
  results.replaceChildren(...renderAnswer(answer, t));
  results.hidden = false;
  document.getElementById("examples")?.setAttribute("hidden", "");
  const count = answer.results.length;
  const found = fill(count === 1 ? t.found_one : t.found_many, { n: count });
  const notices = (answer.notices ?? []).map((notice) => `${notice.title} ${notice.message}`).join(" ");
  if (answer.state === "answer") say(found, notices);
  else say("", `${t.no_answer_title} ${notices}`);
}

/** @param {Failure} failure */
function showFailure(failure) {
  const retry = element("button", { type: "button" });
  retry.addEventListener("click", () => askByButton(input.value));
  results.replaceChildren(renderFailure(failure, retry, t));
  results.hidden = false;
  countdown = setInterval(() => countDown(retry, failure.retryAt), 1000);
  countDown(retry, failure.retryAt);
  say("", `${t.error_title} ${t[`error_${failure.kind}`]}`);
}

/** @param {HTMLButtonElement} retry @param {number} time when it may be pressed, in ms */
function countDown(retry, time) {
  const seconds = Math.ceil((time - Date.now()) / 1000);
  retry.disabled = seconds > 0;
  retry.textContent = retry.disabled ? fill(t.retry_in, { n: seconds }) : t.retry;
}

/** The status line; what the page shows in a box already is added for screen readers only. @param {string} text @param {string} [unseen] */
function say(text, unseen = "") {
  byId("status").replaceChildren(text, element("span", { class: "unseen" }, unseen && ` ${unseen}`));
}

/** @param {number} count */
function announceSuggestions(count) {
  const text = count === 1 ? t.suggestions_one : fill(t.suggestions_many, { n: count });
  byId("suggestions-status").textContent = count ? text : "";
}

/**
 * The button pressed may be gone afterwards: reading goes on from the question downwards.
 * @param {string} question @param {string | null} [platform]
 */
async function askByButton(question, platform = null) {
  await ask(question, platform);
  results.focus({ preventScroll: true });
  if (form.getBoundingClientRect().top < 0) form.scrollIntoView();
}

/** A question in the field survives: the page then changes its language without being loaded again. @param {MouseEvent} event */
function switchLanguage(event) {
  const lang = event.target instanceof HTMLElement && event.target.dataset.lang;
  if (!lang || !input.value || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  t = strings[lang];
  const address = new URL(location.href);
  address.searchParams.set("lang", lang);
  history.replaceState(history.state, "", address);
  translatePage(lang);
  say("");
  showOutcome();
}

/** @param {string} lang */
function translatePage(lang) {
  document.documentElement.lang = t.tag;
  document.title = t.page_title;
  input.placeholder = t.placeholder;
  byId("suggestions").setAttribute("aria-label", t.suggestions_label);
  byId("page-languages").setAttribute("aria-label", t.language);
  results.setAttribute("aria-label", t.results_heading);
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t[node.getAttribute("data-t") ?? ""];
  for (const link of document.querySelectorAll("[data-lang]")) {
    if (link.getAttribute("data-lang") === lang) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-follows]"))) {
    link.search = `?lang=${lang}`;
  }
  document.getElementById("examples")?.setAttribute("hidden", ""); // they came in the page's first language only
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (HAS_TOUCH_KEYBOARD) input.blur(); // closes the keyboard, which covers the answer
  ask(input.value);
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-question], [data-platform]");
  if (button) askByButton(button.getAttribute("data-question") ?? input.value, button.getAttribute("data-platform"));
});
byId("page-languages").addEventListener("click", switchLanguage);

input.value = history.state?.question ?? input.value;
if (input.value) ask(input.value);
else if (!HAS_TOUCH_KEYBOARD) input.focus();
