"""`amber doctor`: is everything set up, and how is it mended. Nothing is changed by looking."""

from bot.doctor.checks import CHECKS
from bot.doctor.examination import Check, Examined, examine
from bot.doctor.surroundings import Surroundings

__all__ = ["CHECKS", "Check", "Examined", "Surroundings", "examine"]
