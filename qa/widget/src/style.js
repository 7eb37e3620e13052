// @ts-check
// px and em only: rem and the page's own styles are the host's affair. Pairs of colours have WCAG AA contrast in both themes.

export const STYLE = `
:host { all: initial !important; display: block !important; color-scheme: light dark !important; position: static !important; }
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; }
:host([hidden]) { display: none !important; }
.frame {
  --page: var(--qa-page, light-dark(#fff, #171d1b));
  --surface: var(--qa-surface, light-dark(#f1f5f3, #222b28));
  --ink: var(--qa-ink, light-dark(#17211e, #e4eae7));
  --muted: var(--qa-muted, light-dark(#55625d, #a9b5b0));
  --line: var(--qa-line, light-dark(#cdd6d2, #3a4540));
  --edge: light-dark(#74827c, #7e8c86);
  --accent: var(--qa-accent, light-dark(#0b5f56, #7ccfbf));
  --on-accent: var(--qa-on-accent, light-dark(#fff, #06231f));
  --mark: var(--qa-mark, light-dark(#fdedb0, #574a16));
  --danger: var(--qa-danger, light-dark(#fdecea, #3a1b18));
  --danger-edge: light-dark(#b3362b, #e06a5e);
  --warning: var(--qa-warning, light-dark(#fdf6e3, #2b2616));
  --warning-edge: light-dark(#b98000, #c79a3a);
  --radius: var(--qa-radius, 10px);
  color: var(--ink);
  font: var(--qa-font-size, 16px) / 1.6 var(--qa-font, system-ui, sans-serif);
  text-align: start;
  overflow-wrap: anywhere;
}
:where(.frame) :where(*) { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
h2, h3, h4 { font-size: 1.1em; line-height: 1.4; }
[tabindex]:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { display: inline-block; padding-block: 3px; color: var(--accent); text-underline-offset: 0.2em; }
button, input { font: inherit; color: inherit; min-height: 44px; border-radius: var(--radius); }
button { padding: 8px 14px; line-height: 1.4; border: 1px solid var(--edge); background: var(--page); cursor: pointer; touch-action: manipulation; }
button:disabled { color: var(--muted); border-style: dashed; cursor: default; }
button:hover:enabled { border-color: var(--accent); color: var(--accent); }
button, .heard { unicode-bidi: plaintext; }
.quiet, .list h3, .due { color: var(--muted); font-size: 0.9em; font-weight: 400; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.launch {
  position: fixed;
  inset-block-end: var(--qa-offset-y, 20px);
  inset-inline-end: var(--qa-offset-x, 20px);
  z-index: var(--qa-z-index, 2147483000);
  padding: 8px 20px;
  border-radius: 22px;
  font-weight: 600;
  box-shadow: var(--qa-shadow, 0 4px 16px rgb(0 0 0 / 25%));
}
.launch, [part="ask"] { border-color: transparent; background: var(--accent); color: var(--on-accent); }
:is(.launch, [part="ask"]):hover:enabled { color: var(--on-accent); text-decoration: underline; }
.search { width: 100%; text-align: start; color: var(--muted); }
dialog {
  position: fixed;
  inset: auto var(--qa-offset-x, 20px) var(--qa-offset-y, 20px) auto;
  width: min(var(--qa-width, 440px), 100vw - 40px);
  height: min(var(--qa-height, 680px), 100dvh - 40px);
  max-width: none;
  max-height: none;
  padding: 0;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) * 1.4);
  background: var(--page);
  color: inherit;
  box-shadow: var(--qa-shadow, 0 8px 40px rgb(0 0 0 / 30%));
  overflow: hidden auto;
  overscroll-behavior: contain;
}
.launch:has(+ [open]) { opacity: 0; }
.frame:dir(rtl) > dialog { inset: auto auto var(--qa-offset-y, 20px) var(--qa-offset-x, 20px); }
.search + dialog { inset: 8vh 0 auto; margin: 0 auto; width: min(var(--qa-width, 640px), 100vw - 40px); max-height: 84vh; }
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / 25%); }
.head { display: flex; align-items: center; justify-content: space-between; position: sticky; inset-block-start: 0; z-index: 2; padding: 6px 8px 6px 16px; border-block-end: 1px solid var(--line); background: var(--page); }
.head button { min-width: 44px; padding: 0; border: 0; font-size: 1.5em; }
.body { display: flex; flex: 1 0 auto; flex-direction: column; padding: 16px; }
.frame > .body { border: 1px solid var(--line); border-radius: var(--radius); background: var(--page); }
form { display: flex; gap: 8px; position: relative; }
input { flex: 1; min-width: 0; padding: 0 12px; border: 1px solid var(--edge); background: var(--page); font-size: max(1em, 16px); }
input:focus { outline-offset: -1px; }
input::placeholder { color: var(--muted); opacity: 1; }
[part="ask"] { font-weight: 600; }
[role="listbox"] { position: absolute; inset: 100% 0 auto; z-index: 1; max-height: 300px; margin-block-start: 4px; padding: 4px; overflow: auto; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--page); list-style: none; box-shadow: 0 8px 24px rgb(0 0 0 / 20%); }
[role="option"] { padding: 10px; border-radius: 6px; cursor: pointer; }
[role="option"]:hover, [aria-selected="true"] { background: var(--surface); }
[aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }
.body > .quiet { margin-block-start: 8px; }
[role="status"] { min-height: 1.6em; }
[aria-busy="true"]::before { content: ""; display: block; width: 30%; border-block-start: 3px solid var(--accent); }
.results > * { margin-block-start: 16px; }
.results > .quiet + * { margin-block-start: 4px; }
article { padding: 14px; border: 1px solid var(--line); border-radius: var(--radius); }
article > * + *, .box > * + * { margin-block-start: 8px; }
.text > * + * { margin-block-start: 0.7em; }
.text :is(ul, ol), ol { padding-inline-start: 1.5em; }
mark { background: var(--mark); color: inherit; }
article > footer { margin-block-start: 12px; padding-block-start: 10px; border-block-start: 1px solid var(--line); }
.due { margin-block-start: 6px; padding-inline-start: 8px; border-inline-start: 3px solid var(--warning-edge); color: var(--ink); }
.tools, .ballot, .ballot form, .box ul { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.tools { margin-block-start: 10px; }
.tools > * { min-height: 36px; padding: 4px 12px; font-size: 0.85em; }
.box { padding: 14px; border: 1px solid var(--line); border-inline-start-width: 5px; border-radius: var(--radius); background: var(--surface); }
.box.danger { border-color: var(--danger-edge); background: var(--danger); }
.box.warning { border-color: var(--warning-edge); background: var(--warning); }
.box button { font-weight: 600; }
.contact { font-family: ui-monospace, monospace; }
.list ul { margin-block-start: 4px; }
section ul { padding: 0; list-style: none; }
.list button { width: 100%; border-width: 1px 0 0; border-color: var(--line); border-radius: 0; padding: 8px 0; background: none; color: var(--accent); text-align: start; }
.list button:hover { text-decoration: underline; }
.ballot form { flex: 1; }
label { flex-basis: 100%; }
.body > .about { margin-block-start: auto; padding-block-start: 20px; }
@media (max-width: 640px) {
  .launch + dialog, .search + dialog { inset: 0; margin: 0; width: 100vw; height: 100dvh; max-height: none; border: 0; border-radius: 0; box-shadow: none; }
}
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: rise 0.15s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
  [aria-busy="true"]::before { animation: go 1s ease-in-out infinite alternate; }
  @keyframes go { to { margin-inline-start: 70%; } }
}
@media (forced-colors: active) {
  [aria-selected="true"] { outline-color: Highlight; }
  mark { background: Mark; color: MarkText; }
}
`;
