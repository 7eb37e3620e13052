"""What the values of settings must look like. No message holds a secret, or what may be a misplaced one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

# 16 hexadecimal digits are 64 bits: 600 million years at a thousand tries a second.
MIN_SECRET = 16

# What a log can show on a line of its own; the limit keeps most tokens from passing for a name.
_KEY_NAME = re.compile(r"[\w.-]{1,32}")

# As browsers send it (RFC 6454, section 6.2): in lower case, no path, not even a slash.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?|https?://\[[0-9a-f:]+\](?::[0-9]{1,5})?")

_SEPARATORS = re.compile(r"[,\r\n]")


def separated(written: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(filter(None, map(str.strip, written.split(","))))


def secret_of(given: object, file: object) -> object:
    """A secret, or else the content of the file that holds it.

    Raises ValueError if there are both, or no such file. The path is not repeated: some write the secret itself there.
    """
    if not isinstance(file, Path):
        return given
    if given:
        raise ValueError("is given, and a file of it too; use one of them")
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError("names a file that is not text in UTF-8; write the secret alone into it") from None
    except OSError as error:
        raise ValueError(
            f"names a file that cannot be read ({error.strerror}); correct the path or its rights"
        ) from None


def _long_enough(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < MIN_SECRET:
        raise ValueError(f"needs at least {MIN_SECRET} characters")
    return secret


def _origins(written: str) -> str:
    for origin in separated(written):
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin!r} is not an origin: write scheme and host only, such as https://www.example.com"
            )
    return written


def _networks(written: str) -> str:
    for part in separated(written):
        ip_network(part)
    return written


def _named_tokens(given: object) -> dict[str, SecretStr]:
    """From ``alice:TOKEN,deploy:TOKEN``, with commas or line ends between, or a table of names and tokens."""
    tokens: dict[str, SecretStr] = {}
    for number, (name, token) in enumerate(_pairs(given), 1):
        if not token or not _KEY_NAME.fullmatch(name):
            raise ValueError(f"key {number}: write NAME:TOKEN; a name is 1 to 32 letters, digits, '.', '_' or '-'")
        if len(token) < MIN_SECRET:
            raise ValueError(f"key {number}: its token needs at least {MIN_SECRET} characters")
        if name in tokens:
            raise ValueError(f"key {number}: there is one of this name already; give each its own")
        tokens[name] = SecretStr(token)
    if len({token.get_secret_value() for token in tokens.values()}) < len(tokens):
        raise ValueError("two keys have the same token; give each its own, or the log cannot tell them apart")
    return tokens


def _pairs(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        for part in filter(None, map(str.strip, _SEPARATORS.split(given))):
            name, _, token = part.partition(":")
            yield name.strip(), token.strip()
    elif isinstance(given, dict):
        for name, token in given.items():
            shown = token.get_secret_value() if isinstance(token, SecretStr) else token
            yield str(name), shown if isinstance(shown, str) else ""
    else:
        raise ValueError("write NAME:TOKEN with commas between, or in the file a table of names and tokens")  # noqa: TRY004


Secret = Annotated[SecretStr, AfterValidator(_long_enough)]
Origins = Annotated[str, AfterValidator(_origins)]
Networks = Annotated[str, AfterValidator(_networks)]
NamedTokens = Annotated[dict[str, SecretStr], NoDecode, BeforeValidator(_named_tokens)]
