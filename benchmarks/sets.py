"""The sets in BEIR's layout that weights are fitted on. atec-faq is only measured: indexing it takes minutes."""

DEVELOPMENT = (
    "xquad-zh-zh",
    "xquad-en-en",
    "xquad-zh-en",
    "xquad-en-zh",
    "xquad-mixed",
    "xquad-half-same",
    "xquad-half-cross",
    "cmrc-trial",
    "banking77-dev",
)
