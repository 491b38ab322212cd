"""Block Kit: what Slack takes, what it refuses, and what people fill in."""
