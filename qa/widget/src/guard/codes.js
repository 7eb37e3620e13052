// @ts-check
// One-time codes that are given as such.

/** @param {import("./patterns.js").Search} search */
export function codes({ low, all, at, first, nearest, isOther, lead }) {
  /** Six digits some words after a code was spoken of. @param {number} start */
  const digitsAfter = (start) => {
    const found = first("six_digits", start, start + 48);
    if (!found || !at("code_filler", start, found.start)) return;
    return !first("order", start, found.start) && !isOther(found) && found;
  };

  const announced = all("code").map(({ start, end }) => {
    if (low[start] === "c" && !first("code_named", start - 20, start)) return;
    const led = lead(end);
    const spoken = at("spoken_digits", led.end);
    if (!first("any_digit", end, end + 148)) return spoken;
    const found = at("code_value", led.end) ?? ((led.plainness < 3 && at("code_letters", led.end)) || spoken);
    return found && !isOther(found) ? found : digitsAfter(end);
  });
  const lone = all("lone_six_digits").filter(
    (found) => !isOther(found) && nearest(found, "code_word order", 24, 30) === "code_word",
  );
  return [...announced, ...all("code_before"), ...lone];
}
