"""Runs `qa evaluate` over all sets and writes the tables of docs/evaluation.md.

python benchmarks/evaluation.py run EVAL_DIR [SET…]    # one JSON a set under benchmarks/results/evaluation/
python benchmarks/evaluation.py table                  # rewrites docs/evaluation.md between its markers
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sets import DEVELOPMENT

QA = str(Path(sys.executable).with_name("qa"))
RESULTS = Path("benchmarks/results/evaluation")
DOCUMENT = Path("docs/evaluation.md")
SETS = (*DEVELOPMENT, "atec-faq", "golden")
STAGES = ("plain dense", "plain hybrid", "dense", "lexical", "fused", "late", "final")


def run(folder: Path, names: tuple[str, ...]) -> None:
    """Evaluate each set in a process of its own."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in names:
        dataset = name if name.startswith("golden") else str(folder / name)
        done = subprocess.run([QA, "evaluate", dataset, "--json"], check=True, capture_output=True, text=True)
        report = {**json.loads(done.stdout), "dataset": name}
        path = RESULTS / f"{name.replace(':', '-')}.json"
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(name, flush=True)


def tables() -> str:
    """Markdown: R@1 by stage, all measures of the last stage, and what confidence is worth."""
    reports = [json.loads((RESULTS / f"{name}.json").read_text("utf-8")) for name in SETS if _exists(name)]
    return "\n".join((*_by_stage(reports), "", *_final(reports), "", *_latency(reports), "", *_trust(reports)))


def _exists(name: str) -> bool:
    return (RESULTS / f"{name}.json").exists()


def _whole(report: dict[str, Any]) -> dict[str, Any]:
    pairs: dict[str, Any] = report["pairs"]
    return dict(pairs.get("all") or next(iter(pairs.values())))


def _by_stage(reports: list[dict[str, Any]]) -> Iterator[str]:
    yield "| R@1, % | " + " | ".join(STAGES) + " |"
    yield "|---" * (len(STAGES) + 1) + "|"
    for report in reports:
        values = [100 * _whole(report)[stage]["R@1"]["value"] for stage in STAGES]
        best = max(values[:2])
        cells = [f"{value:.1f}" for value in values[:-1]] + [f"**{values[-1]:.1f}** ({values[-1] - best:+.1f})"]
        yield f"| {report['dataset']} | " + " | ".join(cells) + " |"


def _final(reports: list[dict[str, Any]]) -> Iterator[str]:
    yield "| final | pair | R@1 [95 %] | R@3 | R@5 | R@10 | MRR@10 | nDCG@10 | own language first (plain dense) | ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for report in reports:
        for pair, stages in report["pairs"].items():
            final = stages["final"]
            first = final["R@1"]
            shown = [f"{100 * first['value']:.1f} [{100 * first['low']:.1f}, {100 * first['high']:.1f}]"]
            shown += [f"{100 * final[name]['value']:.1f}" for name in ("R@3", "R@5", "R@10", "MRR@10", "nDCG@10")]
            own = report["own_language_first"]
            shown += [f"{100 * own['final']:.1f} % ({100 * own['plain dense']:.1f} %)"]
            shown += [f"{report['latency_ms']['mean']:.1f}"]
            yield f"| {report['dataset']} | {pair} | " + " | ".join(shown) + " |"


def _latency(reports: list[dict[str, Any]]) -> Iterator[str]:
    """Of the shipped corpus: what each step adds to the encoder."""
    for report in reports:
        if report["dataset"] == "golden":
            steps: dict[str, float] = report["latency_ms"]["steps"]
            whole = report["latency_ms"]["p50"]
            yield "| p50, ms | " + " | ".join(steps) + " | whole | whole / encode |"
            yield "|---" * (len(steps) + 3) + "|"
            cells = [f"{value:.1f}" for value in (*steps.values(), whole)]
            yield "| golden | " + " | ".join(cells) + f" | {whole / steps['encode']:.2f} |"


def _trust(reports: list[dict[str, Any]]) -> Iterator[str]:
    for report in reports:
        if "trust" in report:
            trust = report["trust"]
            areas = ", ".join(f"{name} {value:.3f}" for name, value in trust["auroc"].items())
            yield f"**Confidence, {report['dataset']}.** AUROC of answerable questions against: {areas}."
            refused = ", ".join(f"{name} {100 * value:.1f} %" for name, value in trust["refused"].items())
            yield f"At the shipped threshold {100 * trust['answered']:.1f} % of the answerable are answered; refused:"
            yield f"{refused}. Expected calibration error {trust['calibration_error']:.3f}."
            yield ""
            yield "| confidence | answers | mean confidence | right |"
            yield "|---|---|---|---|"
            for found in trust["reliability"]:
                yield (
                    f"| {found['low']:.1f}-{found['high']:.1f} | {found['count']} | {found['confidence']:.2f} "
                    f"| {found['right']:.2f} |"
                )
            yield ""
            yield "R@1 by style: " + ", ".join(f"{name} {100 * v:.1f}" for name, v in report["styles"].items()) + "."
            yield ""
            yield from _worst(report)


def _worst(report: dict[str, Any]) -> Iterator[str]:
    yield "| surest wrong answers | style | confidence | first result | expected | at rank |"
    yield "|---|---|---|---|---|---|"
    for wrong in report["worst"]:
        question = wrong["question"].replace("|", "/")
        places = f"`{wrong['found'][0]}` | `{wrong['expected'][0]}` | {wrong['rank'] or 'none'}"
        yield f"| {question} | {wrong['style']} | {wrong['confidence']} | {places} |"


def write() -> None:
    """Put the tables between the markers."""
    text = DOCUMENT.read_text("utf-8")
    begin, end = "<!-- tables: begin -->", "<!-- tables: end -->"
    new = re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{tables()}\n{end}", text, flags=re.DOTALL)
    DOCUMENT.write_text(new, "utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(Path(sys.argv[2]), tuple(sys.argv[3:]) or SETS)
    else:
        write()
