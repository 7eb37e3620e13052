// @ts-check
// Telephone numbers and e-mail addresses of the asker, not those that the asker was given or asks about.
import { called } from "./patterns.js";

/** @param {import("./patterns.js").Search} search */
export function contacts({ all, at, first, around, leading, nearest, holds }) {
  const numbers = [...all("mobile"), ...all("international"), ...all("national")].filter((found) => {
    const isPublic = at("public_line", found.start, found.end);
    // A Chinese mobile may begin as a line that costs the caller nothing.
    if (isPublic && !/^\d{11}$/.test(found[0])) return false;
    const said = leading(found, "own others order", 40) ?? nearest(found, "own others order", 40, 24);
    return said ? said === "own" : !isPublic;
  });
  const announced = all("own_phone").map(({ start, end }) => {
    const value = at("phone_value", end);
    const isOfOthers = first("others", ...around({ start, end: start }, 8, 0));
    return value && !isOfOthers && !at("public_line", end, value.end) ? value : null;
  });
  const emails = all("email").filter((found) => {
    const [name, domain] = found[0].split("@");
    if ([name, ...name.split(/[^a-z]/)].some((word) => holds("role_mailboxes", word))) return false;
    const said = nearest(found, "own others", 40, 24);
    const isOwn = said ? said === "own" : holds("free_mail", domain.split(".")[0]);
    return isOwn || first("own_email", found.start - 40, found.start);
  });
  return [...called("phone", [...numbers, ...announced]), ...called("email", emails)];
}
