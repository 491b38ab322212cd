"""Answers and forms as Block Kit: plain dicts, within Slack's limits."""

from bot.blocks.forms import answers, form
from bot.blocks.home import home
from bot.blocks.message import Message, render

__all__ = ["Message", "answers", "form", "home", "render"]
