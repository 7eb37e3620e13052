"""Where settings come from: the environment, then qa.toml, then the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Literal

from pydantic_settings import BaseSettings, EnvSettingsSource, TomlConfigSettingsSource

from qa.errors import SettingsError

PREFIX = "QA_"
FILE = Path("qa.toml")

# Names the file; empty: there is none, whatever lies in the working folder.
FILE_VARIABLE = "QA_CONFIG"

# What the project's own tests are told, and no setting.
_TESTS = "QA_TEST_"


@dataclass(frozen=True, slots=True)
class Given:
    """What was set, by the names of settings: ``variables`` holds the names as the environment spells them."""

    variables: Mapping[str, str]
    file: Path | None
    keys: frozenset[str]

    def origin(self, name: str) -> Literal["environment", "file", "default"]:
        """Where the value of a setting comes from."""
        if name in self.variables:
            return "environment"
        return "file" if name in self.keys else "default"


class Environment(EnvSettingsSource):
    """Variables that begin with ``QA_``. Unknown ones are passed on without their values, to be refused by name."""

    def __call__(self) -> dict[str, Any]:
        """Values by the names of settings."""
        known = self.settings_cls.model_fields
        return {**{name: None for name in variables() if name not in known}, **super().__call__()}


class File(TomlConfigSettingsSource):
    """The file of settings. Raises SettingsError if it is named and not there, or is no TOML."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls, settings_file())

    def __call__(self) -> dict[str, Any]:
        """Values by the names of settings, spelt exactly: of ``Port`` and ``port`` one would be lost silently."""
        return self.toml_data

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        try:
            return super()._read_file(file_path)
        except TOMLDecodeError as error:
            cure = 'write one setting a line, such as port = 8000 or host = "127.0.0.1"'
            raise SettingsError([f"{file_path}: is not TOML: {error}; {cure}"]) from None
        except UnicodeDecodeError:
            raise SettingsError([f"{file_path}: is not text in UTF-8; save it anew as UTF-8"]) from None
        except OSError as error:
            raise SettingsError([f"{file_path}: cannot be read ({error.strerror}); correct its rights"]) from None


def settings_file() -> Path | None:
    """The file of settings, None if there is none. Raises SettingsError if the one that was named is no file."""
    named = os.environ.get(FILE_VARIABLE)
    path = FILE if named is None else Path(named).expanduser()
    if named == "" or (named is None and not path.exists()):
        return None
    if not path.is_file():
        raise SettingsError([f"{path}: no such file; correct {FILE_VARIABLE}, or leave it out"])
    return path


def variables() -> dict[str, str]:
    """The variables that are, or should be, settings: by a setting's name the name of the variable."""
    told = (name for name in os.environ if name.upper().startswith(PREFIX))
    own = (name for name in told if name != FILE_VARIABLE and not name.startswith(_TESTS))
    return {name[len(PREFIX) :].lower(): name for name in own}


def given(settings_cls: type[BaseSettings]) -> Given:
    """What was set and where, right or wrong. Raises SettingsError if the file cannot be read."""
    return Given(variables(), settings_file(), frozenset(File(settings_cls).toml_data))
