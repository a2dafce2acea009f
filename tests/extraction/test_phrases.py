"""The search for words and phrases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.phrases import PhraseIndex, phrase_words, words


def found(index: PhraseIndex[int], text: str) -> list[str]:
    return [hit.phrase for hit in index.find(words(text))]


def test_words_are_lower_case_without_possessives_and_split_at_hyphens() -> None:
    said = words("The Child’s well-attended REVIEW")
    assert [word.word for word in said] == ["the", "child", "well", "attended", "review"]
    assert said[1].end - said[1].start == len("Child’s")


def test_the_longest_phrase_wins_and_hits_do_not_overlap() -> None:
    index = PhraseIndex({"assess*": 1, "health": 2, "health assess*": 3})
    assert found(index, "Health assessments and assessment of health") == [
        "health assess*",
        "assess*",
        "health",
    ]


def test_a_word_spelled_out_wins_over_its_stem() -> None:
    index = PhraseIndex({"adopt*": 1, "adopted": 2, "adop*": 3})
    assert found(index, "adopted adopters adoption") == ["adopted", "adopt*", "adopt*"]


def test_hyphens_in_a_phrase_are_spaces() -> None:
    assert found(PhraseIndex({"pre-proceedings": 1}), "in pre proceedings; pre-proceedings") == [
        "pre-proceedings",
        "pre-proceedings",
    ]


@pytest.mark.parametrize("phrase", ["", "  ", "*", "a* b*c", "what?", "one, two"])
def test_what_is_not_a_phrase(phrase: str) -> None:
    with pytest.raises(ValueError, match="not a phrase"):
        phrase_words(phrase)


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    said = words(text)
    hits = PhraseIndex({"a": 1, "a b": 2, "c*": 3}).find(said)
    assert all(0 <= hit.first < hit.last <= len(said) for hit in hits)
    assert all(before.last <= after.first for before, after in pairwise(hits))
    assert all(text[word.start : word.end] for word in said)
