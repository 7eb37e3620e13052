// Types of <qa-help> for pages written in TypeScript: /// <reference path="qa-help.d.ts" />

/** Texts that may be replaced; {n}, {title} and {date} stand for what is filled in. */
export type QaHelpText =
  | "launch" | "title" | "close" | "label" | "placeholder" | "ask" | "never" | "about" | "suggestions" | "suggested" | "empty"
  | "loading" | "results" | "found" | "none" | "noneText" | "nearest" | "perhaps" | "related" | "contact" | "more" | "place"
  | "source" | "updated" | "due" | "zh" | "en" | "copy" | "copied" | "helped" | "yes" | "no" | "why" | "send" | "thanks"
  | "unsent" | "failed" | "kept" | "network" | "offline" | "timeout" | "invalid" | "rate" | "busy" | "other" | "retry" | "wait"
  | "documents";

export interface QaHelpElement extends HTMLElement {
  /** Opens the panel, and asks if there is a question. */
  open(question?: string): void;
  close(): void;
  ask(question: string): void;
  strings: Partial<Record<QaHelpText, string>>;
}

export interface QaHelpAnswer {
  state: "answer" | "no_answer";
  /** Probability that the first passage answers the question. */
  confidence: number;
  /** Ids of the passages shown, best first. */
  passages: string[];
  /** Codes of the warnings shown above them. */
  notices: string[];
  /** Only with events="full"; what was secret in it is cut out. */
  question?: string;
}

export type QaHelpFailure = "network" | "offline" | "timeout" | "invalid" | "rate" | "busy" | "other";

export interface QaHelpEvents {
  "qa:open": CustomEvent<Record<string, never>>;
  "qa:close": CustomEvent<Record<string, never>>;
  "qa:answer": CustomEvent<QaHelpAnswer>;
  "qa:select": CustomEvent<{ passage_id: string; url: string }>;
  "qa:feedback": CustomEvent<{ answer_id: string; vote: "up" | "down" }>;
  "qa:error": CustomEvent<{ kind: QaHelpFailure }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "qa-help": QaHelpElement;
  }
  interface HTMLElementEventMap extends QaHelpEvents {}
}
