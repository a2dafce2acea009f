"""The register of local authorities: names as reports print them, codes, neighbours, predecessors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.register import (
    alike,
    by_code,
    find,
    named,
    neighbours,
    plain_name,
    predecessors,
    register,
    resolve,
    successors,
    trusts,
)


def test_the_register_is_whole() -> None:
    names = [authority.name for authority in register()]
    assert len(names) == len(set(names)) > 150
    codes = {authority.la_code for authority in register()}
    for authority in register():
        assert set(authority.neighbours) <= codes
        assert all(find(name) for name in authority.became)
        assert bool(authority.ended) == bool(authority.became)
        assert authority.ons_code.startswith("E")


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Coventry City Council", "Coventry"),
        ("London Borough of Tower Hamlets", "Tower Hamlets"),
        ("The Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("Sandwell Metropolitan Borough Council", "Sandwell"),
        ("City of London Corporation", "City of London"),
        ("City of London", "City of London"),
        ("City of York Council", "York"),
        ("St Helens Metropolitan Borough\nCouncil", "St. Helens"),
        ("Telford & Wrekin Council", "Telford and Wrekin"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Hull City Council", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("Durham County Council", "Durham"),
        ("Northmere Metropolitan Borough Council", "Northmere"),
        ("London Borough of Eastvale", "Eastvale"),
    ],
)
def test_plain_names(printed: str, plain: str) -> None:
    assert plain_name(printed) == plain


def test_trusts_are_of_authorities_in_the_register() -> None:
    for trust in trusts():
        assert trust.authorities
        assert all(named(name) for name in trust.authorities)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Bristol City Council", "Bristol"),
        ("Coventry City Council children’s services", "Coventry"),
        ("Coventry local authority children's services", "Coventry"),
        ("Kent Safeguarding Children Board", "Kent"),
        ("Enfield Local Area Partnership", "Enfield"),
        ("LB Brent", "Brent"),
        ("Knowsley MBC", "Knowsley"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Borough of Poole", "Poole"),
        ("City of Westminster", "Westminster"),
        ("Corporation of London", "City of London"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("County Durham", "Durham"),
        ("North East Lincolnshire Council", "North East Lincolnshire"),
        ("Birmingham Children’s Trust", "Birmingham"),
        ("Doncaster Children's Services Trust", "Doncaster"),
        ("Slough Children First", "Slough"),
        ("Together for Children", "Sunderland"),
    ],
)
def test_printed_names_resolve(printed: str, name: str) -> None:
    resolved = resolve(printed)
    assert (resolved.name, resolved.known) == (name, True)


def test_every_authority_resolves_as_councils_are_called() -> None:
    calls = ("{}", "{} Council", "{} City Council", "{} Metropolitan Borough Council", "London Borough of {}")
    wrong = {
        call.format(one.name): resolve(call.format(one.name)).name
        for one in register()
        for call in calls
        if resolve(call.format(one.name)).authority is not one
    }
    assert wrong == {}


def test_a_trust_of_several_authorities_leaves_the_choice() -> None:
    resolved = resolve("Achieving for Children")
    assert resolved.authority is None
    assert resolved.trust is not None
    assert {one.name for one in resolved.choices} == {
        "Kingston upon Thames",
        "Richmond upon Thames",
        "Windsor and Maidenhead",
    }


def test_an_unknown_name_is_kept_as_it_is() -> None:
    resolved = resolve("Northmere  Vale Council")
    assert (resolved.name, resolved.known) == ("Northmere Vale Council", False)
    assert resolve(None).name == ""


def test_names_much_like_an_unknown_one() -> None:
    assert [one.name for one in alike("Coventrey City Council")][:1] == ["Coventry"]
    assert alike("Zzzz") == ()


def test_who_came_before_and_after() -> None:
    cumbria = named("Cumbria")
    assert [one.name for one in successors(cumbria)] == ["Cumberland", "Westmorland and Furness"]
    assert predecessors(named("Cumberland")) == (cumbria,)
    after = named("Bournemouth, Christchurch and Poole")
    assert {one.name for one in predecessors(after)} == {"Bournemouth", "Poole"}
    assert predecessors(cumbria) == () == successors(named("Coventry"))


def test_neighbours_and_codes() -> None:
    coventry = named("Coventry")
    assert by_code(coventry.la_code) is coventry
    assert by_code("000") is None
    assert [one.la_code for one in neighbours(coventry)] == list(coventry.neighbours)
    assert coventry not in neighbours(coventry)


@given(st.text(max_size=60))
def test_any_name(name: str) -> None:
    assert resolve(name).name == " ".join(name.split()) or resolve(name).authority or resolve(name).trust
    alike(name[:20])
