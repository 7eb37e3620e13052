// @ts-check
// What the widget says before it has spoken with the service. All else comes with the rules for secrets
// (qa/widget/texts.json). A host may replace any of them.

/** @typedef {"zh-CN" | "zh-TW" | "en"} Locale */
/** @typedef {typeof EN} OwnStrings */
/** @typedef {{found: string, none: string, noneText: string, nearest: string, perhaps: string, related: string, more: string, place:
 *   string, source: string, updated: string, due: string, zh: string, en: string, copy: string, copied: string, helped:
 *   string, yes: string, no: string, why: string, send: string, thanks: string, unsent: string, suggested: string, kept:
 *   string, offline: string, timeout: string, invalid: string, rate: string, busy: string, other: string, wait: string}} AnswerStrings */
/** @typedef {OwnStrings & AnswerStrings} Strings */

const ZH_CN = {
  launch: "遇到问题？",
  title: "查一查",
  close: "关闭",
  label: "你的问题",
  placeholder: "例如：提现三天了还没到账",
  ask: "提问",
  never: "请勿输入助记词、私钥或密码，谁来要都别给。",
  about: "这里只查找文档。我们不会主动联系你，不会要你付款，也不会索要密码。",
  suggestions: "建议的问题",
  empty: "请先写下你的问题。",
  loading: "正在查找……",
  results: "查到的内容",
  contact: "联系我们",
  failed: "这次查询没有完成",
  network: "暂时连不上服务。请稍后再试一次。",
  retry: "再试一次",
  documents: "直接阅读全部文档",
};

const ZH_TW = {
  launch: "遇到問題？",
  title: "查一查",
  close: "關閉",
  label: "你的問題",
  placeholder: "例如：提領三天了還沒到帳",
  ask: "提問",
  never: "請勿輸入助記詞、私鑰或密碼，誰來要都別給。",
  about: "這裡只搜尋文件。我們不會主動聯絡你，不會要你付款，也不會跟你要密碼。",
  suggestions: "建議的問題",
  empty: "請先寫下你的問題。",
  loading: "正在搜尋……",
  results: "查到的內容",
  contact: "聯絡我們",
  failed: "這次搜尋沒有完成",
  network: "暫時連不上服務。請稍後再試一次。",
  retry: "再試一次",
  documents: "直接看全部文件",
};

const EN = {
  launch: "Need help?",
  title: "Find an answer",
  close: "Close",
  label: "Your question",
  placeholder: "e.g. my withdrawal hasn’t arrived",
  ask: "Ask",
  never: "Never type a seed phrase, private key or password.",
  about: "This only searches documents. We never contact you first, and never ask for money or passwords.",
  suggestions: "Suggested questions",
  empty: "Please write your question first.",
  loading: "Searching…",
  results: "Results",
  contact: "Contact us",
  failed: "The search did not finish",
  network: "The service cannot be reached right now. Please try again in a moment.",
  retry: "Try again",
  documents: "Browse all documents",
};

/** The texts in a language. @param {Locale} locale @returns {OwnStrings} */
export function stringsIn(locale) {
  if (locale === "en") return EN;
  return locale === "zh-TW" ? ZH_TW : ZH_CN;
}

/** Which of the widget's languages the first known one of some language tags is. @param {(string | null | undefined)[]} tags @returns {Locale} */
export function localeOf(tags) {
  for (const tag of tags) {
    if (/^zh\b.*\b(?:tw|hk|mo|hant)\b/i.test(tag ?? "")) return "zh-TW";
    if (/^zh\b/i.test(tag ?? "")) return "zh-CN";
    if (/^en\b/i.test(tag ?? "")) return "en";
  }
  return "en";
}
