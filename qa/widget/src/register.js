// @ts-check
// Makes <qa-help> known, and the element that a script tag asks for.
import { QaHelp } from "./element.js";

const NAME = "qa-help";

// Before anything waits: afterwards nobody knows whose script this is.
const tag = globalThis.document?.currentScript;

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, QaHelp);

if (tag && tag instanceof HTMLScriptElement && tag.dataset.endpoint) {
  const data = new Map(Object.entries(tag.dataset));
  const place = () => {
    const same = [...document.querySelectorAll(`${NAME}[endpoint]`)].some((other) => other.getAttribute("endpoint") === data.get("endpoint"));
    if (same) return; // loaded twice
    const help = document.createElement(NAME);
    for (const [name, value] of data) help.setAttribute(name, value ?? "");
    document.documentElement.append(help); // beside the body, which some sites replace when one goes from page to page
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", place, { once: true });
  else place();
}
