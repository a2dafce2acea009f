"""How sure the extractor is that a finding is right in every field."""

from __future__ import annotations

import math


def of_finding(*sure: float) -> float:
    """The confidence (0 to 1, two decimals, rounded down) from how ``sure`` each field is.

    A finding is right when all its fields are, and they go wrong independently: where its boundaries are
    unclear its theme is no less clear. Values outside 0 to 1 are taken as the nearer end.
    """
    product = math.prod(min(1.0, max(0.0, value)) for value in sure)
    return math.floor(product * 100 + 1e-9) / 100
