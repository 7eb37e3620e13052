"""What the API's own description allows and forbids, tried at random: no server error, no status that is not described.

.venv/bin/python -m benchmarks.fuzz [EXAMPLES]     needs an index and the command schemathesis; keeps its JSON

schemathesis is no dependency: it brings a web framework's worth of packages for something that runs now and then.
`pipx install schemathesis==4.32.5`, or a virtual environment of its own whose bin/ is on PATH.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.served import HOST, serving

# Not among them: `positive_data_acceptance`, as no schema can say that a question must hold a word; and what is about
# resources that clients create, of which there are none.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
)
SEED = 1


def main() -> None:
    """Run, print, keep."""
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    command = shutil.which("schemathesis")
    if command is None:
        sys.exit("no schemathesis on PATH: pipx install schemathesis==4.32.5")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(feedback_file=Path(folder) / "f", rate_per_minute=0) as (port, _),
    ):
        started = time.perf_counter()
        ended = subprocess.run(
            [
                command,
                *("run", f"http://{HOST}:{port}/openapi.json", "--checks", ",".join(CHECKS), "--no-color"),
                *("--max-examples", str(examples), "--seed", str(SEED), "--continue-on-failure"),
                *("--workers", "2", "--max-response-time", "5"),
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        seconds = time.perf_counter() - started
    print(ended.stdout[-6000:])
    cases = re.search(r"Test cases:\s+([\d,]+) generated", ended.stdout)
    version = re.search(r"Schemathesis v?([\d.]+)", ended.stdout)
    report = {
        "schemathesis": version[1] if version else None,
        "seed": SEED,
        "checks": CHECKS,
        "cases": int(cases[1].replace(",", "")) if cases else 0,
        "failures": re.findall(r"❌ (ST\d+ [^\n]+)", ended.stdout),
        "exit_status": ended.returncode,
        "seconds": round(seconds),
    }
    Path("benchmarks/results/fuzz.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
