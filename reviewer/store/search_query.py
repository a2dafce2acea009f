"""What a reader types into the search field, as the full-text index understands it.

Words stand side by side where all must be there, in any order; ``"a phrase"`` where they must follow each
other; ``plan*`` for all words that begin so; ``audit NEAR review`` (``NEAR/5``, ``NEAR(audit review, 5)``)
for words close to each other; ``OR``, ``NOT``, ``-word`` and brackets as one expects. Case and accents make
no difference. Anything else that is typed is words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.store.errors import StoreError

NEAR: Final = 10
"""How many words may lie between words that are near each other, unless it is said."""

_SHORTEST: Final = 3
"""Letters of the last word from which on, while it is being typed, longer words are found as well."""

_TOKEN: Final = re.compile(
    r"""
    \s*(?:
        (?P<near>NEAR(?:/(?P<within>\d+))?(?=[\s(]|$))
        | (?P<operator>(?:AND|OR|NOT)(?=[\s("]|$))
        | (?P<bracket>[()])
        | (?P<minus>-(?=[\w("“]))
        | ["“”](?P<phrase>[^"“”]*)["“”](?P<star>\s?\*)?
        | (?P<open>["“”].*)
        | (?P<word>[^\s()"“”]+)
    )
    """,
    re.VERBOSE | re.DOTALL,
)


class QueryError(StoreError):
    """A search that can't be made; the message says what to change."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    prefix: bool = False


def fts_query(typed: str, *, typing: bool = False) -> str:
    """The query in the language of FTS5. ``typing``: the last word may not be whole yet.

    Raises QueryError where nothing can be looked for, in a sentence for the reader.
    """
    tokens = _tokens(typed, typing)
    reading = _Reading(tokens)
    found = reading.either()
    if reading.left:
        raise QueryError("There is a closing bracket too many: take it out, or put an opening one before it.")
    if found is None:
        raise QueryError("Type a word to look for.")
    return found


def _tokens(typed: str, typing: bool) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    text = typed.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None
        place = match.end()
        token = _token(match)
        if token is not None:
            found.append(token)
    if typing and found and typed == text:
        last = found[-1]
        if last.kind == "word" and sum(map(str.isalnum, last.text)) >= _SHORTEST:
            found[-1] = _Token("word", last.text, prefix=True)
    return found


def _token(match: re.Match[str]) -> _Token | None:
    """A token; None for a word without a letter or figure, which no text has in its index."""
    if match["open"] is not None:
        raise QueryError("A quotation mark is not closed: put another one at the end of the phrase.")
    if match["near"]:
        return _Token("near", match["within"] or str(NEAR))
    if match["operator"]:
        return _Token(match["operator"].lower(), match["operator"])
    if match["bracket"]:
        return _Token(match["bracket"], match["bracket"])
    if match["minus"]:
        return _Token("not", "-")
    words = match["word"] if match["phrase"] is None else match["phrase"]
    prefix = bool(match["star"]) or words.rstrip().endswith("*")
    words = words.rstrip().removesuffix("*")
    if not any(map(str.isalnum, words)):
        return None
    if "*" in words:
        raise QueryError("A * stands only at the end of a word: plan* finds plans and planning.")
    return _Token("word" if match["phrase"] is None else "phrase", words, prefix)


class _Reading:
    """The tokens, read once from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def left(self) -> bool:
        """Whether tokens are left."""
        return self._place < len(self._tokens)

    def _next(self, *kinds: str) -> _Token | None:
        """Take the next token if it is of one of these kinds."""
        if self.left and self._tokens[self._place].kind in kinds:
            self._place += 1
            return self._tokens[self._place - 1]
        return None

    def either(self) -> str | None:
        """One of several, with OR between them."""
        found = [self._all()]
        while (token := self._next("or")) is not None:
            found.append(self._all())
            if found[-1] is None or found[-2] is None:
                raise _lonely(token)
        chosen = [one for one in found if one is not None]
        if len(chosen) > 1:
            return " OR ".join(f"({one})" for one in chosen)
        return chosen[0] if chosen else None

    def _all(self) -> str | None:
        """All of several, with or without AND between them, and none of others."""
        wanted: list[str] = []
        unwanted: list[str] = []
        while True:
            link = self._next("and")
            if link is not None and not wanted:
                raise _lonely(link)
            refusing = self._next("not")
            one = self._near()
            if one is None:
                if link is not None or refusing is not None:
                    raise _lonely(link or refusing)
                break
            (wanted if refusing is None else unwanted).append(one)
        if unwanted and not wanted:
            raise QueryError(
                "Say what should be there as well: a search can't be for words that are missing only."
            )
        if not wanted:
            return None
        found = wanted[0] if len(wanted) == 1 else " AND ".join(f"({one})" for one in wanted)
        return f"({found})" + "".join(f" NOT ({one})" for one in unwanted) if unwanted else found

    def _near(self) -> str | None:
        """Words near each other, or one thing alone."""
        call = self._next("near")
        if call is not None:
            return self._near_call(call)
        first = self._next("word", "phrase")
        if first is None:
            return self._in_brackets()
        near, within = [_phrase(first)], NEAR
        while (link := self._next("near")) is not None:
            other = self._next("word", "phrase")
            if other is None:
                raise QueryError("NEAR stands between two words or phrases: audit NEAR review.")
            near.append(_phrase(other))
            within = int(link.text)
        return near[0] if len(near) == 1 else _near(near, within)

    def _near_call(self, call: _Token) -> str:
        near: list[str] = []
        within = int(call.text)
        if self._next("(") is not None:
            while (token := self._next("word", "phrase")) is not None:
                number = re.fullmatch(r",?(\d+)", token.text)
                if number is not None and near and (self._closes() or token.text.startswith(",")):
                    within = int(number[1])
                else:
                    near.append(_phrase(token))
            if self._next(")") is None:
                raise QueryError("A bracket is not closed: put one at the end, as in NEAR(audit review, 5).")
        if len(near) < 2:
            raise QueryError("NEAR needs two words or phrases: audit NEAR review, or NEAR(audit review, 5).")
        return _near(near, within)

    def _closes(self) -> bool:
        return self.left and self._tokens[self._place].kind == ")"

    def _in_brackets(self) -> str | None:
        if self._next("(") is None:
            return None
        found = self.either()
        if self._next(")") is None:
            raise QueryError("A bracket is not closed: put one at the end.")
        return found


def _lonely(token: _Token | None) -> QueryError:
    said = token.text if token is not None else ""
    return QueryError(
        f"{said} needs a word beside it; to look for the word itself, put it in quotation marks."
    )


def _phrase(token: _Token) -> str:
    words = token.text.rstrip(",").replace('"', '""')
    return f'"{words}"*' if token.prefix else f'"{words}"'


def _near(phrases: list[str], within: int) -> str:
    return f"NEAR({' '.join(phrases)}, {within})"
