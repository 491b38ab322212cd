"""Digests and reminders: each falls due at the recipient's local time and arrives once."""
