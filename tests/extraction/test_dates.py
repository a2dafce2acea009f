"""Dates as reports print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.dates import any_dates, day_dates


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("7 and 8 December 2010", "2010-12-07", "2010-12-08"),
        ("28 January–5 February 2014", "2014-01-28", "2014-02-05"),
        ("14 January – 5 February 2014", "2014-01-14", "2014-02-05"),
        ("15-19 July 2013", "2013-07-15", "2013-07-19"),
        ("15 – 19\nJuly 2013", "2013-07-15", "2013-07-19"),
        ("24 April 2017 to 18 May 2017", "2017-04-24", "2017-05-18"),
        ("5 November 2014 - 25 November 2014", "2014-11-05", "2014-11-25"),
        ("9 to 13 March 2026", "2026-03-09", "2026-03-13"),
        ("12 December 2022 to 6 January 2023", "2022-12-12", "2023-01-06"),
        ("28 November to 6 January 2023", "2022-11-28", "2023-01-06"),
        ("Tuesday 4th and Wednesday 5th of June 2019", "2019-06-04", "2019-06-05"),
        ("30 November and 1 December 2016", "2016-11-30", "2016-12-01"),
        ("1, 2 and 3 May 2018", "2018-05-01", "2018-05-03"),
        ("17 to 21 September and 1 to 5 October 2018", "2018-09-17", "2018-10-05"),
        ("25 June 2021", "2021-06-25", "2021-06-25"),
        ("13/06/2017", "2017-06-13", "2017-06-13"),
        ("3 Sept. 2019", "2019-09-03", "2019-09-03"),
    ],
)
def test_days(printed: str, start: str, end: str) -> None:
    text = f"The visit on {printed}, led by inspectors."
    (found,) = day_dates(text)
    assert (found.start, found.end) == (start, end)
    assert text[slice(*found.span)] == printed or text[slice(*found.span)] in printed


@pytest.mark.parametrize(
    "printed", ["31 February 2014", "in 2014", "section 47 of 1989", "aged 16 to 17", "2.1 May"]
)
def test_no_days(printed: str) -> None:
    assert list(day_dates(f"The {printed} words.")) == []


def test_as_precise_as_printed() -> None:
    found = any_dates(
        "Judged in March 2011, visited in 2013 and on 4 May 2015; years 2012–13 and 2014/15 do not count."
    )
    assert [dates.start for dates in found] == ["2011-03", "2013", "2015-05-04"]


@given(st.text(alphabet="0123456789 -–,to andJuneMarch/.\n", max_size=200))
def test_any_text(text: str) -> None:
    for dates in any_dates(text):
        assert dates.start <= dates.end
        assert 0 <= dates.span[0] < dates.span[1] <= len(text)


@pytest.mark.parametrize("unit", ["1 ", "1 and ", "1 May ", "1 to", "1-", "2014 ", "1 June 2014 to "])
def test_long_runs_of_numbers(unit: str) -> None:
    assert isinstance(any_dates(unit * 20_000), list)
