"""The text set for reading: same length, paragraphs that flow, numbers in the margin."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.reading_layout import HIDDEN, LINE_BREAK, Claim, ReadingLayout, Role, arrange


def claim(text: str, words: str, role: Role, ref: int | None = None, number: str | None = None) -> Claim:
    start = text.index(words)
    return Claim(start, start + len(words), role, ref, number)


def paragraphs(layout: ReadingLayout) -> list[str]:
    return [
        layout.display[block.start : block.end].replace(HIDDEN, "").rstrip(" ") for block in layout.blocks
    ]


def test_printed_lines_of_a_finding_flow_as_one_paragraph() -> None:
    text = "Front door\nThe team answers every\ncall  within an\nhour.\nNext."
    layout = arrange(
        text,
        [
            claim(text, "Front door", Role.HEADING, 1),
            claim(text, "The team answers every\ncall  within an\nhour.", Role.FINDING, 2),
        ],
    )
    assert paragraphs(layout) == ["Front door", "The team answers every call within an hour.", "Next."]
    assert [block.role for block in layout.blocks] == [Role.HEADING, Role.FINDING, Role.UNCLAIMED]


def test_a_footer_inside_a_finding_stands_between_its_two_halves_and_the_number_once() -> None:
    text = "7. Plans are clear\nNorthmere report\n3\nand shared."
    layout = arrange(
        text,
        [
            claim(text, "7. Plans are clear", Role.FINDING, 5, "7"),
            claim(text, "and shared.", Role.FINDING, 5, "7"),
            claim(text, "Northmere report\n3", Role.FURNITURE),
        ],
    )
    assert paragraphs(layout) == ["Plans are clear", "Northmere report 3", "and shared."]
    assert [block.mark for block in layout.blocks] == ["7", "", ""]


def test_a_number_claimed_by_itself_goes_to_the_margin_of_its_finding() -> None:
    text = "12\nVisits are regular."
    layout = arrange(
        text,
        [Claim(0, 2, Role.FURNITURE), claim(text, "Visits are regular.", Role.FINDING, 5, "12")],
    )
    assert paragraphs(layout) == ["Visits are regular."]
    assert layout.blocks[0].mark == "12"


def test_a_figure_that_opens_a_sentence_stays() -> None:
    text = "412 children had a plan."
    layout = arrange(text, [Claim(0, len(text), Role.FINDING, 1)])
    assert paragraphs(layout) == [text]


def test_bullets_become_margin_marks_and_sub_bullets_keep_their_lines() -> None:
    text = "\uf0b7 The quality of:\n- plans\n- reviews"
    layout = arrange(text, [Claim(0, len(text), Role.FINDING, 1)])
    assert layout.blocks[0].mark == "•"
    assert paragraphs(layout) == [f"The quality of:{LINE_BREAK}- plans{LINE_BREAK}- reviews"]


def test_an_address_keeps_its_lines_and_prose_does_not() -> None:
    address = "Ms Ada Quill\nCivic Centre\nNorthmere"
    prose = "This letter sets out what inspectors found when they visited the\nservice in March."
    text = f"{address}\n\n{prose}"
    layout = arrange(text, [Claim(0, len(text), Role.METADATA)])
    assert paragraphs(layout) == [address.replace("\n", LINE_BREAK), prose.replace("\n", " ")]


def test_a_word_hyphenated_at_a_line_end_is_closed() -> None:
    text = "Good multi-\nagency work."
    assert paragraphs(arrange(text, [Claim(0, len(text), Role.FINDING, 1)])) == ["Good multi-agency work."]


def test_a_judgement_among_the_facts_is_shown_as_one() -> None:
    text = "Northmere\nLeaders Good\nLead inspector: Ida Quill"
    layout = arrange(
        text, [Claim(0, len(text), Role.METADATA), claim(text, "Leaders Good", Role.JUDGEMENT, 3)]
    )
    assert paragraphs(layout) == text.split("\n")
    assert [block.ref for block in layout.blocks] == [None, 3, None]


def test_block_at_finds_the_paragraph() -> None:
    text = "One.\nTwo.\nThree."
    layout = arrange(text, [claim(text, word, Role.FINDING, i) for i, word in enumerate(text.split())])
    assert [layout.block_at(at) for at in (0, 4, 5, 9, 10, 16)] == [0, 0, 1, 1, 2, 2]


def test_an_empty_text_is_one_empty_paragraph() -> None:
    assert paragraphs(arrange("", [])) == [""]
    assert paragraphs(arrange(" \n ", [])) == [""]


CLAIMS = st.lists(
    st.builds(
        lambda start, length, role, number: Claim(start, start + length, role, 1, number),
        st.integers(0, 40),
        st.integers(0, 12),
        st.sampled_from(Role),
        st.sampled_from([None, "1", "7"]),
    ),
    max_size=6,
)


@given(st.text(st.sampled_from("ab1 7.•-\n\t\ufffc😀"), max_size=45), CLAIMS)
def test_offsets_never_move(text: str, claims: list[Claim]) -> None:
    layout = arrange(text, claims)
    assert len(layout.display) == len(text)
    assert layout.display.count("\n") == len(layout.blocks) - 1
    at = 0
    for block in layout.blocks:
        assert block.start == at
        assert block.end >= block.start
        at = block.end + 1
    assert at == len(text) + 1
    for shown, char in zip(layout.display, text, strict=True):
        assert shown == char or char in "•-1 7.()\n\t\ufffc", "letters are never changed"


def test_the_mark_of_a_footnote_leaves_a_heading_a_heading() -> None:
    text = "About the area2\nSome words of a finding.3 And more.\n"
    claims = [
        Claim(0, 14, Role.HEADING, 1),
        Claim(14, 15, Role.FURNITURE),
        Claim(16, 40, Role.FINDING, 2),
        Claim(40, 41, Role.FURNITURE),
        Claim(41, 51, Role.FINDING, 2),
    ]
    blocks = arrange(text, claims).blocks
    assert [(block.role, block.ref) for block in blocks] == [(Role.HEADING, 1), (Role.FINDING, 2)]
