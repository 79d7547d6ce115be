"""What a library says about a model, short enough for a sentence."""

from __future__ import annotations

import re


def first_words(error: BaseException) -> str:
    """The first sentence of an exception's text, or its kind where it says nothing."""
    lines = str(error).strip("'\" \n").splitlines() or [_in_words(type(error).__name__)]
    return lines[0].split(". ")[0].strip().rstrip(".:")[:200]


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
