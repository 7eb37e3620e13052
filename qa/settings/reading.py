"""Reading all settings, and saying everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import ValidationError

from qa.errors import SettingsError
from qa.settings import SECRETS, Settings
from qa.settings.sources import FILE_VARIABLE, PREFIX, Given, given

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PYDANTICS = "Value error, "


def read_settings(**options: object) -> Settings:
    """Settings as given, overridden by ``options``. Raises SettingsError with every problem."""
    try:
        return Settings(**options)  # type: ignore[arg-type]
    except ValidationError as error:
        found = given(Settings)
        raise SettingsError([_problem(wrong, found) for wrong in error.errors()]) from None


def _problem(wrong: ErrorDetails, found: Given) -> str:
    """One line: which setting, where it was set, what is wrong, and what it is for. Never a secret."""
    name = str(wrong["loc"][0])
    if wrong["type"] == "extra_forbidden":
        return _unknown(name, found)
    what = wrong["msg"].removeprefix(_PYDANTICS)
    given_as = f"{_place(giver(name, found), found)}={_value(name, wrong['input'])}"
    return f"{given_as}: {what} ({Settings.model_fields[name].description})"


def _value(name: str, given: object) -> str:
    """What was given, unless it is a secret or may hold one, as a whole section of the file may."""
    if name in SECRETS:
        return "***"
    return str(given) if isinstance(given, (str, int, float)) else "…"


def _unknown(name: str, found: Given) -> str:
    in_file = name not in found.variables
    known = Settings.model_fields if in_file else [*map(variable, Settings.model_fields), FILE_VARIABLE]
    return (
        f"{_place(name, found)}: there is no such setting; {_meant(name.lower() if in_file else variable(name), known)}"
    )


def _meant(name: str, known: Iterable[str]) -> str:
    nearest = get_close_matches(name, known, n=1)
    return f"did you mean `{nearest[0]}`?" if nearest else "docs/settings.md lists all there are"


def _place(name: str, found: Given) -> str:
    if name in found.variables:
        return found.variables[name]
    return f"{found.file}: {name}" if name in found.keys else variable(name)


def giver(name: str, found: Given) -> str:
    """The setting that gave this one its value: a secret may come from a file that another one names."""
    return f"{name}_file" if name in SECRETS and found.origin(name) == "default" else name


def variable(name: str) -> str:
    """The environment's name of a setting."""
    return f"{PREFIX}{name.upper()}"
