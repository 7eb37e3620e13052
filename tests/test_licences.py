"""The page of licences: every package that serving needs, in the version that is pinned, with a licence."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
ROWS = {
    name: (version, licence) for name, version, licence in re.findall(r"(?m)^\| (\S+) \| (\d\S*) \| (.+) \|$", PAGE)
}
LOCK = (ROOT / "requirements" / "serve.lock").read_text("utf-8")
NEEDED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


@pytest.mark.parametrize("needed", NEEDED)
def test_every_package_that_the_project_needs_is_listed(needed: str) -> None:
    assert canonicalize_name(Requirement(needed).name) in ROWS


def test_the_page_lists_what_is_pinned_on_linux_and_nothing_else() -> None:
    pinned = [Requirement(line) for line in re.findall(r"(?m)^(\S.*) \\$", LOCK)]
    linux = {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "python_full_version": "3.11.7",
        "python_version": "3.11",
    }
    here = [one for one in pinned if one.marker is None or one.marker.evaluate(linux)]
    assert {name: version for name, (version, _) in ROWS.items()} == {
        one.name: str(one.specifier).removeprefix("==") for one in here
    }


def test_every_package_declares_a_licence_that_lets_it_be_used() -> None:
    allowed = r"MIT|BSD|Apache|ISC|PSF|MPL|0BSD|Zlib|CC0|Lesser General Public|LGPL"
    assert [name for name, (_, licence) in ROWS.items() if not re.search(allowed, licence)] == []
    assert [
        name for name, (_, licence) in ROWS.items() if re.search(r"\bA?GPL|(?<!Lesser )General Public", licence)
    ] == []
