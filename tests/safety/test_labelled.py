"""What protects the asker, measured on labelled sets: the rules may not get worse."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.safety import VERDICTS, read, schemes_found, secrets_found, verdicts_given

SECRETS_RECALL = 0.99
SECRETS_PRECISION = 0.98
SCHEMES_RECALL = 0.95
SCHEMES_FALSE_ALARMS = 0.03


@pytest.mark.parametrize("name", ["secrets", "secrets-unseen"])
def test_of_a_hundred_secrets_one_stays_at_most_and_two_harmless_texts_are_cut(name: str) -> None:
    found = secrets_found(name)
    assert found["recall"] >= SECRETS_RECALL, found["wrong"]
    assert found["precision"] >= SECRETS_PRECISION, found["wrong"]


@pytest.mark.parametrize("name", ["contacts", "contacts-unseen"])
def test_no_lookalike_is_called_official_and_few_verdicts_are_wrong(name: str) -> None:
    found = verdicts_given(name)
    table: dict[str, dict[str, int]] = found["table"]
    assert table["lookalike"]["official"] == table["unknown"]["official"] == 0
    right = sum(table[verdict][verdict] for verdict in VERDICTS)
    assert right / len(read(name)) >= 0.99, found["wrong"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["scams", "scams-unseen"])
def test_tellings_of_schemes_get_a_card_and_ordinary_questions_hardly_ever(name: str, lang: str) -> None:
    found = schemes_found(name)
    rates: dict[str, Any] = found[lang]
    assert rates["recall"] >= SCHEMES_RECALL, found["wrong"]
    assert rates["false_alarms"] <= SCHEMES_FALSE_ALARMS, found["wrong"]


def test_the_sets_are_large_enough_to_say_something() -> None:
    secrets = read("secrets-unseen")
    assert len(secrets) >= 300
    assert sum(not item["secrets"] for item in secrets) >= 150
    assert len(read("contacts-unseen")) >= 200
    for lang in ("zh", "en"):
        for told in (True, False):
            assert sum(item["lang"] == lang and bool(item["codes"]) == told for item in read("scams-unseen")) >= 120


def test_no_text_is_in_a_set_that_rules_were_made_with_and_in_an_unseen_one() -> None:
    for family, field in (("secrets", "text"), ("scams", "text"), ("contacts", "contact")):
        seen = {item[field] for item in read(family)}
        assert not seen & {item[field] for item in read(f"{family}-unseen")}
