"""Pages that are hard on their guests: by their styles, by their scripts, by where they put what stands on them."""

from __future__ import annotations

RESET_WITH_CLASSES = """<style>
* { box-sizing: border-box; } html { font-size: 10px; }
body { margin: 0; font: 14px/1.43 Helvetica, Arial, sans-serif; color: #333; }
input, button, select { font: inherit; margin: 0; line-height: inherit; } button { text-transform: none; }
a { color: #37b; text-decoration: none; } .quiet, .head, .list, .box, .text { display: none !important; }
.body { max-height: 0; overflow: hidden; } .launch { visibility: hidden; } mark { padding: 2em; background: #000; }
label { display: inline-block; max-width: 100%; } form { margin-bottom: 90vh; } dialog { display: none !important; }
</style>"""

RESET_OF_EVERYTHING = """<style>
*, ::before, ::after, ::backdrop { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }
html { line-height: 1.5; font-family: ui-serif; } h1, h2, h3, h4 { font-size: inherit; font-weight: inherit; }
a { color: inherit; text-decoration: inherit; } ol, ul { list-style: none; } img, svg { display: block; }
button, input { font: inherit; color: inherit; background: transparent; border-radius: 0; appearance: none; }
[hidden]:where(:not([hidden="until-found"])) { display: none !important; }
</style>"""

INHERITED = """<style>
html, body, * { font-size: 3px !important; line-height: 0 !important; letter-spacing: 1em !important;
  color: transparent !important; text-transform: uppercase; visibility: hidden; user-select: none; cursor: none;
  pointer-events: none; text-indent: -999px !important; white-space: nowrap; writing-mode: vertical-rl; }</style>"""

ROW = """<style>html { display: grid; grid-template-columns: 1fr 1fr; gap: 40px; } html > * { padding: 30px !important;
  margin: 30px !important; border: 9px solid red !important; }</style>"""

FROZEN = """<script>
for (const held of [Array, Object, String, Function, Promise, Map, Error, Element, EventTarget])
  Object.freeze(held.prototype);
Object.freeze(Object); Object.freeze(JSON);
</script>"""

# As script libraries of former times did it, some of which are still at work.
POLLUTED = """<script>
for (const name of ["extend", "each", "clone", "size", "detail", "error", "notices", "lang", "steps", "contact"])
  Object.prototype[name] = function () { return this; };
for (const name of ["each", "contains", "first", "clean", "toJSON", "state", "question"])
  Array.prototype[name] = String.prototype[name] = function () { return this; };
Array.prototype.entries = function () { return this.slice(); };
Array.from = (item) => item == null ? [] : typeof item == "object" && "length" in item ? [].slice.call(item) : [item];
Function.prototype.create = Element.prototype.update = Event.prototype.stop = function () { return this; };
</script>"""

LATE_FETCH = """<script>
window.seen = null;
addEventListener("load", () => {
  window.seen = [];
  window.fetch = (...told) => { seen.push(told); return Promise.reject(new Error("spied on")); };
  XMLHttpRequest.prototype.send = navigator.sendBeacon = (...told) => { seen.push(told); };
});</script>"""

LIBRARIES = """<script>
var $ = (window.jQuery = () => "the page's own"), _ = { page: true };
var module = { exports: {} }, exports = module.exports;
$.noConflict = () => $;
var defined = [], required = [];
var define = (...told) => { defined.push(told); }, require = (name) => { required.push(name); };
define.amd = {}; var QaHelp = "the page's own", process = { env: {} }, root = 1, tag = 2, guard = 3, sheet = 4;
</script>"""

SHORTCUTS = """<script>
window.pressed = [];
for (const kind of ["keydown", "keypress", "keyup"]) document.addEventListener(kind, (event) => {
  if (event.target.matches("input, textarea, select")) return;
  pressed.push(event.key);
  event.preventDefault();
});
</script>"""

# Elements by whose names documents are asked for something else (DOM clobbering).
NAMES = """<img name="baseURI"><form name="readyState"></form><img name="activeElement"><img name="defaultView">
<form name="adoptedStyleSheets"><input name="attributes"></form><a id="fetch"></a><a id="customElements"></a>"""

BAR = '<div style="position: fixed; inset: 0 0 auto; height: 400px; z-index: 2147483647; background: #fc0">Sale</div>'
WALL = """<style>qa-help { --qa-z-index: 2147483647; }</style>
<div style="position: fixed; inset: 0; z-index: 2147483647; background: #fc0">Sale!</div>"""

# By what they do: what they have in their head, what in their body, and what stands before all of it.
HOSTS: dict[str, tuple[str, str]] = {
    "plain": ("", ""),
    "unset": ("<style>*, *::before, *::after { all: unset !important; }</style>", ""),
    "hidden": ("<style>div:empty, qa-help, qa-help * { display: none !important; opacity: 0; }</style>", ""),
    "small root": ("<style>html { font-size: 62.5% !important; }</style>", ""),
    "reset with class names": (RESET_WITH_CLASSES, ""),
    "reset of everything": (RESET_OF_EVERYTHING, ""),
    "inherited styles": (INHERITED, ""),
    "root in columns": (ROW, ""),
    "other base": ('<base href="https://elsewhere.example/">', ""),
    "frozen prototypes": (FROZEN, ""),
    "polluted prototypes": (POLLUTED, ""),
    "fetch replaced late": (LATE_FETCH, ""),
    "libraries": (LIBRARIES, ""),
    "one-letter shortcuts": (SHORTCUTS, ""),
    "names of elements": ("", NAMES),
    "bar above all": ("", BAR),
    "wall above all": ("", WALL),
    "transformed": ("<style>body { transform: scale(1); filter: none; contain: paint; overflow: hidden; }</style>", ""),
}

# Notes what a page has of its own, and hears what a guest should not do.
WATCH = """<script>
window.heard = [];
window.onerror = (message) => { heard.push(`error: ${message}`); };
window.onunhandledrejection = ({ reason }) => { heard.push(`rejection: ${reason}`); };
window.onmessage = ({ data }) => { heard.push(`message: ${data}`); };
document.onkeydown = window.onhashchange = window.onpopstate = window.onbeforeunload = null;
document.write = document.writeln = document.open = () => { heard.push("write"); };
window.alert = window.confirm = window.prompt = window.postMessage = () => { heard.push("intrusion"); };
window.ownNames = () => JSON.stringify([
  Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name)).sort(), String(onerror), String(onmessage),
  String(onunhandledrejection), String(document.onkeydown), String(onbeforeunload), String(Array.from), document.title,
  ...[Object, Array, String, Function, Promise, Element].map(({ prototype }) => Object.getOwnPropertyNames(prototype)),
]);
window.ownState = () => JSON.stringify([
  String(fetch), history.length, location.href, document.cookie, document.documentElement.getAttributeNames(),
  document.body.getAttributeNames(), document.head.innerHTML, document.body.innerHTML,
]);
window.ownPlace = () => JSON.stringify([...document.querySelectorAll("html, body, body > *")].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [node.localName, x, y, width, height, node.scrollWidth, node.scrollHeight];
}));
window.names = window.state = null;
addEventListener("load", () => setTimeout(() => { window.state = ownState(); }));
</script>"""

# Before the widget's script can have come.
NOTE = "<script>window.names = ownNames();</script>"
