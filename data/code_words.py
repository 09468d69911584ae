"""Words in which a file may write a code: the code, its English label, the Burmese label of the screen, both together.

The Burmese labels stand in data/reference/code_labels_my.csv; a test holds them equal to those of the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from data import reference
from data.vocabulary import CODE_LISTS, Code

YES, NO = "Yes / ဟုတ်", "No / မဟုတ်"


@cache
def _labels() -> Mapping[tuple[type[Code], str], str]:
    return {(CODE_LISTS[row.list], row.code): row.label_my for row in reference.code_labels_my().itertuples()}


def burmese(code: Code) -> str:
    """The Burmese label of a code that a drop-down offers. Raises KeyError for a code of another list."""
    return _labels()[type(code), code.value]


def choice(code: Code) -> str:
    """A code as a template's drop-down and an export word it: English / Burmese, or once where both are the same."""
    return code.label if code.label == burmese(code) else f"{code.label} / {burmese(code)}"


def choices(kind: type[Code]) -> tuple[str, ...]:
    """What a drop-down offers for a code list."""
    return tuple(choice(code) for code in kind)


def own_words(code: Code) -> tuple[str, ...]:
    """The words that every reader of this code accepts."""
    return code.value, code.label, burmese(code), choice(code)


def all_words(kind: type[Code]) -> dict[str, Code]:
    """Word -> code for a whole list."""
    return {word: code for code in kind for word in own_words(code)}
