"""Signals: what deserves an account manager's attention, one record per rule."""

from kpi_core.rules.signal import Action, Rule, Severity, Signal

__all__ = ["Action", "Rule", "Severity", "Signal"]
