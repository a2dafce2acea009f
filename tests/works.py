"""Work for the worker process that goes wrong in all the ways it can; a module of its own, quick to load."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reviewer import worker
from reviewer.model import Extraction
from reviewer.reading import Document, ReadingError


def answer(word: str) -> tuple[str, int]:
    """The word and the process that it went through."""
    return word, os.getpid()


def act(how: str) -> tuple[str, int]:
    """Do what the word says, then answer."""
    ACTS.get(how, len)(how)
    return answer(how)


def _die(how: str) -> None:
    os._exit(9)


def _crash(how: str) -> None:
    ctypes.string_at(0)


def _abort(how: str) -> None:
    os.abort()


def _hang(how: str) -> None:
    time.sleep(600)


def _spin(how: str) -> None:
    while True:
        pass


def _eat(how: str) -> None:
    hoard = [bytearray(1 << 24) for _ in range(1 << 10)]
    raise AssertionError(f"{len(hoard)} were to be had")


def _eat_bit_by_bit(how: str) -> None:
    words: list[str] = []
    while True:
        words.append(str(len(words)) * 20)


def _nest(how: str) -> None:
    _nest(how)


def _fail(how: str) -> None:
    raise KeyError("Northmere listens to children")


def _refuse(how: str) -> None:
    raise ReadingError("no_text", "It holds no words.")


def _print(how: str) -> None:
    print("words of a library")
    print("words of a library", file=sys.stderr)
    os.write(1, b"words of a library")
    os.write(2, b"words of a library")


def _interrupt(how: str) -> None:
    signal.raise_signal(signal.SIGINT)


ACTS: Final[dict[str, Callable[[str], object]]] = {
    "die": _die,
    "crash": _crash,
    "abort": _abort,
    "hang": _hang,
    "spin": _spin,
    "eat": _eat,
    "eat bit by bit": _eat_bit_by_bit,
    "nest": _nest,
    "fail": _fail,
    "refuse": _refuse,
    "print": _print,
    "interrupt": _interrupt,
}


def die_once(flag: str) -> tuple[str, int]:
    """Die, unless an earlier process did."""
    if Path(flag).exists():
        return answer("done")
    if os.environ.get("REVIEWER_TEST_AGED"):
        Path(flag).touch()
        os._exit(9)
    os.environ["REVIEWER_TEST_AGED"] = "yes"
    return answer("first")


def fail_on_a(path: Path, data: bytes) -> tuple[Document, Extraction]:
    """Read and extract, but fail on files whose name begins with an a, and die on those with a k."""
    if path.name.startswith("a"):
        raise IndexError("list index out of range")
    if path.name.startswith("k"):
        os._exit(11)
    return worker.read_and_extract(path, data)


def fail_on_a_line(path: str) -> str:
    """As ``fail_on_a``, for the command line."""
    if Path(path).name.startswith("a"):
        raise IndexError("list index out of range")
    if Path(path).name.startswith("k"):
        os._exit(11)
    return worker.extract_line(path)


def hang_on_b(path: Path, data: bytes) -> tuple[Document, Extraction]:
    """Read and extract, but never come back from files whose name begins with a b."""
    if path.name.startswith("b"):
        path.with_suffix(".seen").touch()
        time.sleep(600)
    return worker.read_and_extract(path, data)
