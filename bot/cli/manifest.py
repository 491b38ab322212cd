"""`amber manifest`: the Slack app, ready to paste."""

import json
from typing import Annotated

import typer

from bot.manifest import manifest as app_manifest

Address = Annotated[
    str, typer.Option("--http", metavar="URL", help="Where Slack reaches `amber run --http`. Default: Socket Mode.")
]


def manifest(address: Address = "") -> None:
    """Print the manifest (JSON) to paste at api.slack.com/apps → Create New App → From a manifest."""
    typer.echo(json.dumps(app_manifest(address), ensure_ascii=False, indent=2))
