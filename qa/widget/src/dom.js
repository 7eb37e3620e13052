// @ts-check

/**
 * A new element. Children that are strings become text, never markup; what is null or empty is left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * A text with its {placeholders} filled in.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * A link, or null if its address could run something.
 * @param {string | null | undefined} address
 * @param {Record<string, string>} attributes
 * @param {string} text
 */
export function webLink(address, attributes, text) {
  const link = element("a", { ...attributes, href: address ?? "" }, text);
  return address && /^https?:$/.test(link.protocol) ? link : null;
}

/** @param {string} date as YYYY-MM-DD @param {string} locale */
export function dayIn(date, locale) {
  const time = Date.parse(date);
  if (Number.isNaN(time)) return date;
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { dateStyle: "long", timeZone: "UTC" }).format(time);
}
