"""The add-on as Google is told of it: the deployment that `gcloud workspace-add-ons deployments create` takes.

The fields: https://developers.google.com/workspace/add-ons/reference/rest/v1/projects.deployments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.address import https_address

PANEL_PATH = "/google/panel"
# Who asks; which sheet is open, of those that people let it see; in which language.
SCOPES = (
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/drive.file",
    "https://www.googleapis.com/auth/script.locale",
)
_LOGO = "https://www.gstatic.com/images/icons/material/system_gm/1x/work_outline_black_18dp.png"
_AMBER = "#6b3f00"


def panel_url(address: str) -> str:
    """Return what Google calls, under the address at which Amber is reached. Raises InputError."""
    return https_address(address, PANEL_PATH, "Google", "--panel")


def deployment(address: str) -> Mapping[str, Any]:
    """Return the add-on's deployment. All of it is one endpoint, so that its tokens have one audience.

    Raises InputError for an address that Google would not call.
    """
    calls = {"runFunction": panel_url(address)}
    return {
        "oauthScopes": list(SCOPES),
        "addOns": {
            "common": {
                "name": "Amber",
                "logoUrl": _LOGO,
                "layoutProperties": {"primaryColor": _AMBER},
                "useLocaleFromApp": True,
                "homepageTrigger": calls,
                "openLinkUrlPrefixes": ["https://docs.google.com/"],
            },
            "sheets": {"homepageTrigger": calls, "onFileScopeGrantedTrigger": calls},
            "httpOptions": {"authorizationHeader": "SYSTEM_ID_TOKEN", "granularOauthPermissionSupport": "OPT_IN"},
        },
    }
