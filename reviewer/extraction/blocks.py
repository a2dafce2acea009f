"""Lines to blocks: paragraphs, bullets, numbered paragraphs and headings, whole across pages and footers."""

from __future__ import annotations

from reviewer.extraction.block_words import finish
from reviewer.extraction.layout import Block, Layout, measure
from reviewer.extraction.page_blocks import page_blocks
from reviewer.extraction.text_blocks import text_blocks
from reviewer.reading.document import Document


def blocks(document: Document) -> tuple[list[Block], Layout]:
    """The document's blocks in reading order; running lines are in none of them."""
    layout = measure(document)
    found = page_blocks(layout) if any(line.box for line in document.lines) else text_blocks(layout)
    for block in found:
        finish(block, layout)
    return found, layout
