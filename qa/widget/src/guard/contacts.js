// @ts-check
// Telephone numbers and e-mail addresses of the asker, not those that the asker was given or asks about.

/** @param {import("./patterns.js").Search} search */
export function contacts({ all, at, first, around, nearest, said, holds }) {
  const numbers = [...all("mobile"), ...all("international"), ...all("national")].filter((found) => {
    const isPublic = at("public_line", found.start, found.end);
    const name = said(found, "own others order", 40, 24);
    // A Chinese mobile may begin as a line that costs the caller nothing.
    return isPublic ? name === "own" && /^\d{11}$/.test(found[0]) : !name || name === "own";
  });
  const announced = all("own_phone").map(({ start, end }) => {
    const isOfOthers = first("others", ...around({ start, end: start }, 8, 0));
    return isOfOthers || at("public_line", end) ? null : at("phone_value", end);
  });
  const emails = all("email").filter((found) => {
    const [name, domain] = found[0].split("@");
    if ([name, ...name.split(/[^a-z]/)].some((word) => holds("role_mailboxes", word))) return false;
    const own = nearest(found, "own others", 40, 24) ?? (holds("free_mail", domain.split(".")[0]) && "own");
    return own === "own" || first("own_email", found.start - 40, found.start);
  });
  return [...numbers, ...announced, ...emails];
}
