"""Whether a message or a form keeps within Slack's limits: [] or what Slack would say, each with its JSON pointer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.workbench.blockkit import limits
from bot.workbench.blockkit.rules import boolean, by_type, many, plain, say, shape, string
from bot.workbench.world import Json

_VIEW_BLOCKS = many(
    by_type({kind: rule for kind, rule in limits.BLOCKS.items() if kind not in limits.MESSAGES_ONLY}),
    limits.VIEW_BLOCKS,
    0,
)
_OF_ANY_VIEW = {"private_metadata": string(3000), "callback_id": string(255), "external_id": string(255)}
_VIEWS = by_type(
    {
        "modal": shape(
            {"title": plain(24), "blocks": _VIEW_BLOCKS},
            {
                **_OF_ANY_VIEW,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
            },
        ),
        "home": shape({"blocks": _VIEW_BLOCKS}, _OF_ANY_VIEW),
    }
)


def check_blocks(blocks: object) -> list[str]:
    """Check the blocks of a message."""
    found: list[str] = []
    many(by_type(limits.BLOCKS), limits.MESSAGE_BLOCKS, 0)(blocks, "/blocks", found)
    if not found and isinstance(blocks, list):
        _check_together(blocks, "/blocks", found)
    return found


def check_view(view: object) -> list[str]:
    """Check a modal or a home view."""
    found: list[str] = []
    _VIEWS(view, "/view", found)
    if found or not isinstance(view, dict):
        return found
    _check_together(view["blocks"], "/view/blocks", found)
    is_asked = any(block["type"] == "input" for block in view["blocks"])
    if is_asked and view["type"] == "modal" and not view.get("submit"):
        say(found, "missing required field: submit", "/view")
    return found


def characters_outside_tables(blocks: list[Json]) -> int:
    """Count the text that chat.postMessage adds up over all blocks."""
    return sum(map(len, limits.texts_in([block for block in blocks if "rows" not in block])))


def _check_together(blocks: list[Json], path: str, found: list[str]) -> None:
    kinds = Counter(block["type"] for block in blocks)
    for kind, at_most in limits.PER_MESSAGE.items():
        if kinds[kind] > at_most:
            say(found, f"only {at_most} of type {kind} allowed", path)
    tables = [block for block in blocks if "rows" in block]
    if sum(map(len, limits.texts_in(tables))) > limits.TABLE_CHARACTERS:
        say(found, f"the cells of all tables must be less than {limits.TABLE_CHARACTERS + 1} characters", path)
    ids: Counter[str] = Counter()
    for index, block in enumerate(blocks):
        ids.update([block["block_id"]] if block.get("block_id") else [])
        actions = Counter(str(element["action_id"]) for element in elements_of(block) if element.get("action_id"))
        for action_id, times in actions.items():
            if times > 1:
                say(found, f"action_id {action_id} is used {times} times", f"{path}/{index}/elements")
    for block_id, times in ids.items():
        if times > 1:
            say(found, f"block_id {block_id} is used {times} times", path)


def elements_of(block: Json) -> Iterator[Json]:
    """Yield what one can press, choose or type in a block."""
    inner = block.get("elements") if block.get("type") == "actions" else [block.get("element"), block.get("accessory")]
    yield from (element for element in inner or [] if isinstance(element, dict) and element.get("type") != "image")
