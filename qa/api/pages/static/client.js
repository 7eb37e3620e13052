// @ts-check
// What the page asks of the service. Addresses are relative, so that the app may live under a path prefix.
import { Failure } from "../widget/src/requests.js";

/** @typedef {import("../widget/src/answer.js").Answer} Answer */
/** @typedef {import("../widget/src/answer.js").Suggestion} Suggestion */
/** @typedef {import("../widget/src/requests.js").Latest} Latest */

/** @param {Latest} requests @param {string} question @param {string | null} [platform] @returns {Promise<Answer | null>} */
export async function query(requests, question, platform = null) {
  const answer = await requests.fetch("api/v1/query", { question, platform, lang: "auto", top_k: 5 });
  if (answer && !Array.isArray(answer.results)) throw new Failure("other");
  return answer;
}

/** @param {Latest} requests @param {string} text @param {"zh" | "en"} lang @returns {Promise<string[] | null>} */
export async function suggest(requests, text, lang) {
  const answer = await requests.fetch("api/v1/suggest", { q: text, lang });
  return answer && (answer.suggestions ?? []).map((/** @type {Suggestion} */ suggestion) => suggestion.question);
}
