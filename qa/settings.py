"""All settings, and the only place that reads the environment. Each is ``QA_`` + its name in capitals."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa.freshness import WITHHELD_AFTER_DAYS

# 16 hexadecimal digits are 64 bits: 600 million years at a thousand tries a second.
MIN_SECRET = 16

# As browsers send it (RFC 6454, section 6.2): in lower case, no path, not even a slash.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?|https?://\[[0-9a-f:]+\](?::[0-9]{1,5})?")


def _long_enough(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < MIN_SECRET:
        raise ValueError(f"needs at least {MIN_SECRET} characters")
    return secret


def _origins(written: str) -> str:
    for origin in _separated(written):
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin!r} is not an origin: write scheme and host only, such as https://www.example.com"
            )
    return written


def _networks(written: str) -> str:
    for part in _separated(written):
        ip_network(part)
    return written


def _separated(written: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, written.split(","))))


Secret = Annotated[SecretStr, AfterValidator(_long_enough)]

# Settings that are never shown.
SECRETS = frozenset({"admin_token", "webhook_secret"})


class Settings(BaseSettings):
    """Where things are and how the service is reached."""

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True, extra="forbid")

    corpus: Path = Field(Path("corpus"), description="Folder of the documents.")
    index: Path = Field(Path("index"), description="Folder of snapshots and encoders.")
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Server processes.")
    log_style: Literal["text", "json"] = Field("text", description="Log lines for people, or JSON for machines.")
    threads: int = Field(2, ge=1, le=64, description="Processor threads that encode one question.")
    public_url: HttpUrl | None = Field(
        None, description="Where people reach the service, for links to sources. Default: http://HOST:PORT."
    )
    cors_origins: Annotated[str, AfterValidator(_origins)] = Field(
        "",
        description="Other sites whose pages may ask: `https://www.example.com`, with commas between; `*` for all.",
    )
    withheld_after_days: int = Field(
        WITHHELD_AFTER_DAYS,
        ge=0,
        le=36_500,
        description="So many days after `review_by` a passage is no longer shown, only where it stands.",
    )
    admin_token: Secret | None = Field(
        None, description="Token of the operators' endpoints, which are not there without it."
    )
    webhook_secret: Secret | None = Field(
        None, description="Secret with which a code host signs the push that rebuilds."
    )

    rate_per_minute: int = Field(
        240, ge=0, le=100_000, description="Requests to the API that one client may make in a minute; 0 for any number."
    )
    rate_burst: int = Field(60, ge=1, le=100_000, description="So many of them at once.")
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Proxies whose X-Forwarded-For is believed: addresses and networks, with commas between."
    )
    at_once: int = Field(8, ge=1, le=1000, description="Requests to the API that a process answers at the same time.")
    waiting: int = Field(64, ge=0, le=100_000, description="So many more may wait for that; others get 503.")
    waiting_seconds: float = Field(5, gt=0, le=600, description="So long each of them waits.")
    answer_seconds: float = Field(10, gt=0, le=600, description="So long an answer may take; then it is 504.")
    drain_seconds: float = Field(
        2,
        ge=0,
        le=600,
        description="So long a server that is told to stop still takes requests, while /readyz says 503.",
    )
    receipt_seconds: float = Field(10, gt=0, le=600, description="In so long a request must have arrived.")
    feedback: bool = Field(
        default=True, description="Whether votes and unanswered questions are stored, without what names anybody."
    )
    feedback_file: Path | None = Field(
        None, description="File of votes and unanswered questions. Default: feedback.sqlite in QA_INDEX."
    )
    feedback_days: int = Field(90, ge=1, le=3650, description="Days after which they are deleted.")

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Origins whose pages may ask."""
        return _separated(self.cors_origins)

    @property
    def feedback_path(self) -> Path:
        """Where votes and unanswered questions are stored, if they are."""
        return self.feedback_file or self.index / "feedback.sqlite"

    @property
    def base_url(self) -> str:
        """Address of the service without a slash at the end, for absolute links."""
        if self.public_url:
            return str(self.public_url).rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host  # an IPv6 address
        return f"http://{host}:{self.port}"
