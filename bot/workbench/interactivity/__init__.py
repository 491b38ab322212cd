"""What people do in Slack, and what the bot is told of it."""
