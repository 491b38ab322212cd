"""The Slack bot: questions in, answers out; scorecards and pings, each once."""
