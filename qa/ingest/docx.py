"""Word files to `Document`: mammoth makes a web page of them, read like any other."""

from __future__ import annotations

import re
from io import BytesIO

import mammoth

from qa.datatypes import Document
from qa.ingest.front_matter import FrontMatter
from qa.ingest.html_links import mark_links
from qa.ingest.html_parts import parts
from qa.ingest.html_tree import fragment
from qa.ingest.limits import check_container
from qa.ingest.naming import named
from qa.ingest.parts import document

# mammoth knows the English names; Chinese programs other than Word write their own ("标题 1", "标题" for the title).
_HEADINGS = [f"p[style-name='{name} {level}'] => h{level}:fresh" for name in ("标题", "標題") for level in range(1, 7)]
_TITLES = [f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "标题", "標題")]
_STYLES = "\n".join(_HEADINGS + _TITLES)

_END = re.compile(r"(</(?:p|h[1-6]|li|tr)>)")


def read_docx(path: str, data: bytes) -> tuple[Document, ...]:
    """Read one Word file. Pictures are left out, and nothing outside the file is loaded.

    Lines count paragraphs. Raises CorpusError if the file is damaged, encrypted, too large unpacked, or without text.
    """
    check_container(path, data)
    page = mammoth.convert_to_html(
        BytesIO(data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=_without_picture,
    ).value
    main = fragment(_END.sub(r"\1\n", page), path)
    mark_links(main, path)
    return (document(parts(main, path), named(FrontMatter(), path), path, 1),)


def _without_picture(image: object) -> list[object]:  # noqa: ARG001 - mammoth calls it so
    return []
