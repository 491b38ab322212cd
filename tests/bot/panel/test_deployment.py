"""The deployment says of the add-on what Google's reference knows, and asks for no more than the panel uses."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.panel.deployment import deployment, panel_url
from kpi_core.errors import InputError
from tests.bot.panel.reference import faults

HERE = "https://amber.example.com/google/panel"
_CALL = {"runFunction": re.compile(re.escape(HERE))}
# https://developers.google.com/workspace/add-ons/reference/rest/v1/projects.deployments
SCHEMA: dict[str, Any] = {
    "oauthScopes": [re.compile(r"https://www\.googleapis\.com/auth/(userinfo\.email|drive\.file|script\.locale)")],
    "addOns": {
        "common": {
            "name": re.compile("Amber"),
            "logoUrl": re.compile(r"https://.+\.png"),
            "layoutProperties": {"primaryColor": re.compile(r"#[0-9a-f]{6}")},
            "homepageTrigger": _CALL,
            "openLinkUrlPrefixes": [re.compile(r"https://.+/")],
        },
        "sheets": {"homepageTrigger": _CALL, "onFileScopeGrantedTrigger": _CALL},
        "httpOptions": {
            "authorizationHeader": re.compile("SYSTEM_ID_TOKEN"),
            "granularOauthPermissionSupport": re.compile("OPT_IN|OPT_OUT"),
        },
    },
}


def test_it_keeps_to_googles_schema_and_calls_one_address() -> None:
    made: Any = deployment("https://amber.example.com")
    assert True is made["addOns"]["common"].pop("useLocaleFromApp")
    assert [] == list(faults(made, SCHEMA))


@pytest.mark.parametrize("address", ["https://amber.example.com", "https://amber.example.com/", HERE, f"{HERE}/"])
def test_the_address_may_name_the_path(address: str) -> None:
    assert HERE == panel_url(address)


@pytest.mark.parametrize("address", ["http://amber.example.com", "amber.example.com", "", "https://a.example/?x=1"])
def test_it_names_an_address_that_google_does_not_call(address: str) -> None:
    with pytest.raises(InputError, match=r"^--panel: Google does not call .* write it like https://"):
        deployment(address)
