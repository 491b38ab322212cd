"""How a figure was computed, in one line that one can check by hand."""

from __future__ import annotations

from bot.voice import Voice
from kpi_core.kpi import Kpi, Result
from kpi_core.quantities import Noun
from kpi_core.text import Text


def computed(kpi: Kpi, result: Result, voice: Voice, currency: str) -> str:
    """Return "100 × 13 promoters − detractors ÷ 30 answers = 43.3", or what a median or sum was taken of."""
    counted = kpi.counted.written(voice)
    match kpi.aggregate:
        case "sum":
            return f"{voice.figure(kpi, result.value, currency)} · {_counted(kpi.counted, result.value, voice)}"
        case "median":
            return voice.say("median of {n}: {counted}", n=voice.number(result.n), counted=counted)
        case "max":
            return voice.say("greatest of {n}: {counted}", n=voice.number(result.n), counted=counted)
        case "ratio":
            return _ratio(kpi, result, voice, currency)


def _ratio(kpi: Kpi, result: Result, voice: Voice, currency: str) -> str:
    if result.numerator is None or result.denominator is None:
        return voice.figure(kpi, result.value, currency)

    def number(value: float) -> str:
        return voice.money(value, currency) if kpi.unit == "money" else voice.number(value)

    counted = _counted(kpi.counted, result.numerator, voice)
    of = f" {_counted(kpi.counted_of, result.denominator, voice)}" if kpi.counted_of else ""
    quotient = f"{number(result.numerator)} {counted} ÷ {voice.number(result.denominator)}{of}"
    scaled = quotient if abs(kpi.scale) == 1 else f"{voice.number(abs(kpi.scale))} × {quotient}"
    offset = f"{voice.number(kpi.offset)} {'−' if kpi.scale < 0 else '+'} " if kpi.offset else ""
    return f"{offset}{scaled} = {voice.figure(kpi, result.value, currency)}"


def _counted(counted: Text | Noun, number: float | None, voice: Voice) -> str:
    """Return what was counted as it stands beside the number: "1 account", "2 accounts"."""
    return voice.text(counted.beside(number or 0) if isinstance(counted, Noun) else counted)
