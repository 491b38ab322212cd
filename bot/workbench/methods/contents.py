"""What a message says: text, blocks and metadata, checked as Slack checks them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from bot.workbench.blockkit import limits
from bot.workbench.blockkit.checks import characters_outside_tables, check_blocks
from bot.workbench.blockkit.state import with_ids
from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments
from bot.workbench.world import Json


@dataclass(frozen=True, slots=True)
class Contents:
    """The parts of a message that its sender gives; None where the sender gave nothing."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def contents_of(arguments: Arguments, *, at_most_characters: int | None = limits.BLOCKS_CHARACTERS) -> Contents:
    """Read and check them. Raises ApiError: no_text, msg_too_long, invalid_blocks, msg_blocks_too_long and more."""
    text, blocks = arguments.text("text"), arguments.nested("blocks", "invalid_blocks_format")
    attachments = arguments.nested("attachments")
    if isinstance(attachments, list) and len(attachments) > limits.ATTACHMENTS:
        raise ApiError("too_many_attachments")
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    if len(text) > limits.TEXT_CHARACTERS:
        raise ApiError("msg_too_long")
    return Contents(text, _checked(blocks, at_most_characters) if blocks else [], metadata_of(arguments))


def metadata_of(arguments: Arguments) -> Json | None:
    """Read the metadata of a message. Raises ApiError: invalid_metadata_format, metadata_too_large."""
    metadata = arguments.nested("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return metadata


def _checked(blocks: object, at_most_characters: int | None) -> list[Json]:
    problems = check_blocks(blocks)
    if problems or not isinstance(blocks, list):
        raise ApiError("invalid_blocks", problems)
    if at_most_characters is not None and (characters := characters_outside_tables(blocks)) > at_most_characters:
        raise ApiError("msg_blocks_too_long", [f"{characters} characters of text in all blocks"])
    return with_ids(blocks)
