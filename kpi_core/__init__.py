"""The pure heart of Amber: typed tables in, numbers out; no I/O, no clock, no Slack, no Google."""
