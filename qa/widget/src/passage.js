// @ts-check
// The text of a passage: one line is a paragraph or, with its marker, a list item.
import { element } from "./dom.js";

/** @typedef {{start: number, end: number}} Span  half-open range of Unicode code points */

const MARKER = /^(?:- |(\d{1,9})\. )/;

/**
 * Paragraphs and lists, with the highlighted places as <mark>.
 * @param {string} text
 * @param {Span[]} highlights
 * @returns {HTMLElement[]}
 */
export function passageBlocks(text, highlights) {
  const spans = [...highlights].sort((one, other) => one.start - other.start);
  /** @type {HTMLElement[]} */
  const blocks = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    if (line.trim()) addLine(blocks, line, offset, spans);
    offset += [...line].length + 1;
  }
  return blocks;
}

/** @param {HTMLElement[]} blocks @param {string} line @param {number} offset @param {Span[]} spans */
function addLine(blocks, line, offset, spans) {
  const [marker, number] = MARKER.exec(line) ?? ["", undefined];
  const content = marked(line.slice(marker.length), offset + marker.length, spans);
  if (!marker) {
    blocks.push(element("p", {}, ...content));
    return;
  }
  const item = element("li", {}, ...content);
  if (number) item.value = Number(number);
  listFor(blocks, number ? "ol" : "ul").append(item);
}

/** The list that the blocks end with, or a new one. @param {HTMLElement[]} blocks @param {"ol" | "ul"} tag */
function listFor(blocks, tag) {
  const last = blocks[blocks.length - 1];
  if (last?.localName === tag) return last;
  const list = element(tag);
  blocks.push(list);
  return list;
}

/** @param {string} text @param {number} offset of the text in the passage @param {Span[]} spans */
function marked(text, offset, spans) {
  const points = [...text];
  /** @type {(Node | string)[]} */
  const nodes = [];
  let done = 0;
  for (const span of spans) {
    const start = Math.max(span.start - offset, done);
    const end = Math.min(span.end - offset, points.length);
    if (!(start < end)) continue;
    nodes.push(points.slice(done, start).join(""), element("mark", {}, points.slice(start, end).join("")));
    done = end;
  }
  return [...nodes, points.slice(done).join("")];
}
