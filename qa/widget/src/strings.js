// @ts-check
// What the widget says without the service. What stands around an answer comes with the rules for secrets
// (qa/widget/texts.json). A host may replace any of them.

/** @typedef {"zh-CN" | "zh-TW" | "en"} Locale */
/** @typedef {typeof EN} OwnStrings */
/** @typedef {{found: string, none: string, noneText: string, nearest: string, perhaps: string, related: string, more: string, place: string, source: string, updated: string, due: string, zh: string, en: string, copy: string, copied: string, helped: string, yes: string, no: string, why: string, send: string, thanks: string,
 *   unsent: string}} AnswerStrings */
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
  suggested: "有 {n} 个建议，按上下键选择",
  empty: "请先写下你的问题。",
  loading: "正在查找……",
  results: "查到的内容",
  contact: "联系我们",
  failed: "这次查询没有完成",
  kept: "你的问题还在输入框里，不用重新写。",
  network: "暂时连不上服务。请稍后再试一次。",
  offline: "你的设备没有联网。请检查网络，然后再试一次。",
  timeout: "等了很久还没有回应。请稍后再试一次。",
  invalid: "这样写查不了。请写短一点，或换个说法再试。",
  rate: "短时间内提问太多，请稍等一会儿再试。",
  busy: "服务暂时不可用，请稍等一会儿再试。",
  other: "服务出了问题，不是你操作有误。请稍后再试。",
  retry: "再试一次",
  wait: "{n} 秒后可以再试",
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
  suggested: "有 {n} 個建議，按上下鍵選擇",
  empty: "請先寫下你的問題。",
  loading: "正在搜尋……",
  results: "查到的內容",
  contact: "聯絡我們",
  failed: "這次搜尋沒有完成",
  kept: "你的問題還在輸入欄裡，不用重打。",
  network: "暫時連不上服務。請稍後再試一次。",
  offline: "你的裝置沒有連上網路。請檢查網路連線，再試一次。",
  timeout: "等了很久還沒有回應。請稍後再試一次。",
  invalid: "這樣寫查不到。請寫短一點，或換個說法再試。",
  rate: "短時間內提問太多，請稍等一會兒再試。",
  busy: "服務暫時無法使用，請稍等一會兒再試。",
  other: "服務出了問題，不是你操作錯誤。請稍後再試。",
  retry: "再試一次",
  wait: "{n} 秒後可以再試",
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
  suggested: "Suggestions: {n}. Press up or down to choose.",
  empty: "Please write your question first.",
  loading: "Searching…",
  results: "Results",
  contact: "Contact us",
  failed: "The search did not finish",
  kept: "Your question is still in the box; no need to write it again.",
  network: "The service cannot be reached right now. Please try again in a moment.",
  offline: "Your device is offline. Check your connection, then try again.",
  timeout: "The service is taking too long to reply. Please try again a little later.",
  invalid: "This cannot be searched as it is. Try a shorter question, or other words.",
  rate: "That was a lot of questions in a short time. Please wait a moment, then try again.",
  busy: "The service is not available right now. Please wait a moment, then try again.",
  other: "Something went wrong on our side; it is nothing you did. Please try again later.",
  retry: "Try again",
  wait: "You can try again in {n} s",
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
