"""How long protecting the asker takes: each step for ordinary questions, the guard for 1 MB of texts made to be slow.

python benchmarks/guard.py      keeps its JSON under results/
"""

from __future__ import annotations

import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from qa.safety.contacts.registry import Registry
from qa.safety.contacts.verify import verdicts
from qa.safety.scams import scams
from qa.safety.secrets import cut

MEGABYTE = 1_000_000
# Of which the whole must take twice as long as the half, and four times as long as the quarter.
PARTS = (0.25, 0.5, 1)
TRIES = 2
TODAY = date(2026, 11, 23)
ROUNDS = 3
QUESTIONS = Path("corpus/questions/hard.jsonl")


def texts() -> Iterator[tuple[str, str]]:
    """Texts of one million characters by name."""
    chosen = random.Random(4)  # noqa: S311
    listed = ("abandon", "ability", "able", "about", "above", "absent", "absorb", "abstract", "zoo", "mimic", "army")
    han = "的一是在不了有和人这中大为上个国我以要他时来用们"

    def repeated(text: str) -> str:
        return (text * (MEGABYTE // len(text) + 1))[:MEGABYTE]

    yield "one letter", repeated("a")
    yield "one digit", repeated("1")
    yield "digits and spaces", repeated("4111 1111 1111 1112 ")
    yield "hexadecimal", repeated("0123456789abcdef")
    yield "keys of 64 digits", repeated("f" * 64 + " ")
    yield "spaces", repeated(" ")
    yield "line ends", repeated("\n")
    yield "combining marks", repeated("\u0301")
    yield "alternating marks", repeated("\u0344\u0323")
    yield "zero-width characters", repeated("\u200b")
    yield "full-width digits", repeated("１２３４５６７")
    yield "listed words", " ".join(chosen.choices(listed, k=MEGABYTE // 6))[:MEGABYTE]
    yield "listed words, every tenth unknown", repeated("abandon ability able about above absent absorb zoo army zzzz ")
    yield "listed words, then the", repeated("abandon ability able about above absent absorb zoo army the ")
    yield "listed words, mistyped by turns", repeated("abandon zzzz ")
    yield (
        "phrases without an announcement",
        repeated("abandon ability able about above absent absorb abstract absurd abuse access zoo the "),
    )
    yield "everyday words", repeated("about when there will they account ")
    yield "Chinese characters apart", " ".join(chosen.choices(han, k=MEGABYTE // 2))
    yield "Chinese characters", "".join(chosen.choices(han, k=MEGABYTE))
    yield "助记词是", repeated("助记词是")
    yield "助记词: and characters", repeated("助记词：的一是在不了有和人这中大")
    yield "password is", repeated("password is ")
    yield "password for a b c", repeated("password for a b c d ")
    yield "password a1b2c3", repeated("password a1b2c3 ")
    yield "密码是", repeated("密码是")
    yield "verification code", repeated("verification code ")
    yield "code and blanks", repeated("code" + " " * 30)
    yield "验证码123456", repeated("验证码123456")
    yield "telephone numbers", repeated("13812345678 ")
    yield "numbers of support", repeated("support 13812345678 ")
    yield "addresses", repeated("joe@gmail.com ")
    yield "at signs", repeated("a@")
    yield "dots and at signs", repeated("a.b@c.d.")
    yield "opening brackets", repeated("[1,")
    yield "key file without an end", repeated("1,")
    yield "WIF", repeated("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ ")
    yield "Base58", repeated("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn")
    yield "quotes", repeated('password: "')
    yield "user names", repeated("user a ")
    yield "gaps", repeated("…")
    yield "emoji", repeated("👩‍👩‍👧")
    yield "random Unicode", "".join(chr(chosen.randrange(0x110000)) for _ in range(MEGABYTE))
    yield "random ASCII", "".join(chr(chosen.randrange(32, 127)) for _ in range(MEGABYTE))


def seconds(run: Callable[[], object]) -> float:
    """Of the processor for one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def milliseconds() -> dict[str, dict[str, float]]:
    """Of the processor, by step, for ordinary questions: median and 95th percentile."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    registry = Registry.from_yaml(Path("corpus/contacts.yaml").read_text("utf-8"))
    steps: dict[str, Callable[[str], object]] = {
        "secrets": cut,
        "schemes": scams,
        "contacts": lambda question: verdicts(question, registry, TODAY),
    }
    taken = {}
    for name, step in steps.items():
        each = [min(seconds(lambda: step(question)) for _ in range(ROUNDS)) * 1000 for question in questions]  # noqa: B023
        taken[name] = {"p50": round(statistics.median(each), 3), "p95": round(statistics.quantiles(each, n=20)[-1], 3)}
    return taken


def yardstick() -> float:
    """Seconds for a search of 1 MB that every machine does: by it machines, and hours of one, are compared."""
    text = "abandon ability able " * (MEGABYTE // 21)
    return min(seconds(lambda: len(re.findall("[a-z]+", text))) for _ in range(5))


def table() -> Iterator[dict[str, object]]:
    """Seconds for each long text, of its first quarter, half and whole, and how many times the yardstick that is.

    The least of a few rounds is taken, as others use the machine as well.
    """
    for name, text in texts():
        unit = yardstick()
        parts = [text[: int(len(text) * part)] for part in PARTS]
        times = [min(seconds(lambda: cut(part)) for _ in range(TRIES)) for part in parts]  # noqa: B023
        row = [round(one, 2) for one in times]
        yield {
            "text": name,
            "seconds": row,
            "whole_to_half": round(times[2] / times[1], 2),
            "yardsticks": round(times[2] / unit, 1),
        }
        print(*(f"{one:6.2f}" for one in row), f"{times[2] / times[1]:6.2f} {times[2] / unit:6.1f}  {name}", flush=True)


def main() -> None:
    """Run, print, keep."""
    for step in (cut, scams):
        step("x " * 40)
    questions = milliseconds()
    for name, taken in questions.items():
        print(f"{name}: {taken['p50']} ms, 95 % within {taken['p95']} ms")
    print(f"seconds for {', '.join(f'{part} MB' for part in PARTS)}; whole to half; yardsticks")
    report = {"milliseconds": questions, "megabytes": PARTS, "texts": list(table())}
    Path("benchmarks/results/secrets.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
