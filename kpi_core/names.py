"""How names are compared: without case, accents, or the letters that only look different (đ = d, ё = е)."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans({"đ": "d", "Đ": "d", "ё": "е", "Ё": "е"})


def fold(name: str) -> str:
    """Return the name as it is compared: folded case, no accents, single spaces."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_ALIKE))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
