"""Limits: fair to a team behind one address, deaf to whoever guesses, and bounded in memory."""

from __future__ import annotations

from alongside.web.limits import Buckets, Limits, client_of


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_bucket_gives_its_burst_then_its_rate() -> None:
    """Three at once, then one every two seconds; it never holds more than its burst."""
    clock = Clock()
    bucket = Buckets(0.5, 3, clock)
    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]
    assert bucket.wait_s("a") == 2.0
    clock.s = 2
    assert bucket.take("a") and not bucket.take("a")
    clock.s = 10_000
    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]


def test_keys_do_not_share() -> None:
    """One who is too fast slows nobody else down."""
    bucket = Buckets(0.1, 1, Clock())
    assert bucket.take("a") and not bucket.take("a") and bucket.take("b")


def test_memory_is_bounded() -> None:
    """A million addresses keep no more than the newest of them."""
    bucket = Buckets(0.1, 1, Clock(), most_kept=100)
    for n in range(1000):
        bucket.take(str(n))
    assert len(bucket) == 100 and not bucket.take("999")


def test_a_network_of_one_holder_counts_as_one() -> None:
    """IPv4 by address, IPv6 by /64, a mapped IPv4 as itself."""
    hosts = ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    v4, mapped, one, same, other = (client_of({"client": (host, 1)}) for host in hosts)
    assert v4 == mapped == "192.0.2.7"
    assert one == same != other


def test_this_machine_is_never_shut_out() -> None:
    """Behind a proxy that was not named everybody comes from here: nobody may lock all others out."""
    limits = Limits(Clock())
    for host in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        scope = {"client": (host, 1)}
        for _ in range(1000):
            limits.was_wrong(scope)
        assert not limits.is_shut_out(scope)


def test_a_link_has_a_hundred_streams_open_and_no_more() -> None:
    """One link passed on to thousands cannot hold every connection; one that closes makes room."""
    limits = Limits(Clock())
    assert [limits.may_watch(1) for _ in range(102)] == [True] * 100 + [False] * 2
    assert limits.may_watch(2)
    limits.watches_no_more(1)
    assert limits.may_watch(1) and not limits.may_watch(1)


def test_a_client_that_has_guessed_too_often_comes_in_again_later() -> None:
    """Shut out by its own wrong tokens, for minutes, not for the day."""
    clock = Clock()
    limits, scope = Limits(clock), {"client": ("192.0.2.7", 1)}
    for _ in range(50):
        limits.was_wrong(scope)
    assert limits.is_shut_out(scope)
    clock.s = 60
    assert not limits.is_shut_out(scope)
