from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.datatypes import Floats
from qa.encoding import prepare as prepare_module
from qa.encoding.check_sentences import PASSAGES, QUERIES
from qa.encoding.onnx import load_encoder
from qa.encoding.original import encode_check_sentences, load_original, own_prompts
from qa.encoding.prepare import STEPS, prepare
from qa.encoding.store import Prompts, read_default, read_record
from qa.errors import ExportMismatchError, MissingExtraError, ModelError
from tests.encoding.conftest import MAX_TOKENS, MakeModel
from tests.encoding.whole_pass import whole_pass

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@pytest.fixture(scope="module")
def cls_source(make_model: MakeModel) -> Path:
    return make_model(pooling="cls")


@pytest.fixture(scope="module")
def cls_index(cls_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("cls")
    prepare(str(cls_source), index)
    return index


def unit(vector: Floats) -> Floats:
    return vector / np.linalg.norm(vector)


def must_not_load(source: str) -> SentenceTransformer:
    raise ModelError(f"{source} was loaded again")


def test_there_are_check_sentences_of_both_languages_and_of_all_lengths() -> None:
    texts = QUERIES + PASSAGES
    chinese = [text for text in texts if any("一" <= character <= "鿿" for character in text)]
    assert len(texts) >= 40
    assert len(set(texts)) == len(texts)
    assert 15 <= len(chinese) <= len(texts) - 15
    assert min(map(len, texts)) < 10
    assert max(map(len, texts)) > 300


def test_an_exported_model_agrees_with_sentence_transformers(tiny_source: Path, tiny_index: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_source), device="cpu")
    encoder = load_encoder(tiny_index)
    for texts, prompt, encode in (
        (QUERIES, "query: ", encoder.encode_queries),
        (PASSAGES, "passage: ", encoder.encode_passages),
    ):
        original = model.encode(list(texts), prompt=prompt, normalize_embeddings=True)
        assert (original * encode(texts).pooled).sum(axis=1).min() > 0.99


def test_the_record_says_how_well_the_export_agrees(tiny_index: Path) -> None:
    record = read_record(tiny_index / "encoders" / read_default(tiny_index))
    assert 0.99 < record.cosine_min <= record.cosine_mean <= 1.0001
    assert (record.dim, record.max_tokens) == (32, MAX_TOKENS)


def test_an_empty_document_prompt_does_not_hide_the_passage_prompt(tiny_index: Path) -> None:
    record = read_record(tiny_index / "encoders" / read_default(tiny_index))
    assert record.prompts == Prompts("query: ", "passage: ")


def test_a_model_without_prompts_takes_them_from_its_card(make_model: MakeModel) -> None:
    source = str(make_model(card='# multilingual-e5-tiny\nStart each text with "query: " or "passage: ".'))
    assert own_prompts(load_original(source), source) == Prompts("query: ", "passage: ")


def test_given_prompts_win_and_give_another_encoder(tiny_source: Path, tiny_index: Path) -> None:
    before = read_default(tiny_index)
    prepared = prepare(str(tiny_source), tiny_index, prompts=Prompts("", "P "))
    assert prepared.record.prompts == Prompts("", "P ")
    assert prepared.fingerprint != before
    assert read_default(tiny_index) == prepared.fingerprint
    assert prepare(str(tiny_source), tiny_index).fingerprint == before


def test_mean_pooling_is_kept(tiny_index: Path) -> None:
    encoder = load_encoder(tiny_index)
    for text in ("提现不到账", "where is my money"):
        every = whole_pass(encoder, encoder._record.prompts.query + text)
        np.testing.assert_allclose(encoder.encode_queries([text]).pooled[0], unit(every.mean(axis=0)), atol=1e-5)


def test_pooling_by_the_first_token_is_kept(cls_index: Path) -> None:
    encoder = load_encoder(cls_index)
    for text in ("提现不到账", "where is my money"):
        first = whole_pass(encoder, encoder._record.prompts.query + text)[0]
        np.testing.assert_allclose(encoder.encode_queries([text]).pooled[0], unit(first), atol=1e-5)


def test_the_stored_model_does_not_hold_the_paths_of_the_machine_that_made_it(tiny_index: Path) -> None:
    model = (tiny_index / "encoders" / read_default(tiny_index) / "model.onnx").read_bytes()
    assert b"site-packages" not in model
    assert str(Path(__file__).parents[2]).encode() not in model


def test_preparing_again_is_quick_and_touches_nothing(
    tiny_source: Path, tiny_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare_module, "load_original", must_not_load)
    before = {path: path.stat().st_mtime_ns for path in (tiny_index / "encoders").glob("*/*")}
    assert prepare(str(tiny_source), tiny_index).reused
    assert {path: path.stat().st_mtime_ns for path in (tiny_index / "encoders").glob("*/*")} == before


def test_forcing_gives_the_same_fingerprint_and_leaves_nothing_behind(tiny_source: Path, tiny_index: Path) -> None:
    before = read_default(tiny_index)
    steps: list[tuple[str, int, int]] = []
    prepared = prepare(str(tiny_source), tiny_index, force=True, progress=lambda *step: steps.append(step))
    assert (prepared.fingerprint, prepared.reused) == (before, False)
    assert [step for step, _, _ in steps] == [*STEPS[1:], "done"]
    assert [done for _, done, _ in steps] == [1, 2, 3, 4, 5, 6]
    assert not list((tiny_index / "encoders").glob(".*"))


def test_a_changed_source_is_prepared_again(cls_source: Path, cls_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert prepare(str(cls_source), cls_index).reused
    (cls_source / "README.md").write_text("a new card", "utf-8")
    monkeypatch.setattr(prepare_module, "load_original", must_not_load)
    with pytest.raises(ModelError, match="loaded again"):
        prepare(str(cls_source), cls_index)


def test_a_damaged_encoder_is_replaced(tiny_source: Path, tiny_index: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(tiny_index, tmp_path / "index"))
    folder = index / "encoders" / read_default(index)
    (folder / "model.onnx").write_bytes(b"damaged")
    repaired = prepare(str(tiny_source), index)
    assert (repaired.folder, repaired.reused) == (folder, False)
    assert load_encoder(index).encode_queries(["提现"]).pooled.shape == (1, 32)


def test_an_export_that_disagrees_is_refused_with_both_numbers(
    tiny_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_prompts(model: SentenceTransformer, prompts: Prompts) -> Floats:
        return encode_check_sentences(model, Prompts("", ""))

    monkeypatch.setattr(prepare_module, "encode_check_sentences", without_prompts)
    with pytest.raises(ExportMismatchError, match=r"mean cosine of 0\.\d{4} \(least 0\.\d{4}\).*needed is 0\.99"):
        prepare(str(tiny_source), tmp_path)
    assert not list((tmp_path / "encoders").iterdir())


def test_a_source_that_does_not_exist_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-model' cannot be loaded"):
        prepare(str(tmp_path / "no-such-model"), tmp_path)


@pytest.mark.parametrize("package", ["torch", "sentence_transformers", "onnxscript"])
def test_a_missing_package_is_reported_with_its_cure(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"'{package}' is not installed; run: pip install 'wenda\[models\]'"):
        prepare("anything", tmp_path)


def test_importing_prepare_imports_nothing_heavy() -> None:
    code = (
        "import sys, qa.encoding.prepare;"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
