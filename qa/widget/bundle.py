"""The widget as one file: its modules in the order in which they need each other, made small.

Modules keep to what `tests/widget/test_bundle.py` holds them to: named imports of one line, and no two top-level names
alike. So putting them together is putting them one after the other, and the same sources always give the same bytes.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from qa.errors import QaError

ENTRY = "register.js"
SOURCES = Path(str(resources.files("qa.widget") / "src"))

_IMPORT = re.compile(r'^import \{ [^}]* \} from "\./(?P<path>[a-z_./-]+)";\n', re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE)
_STYLE = re.compile(r"(?<=const STYLE = `)[^`]*(?=`)")


def bundle(version: str) -> bytes:
    """The script that a page loads, UTF-8. Raises QaError if two modules use the same top-level name."""
    import minify  # for those who release a version; who serves one need not have it

    modules: dict[str, str] = {}
    _collect(ENTRY, modules)
    body = "".join(modules.values())
    names = _NAME.findall(body)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise QaError(f"modules of the widget use the same name twice, which one file cannot: {', '.join(twice)}")
    body = _STYLE.sub(lambda style: minify.string("text/css", style[0]), body)
    script = minify.string("text/javascript", f'(() => {{\n"use strict";\n{body}\n}})();')
    return f"/* Wenda help {version}, Apache-2.0 */\n{script}\n".encode()


def _collect(path: str, modules: dict[str, str]) -> None:
    """Add a module after all that it needs."""
    text = (SOURCES / path).read_text("utf-8")
    for needed in _IMPORT.finditer(text):
        other = f"{path.rpartition('/')[0]}/{needed['path']}".lstrip("/")
        if other not in modules:
            _collect(other, modules)
    modules[path] = re.sub(r"^export ", "", _IMPORT.sub("", text), flags=re.MULTILINE)
