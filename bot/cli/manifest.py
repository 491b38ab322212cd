"""`amber manifest`: the Slack app, and the side panel in Google Sheets, as Slack and Google are told of them."""

import json
from typing import Annotated

import typer

from bot.manifest import manifest as app_manifest
from bot.panel.deployment import deployment
from kpi_core.errors import InputError

Address = Annotated[
    str, typer.Option("--http", metavar="URL", help="Where Slack reaches `amber run --http`. Default: Socket Mode.")
]
Panel = Annotated[
    str,
    typer.Option("--panel", metavar="URL", help="The side panel in Google Sheets instead: where Google reaches Amber."),
]


def manifest(address: Address = "", panel: Panel = "") -> None:
    """Print the manifest (JSON) to paste at api.slack.com/apps → Create New App → From a manifest.

    With --panel, print the deployment for `gcloud workspace-add-ons deployments create`; docs/panel.md tells the rest.
    """
    if address and panel:
        raise InputError("one at a time: --http is Slack's, --panel is Google's", "--panel")
    made = deployment(panel) if panel else app_manifest(address)
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
