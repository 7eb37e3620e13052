"""Every file of a snapshot in both languages but its manifest: what can be damaged."""

from __future__ import annotations

SNAPSHOT_FILES = (
    "documents.jsonl",
    "passages.jsonl",
    "dense.faiss",
    "view_rows.npy",
    "view_is_question.npy",
    "contacts.json",
    "lexicon.json",
    "means.npy",
    "levels.npy",
    "unanswered_zh.npy",
    "unanswered_en.npy",
    "intents.npy",
    "intent_sections.npy",
    *(
        f"tokens/{name}.npy"
        for name in ("vectors", "scale", "starts", "sentences", "rows", "is_question", "projection")
    ),
    *(
        f"lexical/{lang}/{name}"
        for lang in ("zh", "en")
        for name in (
            "data.csc.index.npy",
            "indices.csc.index.npy",
            "indptr.csc.index.npy",
            "params.index.json",
            "vocab.index.json",
        )
    ),
)
