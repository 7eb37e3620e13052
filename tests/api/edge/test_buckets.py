"""Token buckets against an exact account of what a client may have."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.api.edge.buckets import Buckets


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_what_follows_waits_for_its_token() -> None:
    clock = Clock()
    buckets = Buckets(3, 0.5, 10, clock)
    assert [buckets.take("a").is_granted for _ in range(4)] == [True, True, True, False]
    refused = buckets.take("a")
    assert (refused.left, refused.wait_s) == (0, 2.0)
    clock.now = 1.9
    assert not buckets.take("a").is_granted
    clock.now = 2.0
    assert buckets.take("a").is_granted
    assert not buckets.take("a").is_granted


def test_clients_do_not_share_a_bucket() -> None:
    buckets = Buckets(1, 1, 10, Clock())
    assert buckets.take("a").is_granted
    assert buckets.take("b").is_granted
    assert not buckets.take("a").is_granted


def test_the_least_recently_seen_client_is_forgotten_first_and_memory_is_bounded() -> None:
    buckets = Buckets(1, 0.001, 3, Clock())
    for client in "abc":
        buckets.take(client)
    buckets.take("a")
    buckets.take("d")  # b was seen longest ago
    assert not buckets.take("a").is_granted
    assert buckets.take("b").is_granted
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._levels) == 3


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    clock = Clock()
    buckets = Buckets(2, 1, 10, clock)
    clock.now = 100
    buckets.take("a")
    clock.now = 0
    assert buckets.take("a").is_granted
    assert buckets.take("a").wait_s <= 1


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60), st.integers(1, 5), st.integers(1, 8))
def test_never_more_pass_than_the_bucket_and_its_gain_allow(pauses: list[float], size: int, quarters: int) -> None:
    clock = Clock()
    rate = quarters / 4
    buckets = Buckets(size, rate, 10, clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a").is_granted
        assert passed <= size + clock.now * rate + 1e-6
