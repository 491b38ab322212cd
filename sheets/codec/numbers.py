"""Numbers typed as text: "1.234,5", "1 234,5 ₽", "15 tr", "5 %"."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

from kpi_core.names import fold
from sheets.codec.conventions import Conventions
from sheets.codec.findings import Fault

# As folded: "tỷ" and "tỉ" are "ty" and "ti", "đ" and "đồng" are "d" and "dong".
_MULTIPLIERS: Mapping[str, float] = {
    "k": 1e3, "nghin": 1e3, "ngan": 1e3, "тыс": 1e3,
    "tr": 1e6, "trieu": 1e6, "mln": 1e6, "млн": 1e6,
    "ty": 1e9, "ti": 1e9, "bn": 1e9, "млрд": 1e9,
}  # fmt: skip
_CURRENCY_WORDS = frozenset({"d", "dong", "vnd", "usd", "eur", "gbp", "rub", "руб", "р", "рублеи", "рубля"})
_WORD = r"[a-zа-я]+\.?"
_NUMBER = re.compile(rf"({_WORD})? ?([-+]?) ?([.,]?\d(?:[\d., ]*\d)?)((?: ?{_WORD})*) ?(%?)")


def read_number(text: str, conventions: Conventions, *, percent: bool = False) -> float | Fault:
    """Return the number a text means, a percentage as a fraction, or what is wrong with the text.

    Three digits after the locale's own decimal mark ("1.234" in en_US) might be thousands written elsewhere's way:
    ambiguous. After its group mark they are thousands.
    """
    if any(unicodedata.category(sign) == "No" for sign in text):
        return Fault("bad_number")  # 5² is not 52
    plainly = fold(re.sub(r"[₫₽$€£¥]", " ", text.replace("−", "-")))
    match = _NUMBER.fullmatch(plainly)
    if match is None or (match[5] and not percent):
        return Fault("bad_number")
    words = [word for word in re.findall(r"[a-zа-я]+", f"{match[1] or ''} {match[4]}") if word not in _CURRENCY_WORDS]
    if any(word not in _MULTIPLIERS for word in words):
        return Fault("bad_number")
    number = _digits(match[3], conventions, scaled=bool(words))
    if isinstance(number, Fault):
        return number
    for word in words:
        number *= _MULTIPLIERS[word]
    if math.isinf(number):
        return Fault("bad_number")
    number = -number if match[2] == "-" else number
    return number / 100 if match[5] else number


def _digits(text: str, conventions: Conventions, *, scaled: bool) -> float | Fault:
    """Return what digits with marks mean; `scaled` ones ("1,234 tỷ") are written with the locale's decimal mark."""
    marks = re.sub(r"\d", "", text)
    if " " in marks or len(set(marks)) == 2 or len(marks) > 1:
        return _grouped(text)
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        if marks == conventions.group:
            return float(text.replace(marks, ""))
        if not (scaled and marks == conventions.decimal):
            return Fault("ambiguous_number")
    return float(text.replace(",", "."))


def _grouped(text: str) -> float | Fault:
    """Return what digits in groups of three with one kind of mark, and at most one other decimal mark, mean."""
    match = re.fullmatch(r"(\d{1,3}([., ])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", text)
    if match is None:
        return Fault("bad_number")
    return float(f"{match[1].replace(match[2], '')}.{match[3] or 0}")
