"""How names are compared: without case, accents, or the letters that only look different (đ = d, ё = е)."""

from __future__ import annotations

import unicodedata

# Nobody types what only turns or joins the letters beside it: signs of direction, of no width, joiners.
_UNSEEN = (0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
_ALIKE = str.maketrans({"đ": "d", "Đ": "d", "ё": "е", "Ё": "е"}) | dict.fromkeys(_UNSEEN)


def fold(name: str) -> str:
    """Return the name as it is compared: folded case, no accents, nothing unseen, single spaces."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_ALIKE))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
