"""All settings, and the only place that reads the environment.

Each is ``QA_`` + its name in capitals there, and its name alone in the file qa.toml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from qa.freshness import WITHHELD_AFTER_DAYS
from qa.settings import sources
from qa.settings.values import NamedTokens, Networks, Origins, Secret, secret_of, separated

# Settings that are never shown.
SECRETS = frozenset({"admin_token", "admin_tokens", "webhook_secret"})

# What the log calls the one key that needs no name.
_ONLY_KEY = "admin_token"


class Settings(BaseSettings):
    """Where things are and how the service is reached."""

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True, extra="forbid", hide_input_in_errors=True)

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
    cors_origins: Origins = Field(
        "",
        description="Other sites whose pages may ask: `https://www.example.com`, with commas between; `*` for all.",
    )
    withheld_after_days: int = Field(
        WITHHELD_AFTER_DAYS,
        ge=0,
        le=36_500,
        description="So many days after `review_by` a passage is no longer shown, only where it stands.",
    )
    admin_token_file: Path | None = Field(None, description="File with the value of `QA_ADMIN_TOKEN`.")
    admin_token: Secret | None = Field(
        None, validate_default=True, description="Token of the operators' endpoints, which are not there without one."
    )
    admin_tokens_file: Path | None = Field(
        None, description="File with the value of `QA_ADMIN_TOKENS`; line ends will do for commas."
    )
    admin_tokens: NamedTokens = Field(
        {},
        validate_default=True,
        description="More tokens, each with the name that the log calls it by: `alice:TOKEN`, with commas between.",
    )
    webhook_secret_file: Path | None = Field(None, description="File with the value of `QA_WEBHOOK_SECRET`.")
    webhook_secret: Secret | None = Field(
        None, validate_default=True, description="Secret with which a code host signs the push that rebuilds."
    )
    docs: bool = Field(
        default=False, description="Whether `/docs` shows the API in a browser, with a script from a public host."
    )

    rate_per_minute: int = Field(
        240, ge=0, le=100_000, description="Requests to the API that one client may make in a minute; 0 for any number."
    )
    rate_burst: int = Field(60, ge=1, le=100_000, description="So many of them at once.")
    trusted_proxies: Networks = Field(
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

    @field_validator("admin_token", "admin_tokens", "webhook_secret", mode="before")
    @classmethod
    def _from_file(cls, given: object, info: ValidationInfo) -> object:
        return secret_of(given, info.data.get(f"{info.field_name}_file"))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, the environment, the file: the first that knows a setting decides."""
        return init_settings, sources.Environment(settings_cls), sources.File(settings_cls)

    @property
    def admin_keys(self) -> tuple[tuple[str, SecretStr], ...]:
        """Names and tokens of who may give orders."""
        only = ((_ONLY_KEY, self.admin_token),) if self.admin_token else ()
        return (*only, *self.admin_tokens.items())

    @property
    def takes_orders(self) -> bool:
        """Whether the operators' endpoints are there."""
        return bool(self.admin_keys or self.webhook_secret)

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Origins whose pages may ask."""
        return separated(self.cors_origins)

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
