"""What the guard against secrets, the verdicts on contacts and the triage of schemes find in labelled sets.

    python benchmarks/safety.py              # print the figures
    python benchmarks/safety.py --save       # also write benchmarks/results/safety.json

The sets are in tests/safety/labelled/; its README says who saw which.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verify import verify
from qa.safety.scams import scams
from qa.safety.secrets import cut

ROOT = Path(__file__).parent.parent
SETS = ROOT / "tests/safety/labelled"
RESULTS = ROOT / "benchmarks/results/safety.json"

# The day on which the entries of the registry that goes with the contacts are verified, unverified and expired.
TODAY = date(2026, 11, 23)

VERDICTS = ("official", "lookalike", "unknown")

# So many words of a seed phrase in a row are worth something to a thief.
WORTH_STEALING = 4


def read(name: str) -> list[dict[str, Any]]:
    """The items of a set."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").split("\n")[:-1]]


def secrets_found(name: str) -> dict[str, Any]:
    """Values gone of all values, by kind; items without a secret left as they are; and what went wrong."""
    gone: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    wrong: list[str] = []
    harmless = touched = 0
    for item in read(name):
        kept = cut(item["text"])
        for secret in item["secrets"]:
            wanted[secret["kind"]] += 1
            if _is_gone(secret, kept.text):
                gone[secret["kind"]] += 1
            else:
                wrong.append(f"left: {item['text']} -> {kept.text}")
        if not item["secrets"]:
            harmless += 1
            if kept.text != item["text"]:
                touched += 1
                wrong.append(f"cut: {item['text']} -> {kept.text}")
    found = gone.total()
    return {
        "recall": found / wanted.total(),
        "precision": found / (found + touched),
        "values": [found, wanted.total()],
        "untouched": [harmless - touched, harmless],
        "kinds": {kind: [gone[kind], count] for kind, count in sorted(wanted.items())},
        "wrong": wrong,
    }


def _is_gone(secret: dict[str, str], text: str) -> bool:
    """Whether neither the value nor, of a phrase, enough of its words to be worth stealing are left."""
    words = secret["value"].split()
    starts = range(len(words) - WORTH_STEALING + 1) if secret["kind"] == "seed_phrase" else ()
    pieces = [" ".join(words[start : start + WORTH_STEALING]) for start in starts]
    return not any(piece in text for piece in (secret["value"], *pieces))


def verdicts_given(name: str) -> dict[str, Any]:
    """How often each verdict was given for each that is right, and what went wrong."""
    registry = Registry.from_yaml((SETS / "contacts.yaml").read_text("utf-8"))
    table = {right: dict.fromkeys(VERDICTS, 0) for right in VERDICTS}
    wrong = []
    for item in read(name):
        found = verify(item["contact"], registry, TODAY)
        table[item["verdict"]][found.verdict] += 1
        platform = found.entry.platform if found.entry else None
        if (found.verdict, platform, found.status) != (item["verdict"], item["platform"], item["status"]):
            wrong.append(f"{item['contact']}: {found.verdict} {platform}, not {item['verdict']} {item['platform']}")
    return {"table": table, "wrong": wrong}


def schemes_found(name: str) -> dict[str, Any]:
    """By language: tellings with a card, and with the right one; ordinary questions with one; what went wrong."""
    counts = {lang: Counter[str]() for lang in ("zh", "en")}
    wrong = []
    for item in read(name):
        found, told, count = scams(item["text"]), item["codes"], counts[item["lang"]]
        count["tellings" if told else "ordinary"] += 1
        count["found"] += bool(told and found)
        count["right"] += bool(set(told) & set(found)) or (told[:1] == ["other"] and bool(found))
        count["alarms"] += bool(found and not told)
        if bool(found) != bool(told):
            wrong.append(f"{'missed' if told else 'alarm'} {', '.join(told or found)}: {item['text']}")
    return {**{lang: _rates(count) for lang, count in counts.items()}, "wrong": wrong}


def _rates(count: Counter[str]) -> dict[str, Any]:
    return {
        "recall": count["found"] / count["tellings"],
        "right_card": count["right"] / count["tellings"],
        "false_alarms": count["alarms"] / count["ordinary"],
        "counts": dict(count),
    }


def figures() -> dict[str, Any]:
    """All figures, for the sets that the rules were made with and for those that they were not."""
    return {
        part: {
            "secrets": secrets_found(f"secrets{part}"),
            "contacts": verdicts_given(f"contacts{part}"),
            "scams": schemes_found(f"scams{part}"),
        }
        for part in ("", "-unseen")
    }


def table(found: dict[str, Any]) -> Iterable[str]:
    """The figures as lines to read."""
    for part, of in found.items():
        yield "# Sets that nobody had seen before the first look" if part else "# Sets that the rules were made with"
        secrets = of["secrets"]
        yield f"secrets: recall {100 * secrets['recall']:.1f} % ({secrets['values'][0]} of {secrets['values'][1]}),"
        yield f"  precision {100 * secrets['precision']:.1f} %, untouched {secrets['untouched']}, {secrets['kinds']}"
        for right, given in of["contacts"]["table"].items():
            yield f"contacts {right:>9}: {given}"
        for lang in ("zh", "en"):
            rates = of["scams"][lang]
            yield f"schemes {lang}: recall {100 * rates['recall']:.1f} %, right card {100 * rates['right_card']:.1f} %,"
            yield f"  false alarms {100 * rates['false_alarms']:.1f} % {rates['counts']}"


def main() -> None:
    """Print, and save if asked to."""
    found = figures()
    print("\n".join(table(found)))
    if "--save" in sys.argv:
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
