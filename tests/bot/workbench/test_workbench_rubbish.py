"""Whatever a bot sends: the checks name what is wrong, and what they accept can be shown and pressed."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workbench.blockkit.checks import check_blocks, check_view
from bot.workbench.blockkit.limits import BLOCKS, SEVERAL, SINGLE, TYPED
from bot.workbench.blockkit.state import initial_state, merged, missing, with_ids

KINDS = [
    *BLOCKS,
    *SINGLE,
    *SEVERAL,
    *TYPED,
    "button",
    "plain_text",
    "mrkdwn",
    "raw_text",
    "raw_number",
    "line",
    "modal",
]
KEYS = [
    "text", "fields", "elements", "element", "accessory", "label", "options", "option_groups", "rows", "chart", "title",
    "series", "axis_config", "categories", "data", "value", "name", "action_id", "block_id", "initial_option", "blocks",
    "initial_options", "confirm", "placeholder", "alt_text", "caption", "submit", "optional", "is_decimal_allowed",
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "x", "acme", "x" * 76])
TYPED_OBJECT = lambda inner: st.builds(  # noqa: E731  # a strategy of a strategy
    lambda kind, rest: {"type": kind, **rest}, st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), inner)
)
PAYLOADS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | TYPED_OBJECT(inner), max_leaves=25)


@settings(max_examples=60)
@given(PAYLOADS | st.lists(PAYLOADS, max_size=5), PAYLOADS)
def test_no_payload_confuses_the_checks(blocks: Any, values: Any) -> None:
    check_view(blocks)
    check_view({"type": "modal", "title": {"type": "plain_text", "text": "Log"}, "blocks": blocks})
    if not check_blocks(blocks):
        shown = with_ids(blocks)
        missing(shown, merged(initial_state(shown), values))
