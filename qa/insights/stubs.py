"""What an editor could write for a group of questions: a document to fill in, in each language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from qa.datatypes import LANGS, Lang
from qa.insights.groups import Group

# A build learns a section from its phrasings, and forty are the most that helped (docs/writing-documents.md).
ALSO = 40

# Least cosine with the group's most typical question. In the measurement of `qa.insights.groups.DISTANCE` 58 % of what
# is listed so belongs to the typical question's section and 74 % to its document; of whole groups 45 and 62 %.
ALIKE = 0.60

_MARKS: Mapping[Lang, str] = {"zh": "？", "en": "?"}
_TRANSLATE: Mapping[Lang, str] = {"zh": "待译：", "en": "TODO, translate: "}
_WRITE: Mapping[Lang, str] = {
    "zh": "待写：第一句直接回答，后面再写步骤。写好后删去这一行。",
    "en": "TODO: answer in the first sentence, then say what to do step by step. Delete this line.",
}

# What Markdown would take for its own, anywhere and at the start of a line.
_SPECIAL = re.compile(r"[\\`*<{|~&]|(?<![^\W_])_|_(?![^\W_])|\](?=\()|^[-+=#>\[]")
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)])")
_ENDS = " .。!！?？…,，;；"


def stubs(group: Group) -> dict[Lang, str]:
    """Markdown with front matter, by language; both are versions of one document."""
    name = hashlib.sha256(group.phrasings[0].text.encode()).hexdigest()[:8]
    return {lang: _stub(group, lang, f"gap-{name}") for lang in LANGS}


def _stub(group: Group, lang: Lang, name: str) -> str:
    own = group.in_lang(lang)
    asked = own[0].text if own else _TRANSLATE[lang] + group.phrasings[0].text
    heading = asked.rstrip(_ENDS)
    matter = f"---\nid: {name}\nlang: {lang}\nkind: faq\ntitle: {json.dumps(heading, ensure_ascii=False)}\n---\n"
    others = [phrasing.text for phrasing in own[1:] if phrasing.likeness >= ALIKE]
    also = "".join(f"- {_escaped(text)}\n" for text in others[:ALSO])
    listed = f"also:\n\n{also}\n" if also else ""
    return f"{matter}\n## {_escaped(heading)}{_MARKS[lang]} {{#answer}}\n\n{listed}{_WRITE[lang]}\n"


def _escaped(text: str) -> str:
    return _NUMBERED.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", text))
