"""What people and programs send that is no question: each is told what is wrong, in their language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.api.wire import QUERY, problem

JSON = "application/json"
SECRET = "secretword"  # stands in many inputs, and never in what comes back

# name: (body, expected status and code)
REFUSED: dict[str, tuple[bytes, int, str]] = {
    "empty": (b'{"question": ""}', 422, "question-blank"),
    "blank": ('{"question": " \\t\\n\u3000"}'.encode(), 422, "question-blank"),
    "only punctuation": ('{"question": "？！…。—— ?!.,;"}'.encode(), 422, "question-blank"),
    "only emoji": ('{"question": "😭🙏👨‍👩‍👧‍👦🇨🇳"}'.encode(), 422, "question-blank"),
    "only controls": (b'{"question": "\\u0000\\u0007\\u001b\\u0085"}', 422, "question-blank"),
    "only invisible": (b'{"question": "\\u200b\\u202e\\ufeff\\u2066\\ufe0f"}', 422, "question-blank"),
    "too long": (json.dumps({"question": SECRET * 201}).encode(), 422, "question-too-long"),
    "2001 characters": (json.dumps({"question": "中" * 2001}, ensure_ascii=False).encode(), 422, "question-too-long"),
    "high surrogate": (b'{"question": "secretword \\ud83d"}', 422, "question-not-text"),
    "low surrogate": (b'{"question": "secretword \\udc00 \\u4e2d"}', 422, "question-not-text"),
    "number": (b'{"question": 7}', 422, "invalid-request"),
    "null": (b'{"question": null}', 422, "invalid-request"),
    "list": (b'{"question": ["secretword"]}', 422, "invalid-request"),
    "object": (b'{"question": {"secretword": "\\ud800"}}', 422, "invalid-request"),
    "true": (b'{"question": true}', 422, "invalid-request"),
    "missing": (b"{}", 422, "invalid-request"),
    "body is a list": (b'[{"question": "secretword"}]', 422, "invalid-request"),
    "body is a text": (b'"secretword"', 422, "invalid-request"),
    "body is null": (b"null", 422, "invalid-request"),
    "unknown field": (b'{"question": "fees", "secretword": 1}', 422, "invalid-request"),
    "unknown field, half a character": (
        b'{"question": "fees", "\\ud800secretword": "\\udfff"}',
        422,
        "invalid-request",
    ),
    "a thousand unknown fields": (
        json.dumps({"question": "fees", **{f"{SECRET}{i}": i for i in range(1000)}}).encode(),
        422,
        "invalid-request",
    ),
    "unknown lang": (b'{"question": "fees", "lang": "secretword"}', 422, "invalid-request"),
    "lang null": (b'{"question": "fees", "lang": null}', 422, "invalid-request"),
    "unknown kind": (b'{"question": "fees", "kind": "secretword"}', 422, "invalid-request"),
    "tags no list": (b'{"question": "fees", "tags": "secretword"}', 422, "invalid-request"),
    "tags of numbers": (b'{"question": "fees", "tags": [1, null]}', 422, "invalid-request"),
    "too many tags": (json.dumps({"question": "fees", "tags": ["a"] * 21}).encode(), 422, "invalid-request"),
    "a long tag": (json.dumps({"question": "fees", "tags": [SECRET * 11]}).encode(), 422, "invalid-request"),
    "a long platform": (json.dumps({"question": "fees", "platform": SECRET * 11}).encode(), 422, "invalid-request"),
    "debug no boolean": (b'{"question": "fees", "debug": "secretword"}', 422, "invalid-request"),
    **{
        f"top_k {value}": (f'{{"question": "fees", "top_k": {value}}}'.encode(), 422, "invalid-request")
        for value in ("0", "-1", "21", "10000", "1.5", '"x"', "null", "[]", "NaN", "Infinity", "-Infinity", "1e999")
    },
    "top_k of 5000 digits": (b'{"question": "fees", "top_k": ' + b"9" * 5000 + b"}", 400, "invalid-json"),
    "no body": (b"", 422, "invalid-request"),
    "broken": (b'{"question": "secretword"', 400, "invalid-json"),
    "single quotes": (b"{'question': 'secretword'}", 400, "invalid-json"),
    "trailing": (b'{"question": "fees"} secretword', 400, "invalid-json"),
    "raw control": (b'{"question": "a\x00b"}', 400, "invalid-json"),
    "nested lists": (b"[" * 30_000 + b"]" * 30_000, 400, "invalid-json"),
    "nested objects": (b'{"question":' * 5_000 + b"1" + b"}" * 5_000, 400, "invalid-json"),
    "invalid UTF-8": (b'{"question": "secretword \xff\xfe"}', 400, "invalid-json"),
    "UTF-8 of half a character": (b'{"question": "secretword \xed\xa0\x80"}', 422, "question-not-text"),
    "GB18030": ('{"question": "客服不回复"}'.encode("gb18030"), 400, "invalid-json"),
    "too large": (b'{"question": "' + b"a" * 70_000 + b'"}', 413, "body-too-large"),
    "50 MB": (b'{"question": "' + b"a" * 50_000_000 + b'"}', 413, "body-too-large"),
}

ODD_BUT_FINE = {
    "NUL inside": "客服\x00不回复\x1b[31m",
    "U+FDFA": "\ufdfa" * 2000,
    "combining marks": "a" + "\u0301\u0316" * 999,
    "ZWJ emoji and words": "👩‍👩‍👧‍👦 lost her 钱包 🏴\U000e0067\U000e0062\U000e007f",
    "right to left": "\u202eمحفظتي اختفت\u202c wallet \u2067שלום\u2069",
    "full width": "ＵＳＤＴ　ＴＲＣ２０",
    "no characters": "fees \uffff \ufdd0 \u2028 \u2029 fees",
    "variation selectors": "钱" + "\ufe0f" * 1900,
    "old jamo and Turkish": "\u1112\u1161\u11ab İıßſ K⽅方",
    "one letter": "a",
    "one digit": "1",
    "2000 characters": "中" * 2000,
    "2000 characters beyond the BMP": "𠮷" * 2000,
    "addresses": "0xdAC17F958D2ee523a2206206994597C13D831ec7 " * 46,
    "operators": 'fees" OR 1=1; -- +wallet -scam title:* ~2 ^3 \\ / {{7*7}} ${7} <script>',
    "only stop words": "的 the of 了",
    "stacked marks, many words": ("e" + "\u0302\u0323" * 40 + " ") * 20,
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_asked_is_refused_with_its_reason(client: TestClient, name: str, lang: str) -> None:
    body, status, code = REFUSED[name]
    headers = {"Content-Type": JSON, "Accept-Language": f"{lang}-CN,de;q=0.5"}
    response = client.post(QUERY, content=body, headers=headers)
    assert (response.status_code, problem(response)) == (status, code)
    assert response.headers["content-language"] == lang
    assert SECRET not in response.text


@pytest.mark.parametrize("name", ODD_BUT_FINE)
def test_odd_text_is_answered(client: TestClient, name: str) -> None:
    response = client.post(QUERY, json={"question": ODD_BUT_FINE[name]})
    assert response.status_code == 200, response.text
    assert len(response.json()["results"]) == 5


def test_a_million_combining_marks_are_refused_before_anything_normalises_them(client: TestClient) -> None:
    response = client.post(QUERY, json={"question": "a" + "\u0301\u0316" * 500_000})
    assert (response.status_code, problem(response)) == (413, "body-too-large")


@pytest.mark.parametrize("lang", ["zh", "zh-TW,zh;q=0.9,en;q=0.8", "ZH-hans"])
def test_who_reads_chinese_is_told_in_chinese(client: TestClient, lang: str) -> None:
    told = client.post(QUERY, json={"question": ""}, headers={"Accept-Language": lang}).json()
    assert (told["title"], told["detail"]) == ("没有可以查找的内容", "请用几个字描述你遇到的问题。")


@pytest.mark.parametrize("lang", ["", "de", "en,zh", "*", "zh\xff".encode("latin-1"), "x" * 5000])
def test_others_are_told_in_english_whatever_they_send(client: TestClient, lang: str | bytes) -> None:
    headers = {b"Accept-Language": lang if isinstance(lang, bytes) else lang.encode()}
    told = client.post(QUERY, json={"question": ""}, headers=headers)
    assert problem(told) == "question-blank"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"question": "fees", "top_k": 0}, ["/top_k"]),
        ({"question": "fees", "tags": ["a", 7]}, ["/tags/1"]),
        ({"top_k": "x", "lang": "fr"}, ["/question", "/lang", "/top_k"]),
        ({"question": "fees", "made_up": 1}, [""]),
    ],
)
def test_each_wrong_field_is_pointed_at(client: TestClient, body: dict[str, Any], pointers: list[str]) -> None:
    errors = client.post(QUERY, json=body).json()["errors"]
    assert [error["pointer"] for error in errors] == pointers


def test_of_two_fields_with_one_name_the_last_counts(client: TestClient) -> None:
    twice = b'{"question": "", "question": "fees", "top_k": 2, "top_k": 1}'
    response = client.post(QUERY, content=twice, headers={"Content-Type": JSON})
    assert response.status_code == 200
    assert len(response.json()["results"]) == 1


@pytest.mark.parametrize(
    "media_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"],
)
def test_a_body_that_is_not_declared_as_json_is_refused(client: TestClient, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    response = client.post(QUERY, content=b'{"question": "secretword"}', headers=headers)
    assert (response.status_code, problem(response)) == (415, "unsupported-media-type")


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", "application/json;"])
def test_json_may_be_declared_in_any_spelling(client: TestClient, media_type: str) -> None:
    response = client.post(QUERY, content=b'{"question": "fees"}', headers={"Content-Type": media_type})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "invalid-request"),
        ("?question=", "question-blank"),
        ("?question=%F0%9F%98%AD", "question-blank"),
        ("?question=" + "a" * 2001, "question-too-long"),
        ("?question=fees&top_k=0", "invalid-request"),
        ("?question=fees&top_k=1e999", "invalid-request"),
        ("?question=fees&top_k=NaN", "invalid-request"),
        ("?question=fees&top_k=" + "9" * 5000, "invalid-request"),
        ("?question=fees&lang=secretword", "invalid-request"),
        ("?question=fees&secretword=1", "invalid-request"),
        ("?question=fees&tags=" + "&tags=".join("a" * 21), "invalid-request"),
    ],
)
def test_a_wrong_link_is_told_the_same_way(client: TestClient, query: str, code: str) -> None:
    response = client.get(f"{QUERY}{query}")
    assert (response.status_code, problem(response)) == (422, code)
    assert SECRET not in response.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_other_methods_are_told_which_are_taken(client: TestClient, method: str) -> None:
    response = client.request(method, QUERY, headers={"Content-Type": JSON}, content=b"{}")
    assert (response.status_code, problem(response)) == (405, "method-not-allowed")
    assert {"GET", "POST"} & {name.strip() for name in response.headers["allow"].split(",")}


@given(question=st.text(st.characters(codec=None, categories=None), max_size=2100))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_or_refused(small: TestClient, question: str) -> None:
    posted = small.post(QUERY, content=json.dumps({"question": question}).encode(), headers={"Content-Type": JSON})
    assert posted.status_code in (200, 422), (posted.status_code, posted.text)
    if posted.status_code == 422:
        assert problem(posted).startswith("question-")


@given(body=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=8))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_any_field_is_answered_or_refused(small: TestClient, body: object) -> None:
    for name in ("question", "lang", "top_k", "kind", "tags", "platform", "debug"):
        content = json.dumps({"question": "fees", name: body}).encode()
        response = small.post(QUERY, content=content, headers={"Content-Type": JSON})
        assert response.status_code in (200, 422) or response.json()["type"].endswith("invalid-json")
