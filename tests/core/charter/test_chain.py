"""A locked charter cannot be changed unnoticed, and an amendment never overwrites."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SizePlan
from experimentos_core.charter.chain import (
    CharterChain,
    amend,
    canonical,
    faults_of,
    lock,
    read_chain,
    write_chain,
)
from experimentos_core.foundation.errors import CharterError

PLAN = Charter(
    name="Checkout \u00fcber alles",
    hypothesis="More people buy.",
    primary=PrimaryPlan(metric="signups"),
    guardrails=(GuardrailPlan(name="errors"),),
    split={"control": 50.0, "b": 50.0},
    size=SizePlan(baseline=0.1, mde=0.01, n_control=14_744, n_treatment=14_744),
)


def at(hour: int) -> datetime:
    return datetime(2026, 3, 1, hour, 30, tzinfo=UTC)


def chain_of_three() -> CharterChain:
    chain = lock(PLAN, lambda: at(9))
    chain = amend(chain, replace(PLAN, alpha=0.01), "Legal asked for it.", lambda: at(10))
    return amend(chain, replace(PLAN, alpha=0.01, owner="Mia"), "New owner.", lambda: at(11))


def test_every_version_stays_and_says_when_and_why() -> None:
    chain = chain_of_three()
    assert [v.version for v in chain.versions] == [1, 2, 3]
    assert [v.locked_at for v in chain.versions] == [
        f"2026-03-01T{hour:02}:30:00Z" for hour in (9, 10, 11)
    ]
    assert [v.reason for v in chain.versions] == ["", "Legal asked for it.", "New owner."]
    assert (chain.first.charter, chain.latest.charter.owner) == (PLAN, "Mia")
    assert chain.versions[1].previous == chain.versions[0].sha256
    assert faults_of(chain) == ()


def test_the_time_is_utc_wherever_it_is_locked() -> None:
    local = at(9).astimezone(timezone(timedelta(hours=-7)))
    assert lock(PLAN, lambda: local) == lock(PLAN, lambda: at(9))


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    assert (
        canonical({"b": 1, "a": [1.5, None, "\u00e9"]})
        == '{"a":[1.5,null,"\u00e9"],"b":1}'.encode()
    )
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_an_amendment_needs_a_reason_and_a_change() -> None:
    chain = lock(PLAN, lambda: at(9))
    for reason, charter in ((" ", Charter()), ("Because", PLAN), ("x" * 2001, Charter())):
        with pytest.raises(CharterError):
            amend(chain, charter, reason, lambda: at(10))


def test_a_file_comes_back_and_is_the_same_bytes_again() -> None:
    chain = chain_of_three()
    assert read_chain(write_chain(chain)) == chain
    assert write_chain(read_chain(write_chain(chain))) == write_chain(chain)


def test_any_changed_byte_is_found() -> None:
    data = write_chain(chain_of_three())
    for position in range(len(data)):
        for change in (1, 0x20):
            tampered = bytearray(data)
            tampered[position] ^= change
            with pytest.raises(CharterError) as caught:
                read_chain(bytes(tampered))
            assert caught.value.hint


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda vs: vs[0]["charter"].update(alpha=0.2), "Version 1 of the charter was changed"),
        (lambda vs: vs[1].update(reason="None"), "Version 2 of the charter was changed"),
        (lambda vs: vs[2].update(locked_at="2025-01-01T00:00:00Z"), "Version 3"),
        (lambda vs: vs.pop(1), "Version 2 of the charter is numbered 3"),
        (lambda vs: vs.pop(0), "Version 1 of the charter is numbered 2"),
        (lambda vs: vs.clear(), "no version"),
    ],
)
def test_what_was_tampered_with_is_named(tamper, words: str) -> None:
    document = json.loads(write_chain(chain_of_three()))
    tamper(document["versions"])
    with pytest.raises(CharterError, match=words):
        read_chain(json.dumps(document).encode())


def test_a_resealed_version_breaks_the_one_after_it() -> None:
    chain = chain_of_three()
    forged = replace(chain.versions[0], charter=replace(PLAN, alpha=0.2), sha256="")
    forged = replace(forged, sha256=forged.digest)
    (fault,) = faults_of(CharterChain(versions=(forged, *chain.versions[1:])))
    assert "Version 2" in fault
    assert "does not follow" in fault


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"kind":"experimentos-charter"}'])
def test_what_is_no_locked_charter_is_a_sentence(data: bytes) -> None:
    with pytest.raises(CharterError):
        read_chain(data)
