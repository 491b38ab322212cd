"""Lantern & Co, the demo agency: a believable book of accounts, made anew for any day."""
