"""All rows of the demo book: Lantern & Co, a digital agency, as it stands on a given day.

What is planted, so that everything Amber looks for is there (see `portfolio` for the accounts, `cast` for the people):

- Acme, Linh's key account: 41 days without contact at a cadence of 7, two mails unanswered; renews in 23 days.
- Bamboo, Minh's key account, is upset: NPS 2 five days ago, an urgent request since then that nobody answered.
- Volga, Olga's key account, ends in 11 days and she is negotiating. Other contracts end on every rung from 85 days
  to 4, one ended 10 days ago and is in its grace.
- Eleven accounts and more are quiet beyond their cadence, some more than twice; five have not paid for up to 66 days.
- Artem has 25 active accounts, twice what is good, and it shows. Kirill is in trouble everywhere, Emma nowhere.
- Tom handed three accounts over to Priya half a year ago; An is away and Vy stands in.
- Xe đạp Thống Nhất Mới, a prospect of Vy's, was written to six times and never answered.

A few cells are wrong on purpose: see `planted`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sheets.demo import market, office, service, voice
from sheets.demo.cast import Row, team_rows
from sheets.demo.clients import account_rows, contact_rows, ownership_rows
from sheets.demo.contracts import contract_rows, contracts
from sheets.demo.dialogue import interaction_rows
from sheets.demo.invoices import cost_rows, invoice_rows, invoices, payment_rows
from sheets.demo.pipeline import deal_rows, deals
from sheets.demo.planted import plant
from sheets.demo.scene import Scene


def rows(as_of: date) -> Mapping[str, list[Row]]:
    """Return the rows of every tab by column key, as of the start of that day; the same day gives the same rows."""
    scene = Scene.on(as_of)
    sold = deals(scene)
    agreed = contracts(scene, sold)
    billed = invoices(scene, agreed)
    requests = list(service.request_rows(scene))
    book: dict[str, list[Row]] = {
        "team": list(team_rows(as_of)),
        "accounts": list(account_rows(scene.clients, as_of)),
        "ownership": list(ownership_rows(scene.clients)),
        "contacts": list(contact_rows(scene.clients, as_of)),
        "interactions": list(interaction_rows(scene, sold)),
        "requests": requests,
        "contracts": list(contract_rows(agreed)),
        "invoices": list(invoice_rows(billed)),
        "payments": list(payment_rows(scene, billed)),
        "deals": list(deal_rows(scene, sold)),
        "surveys": list(voice.survey_rows(scene, requests)),
        "outcomes": list(service.outcome_rows(scene)),
        "referrals": list(voice.referral_rows(scene)),
        "deliverables": list(service.deliverable_rows(scene)),
        "costs": list(cost_rows(scene)),
        "initiatives": list(office.initiative_rows(scene)),
        "campaigns": list(market.campaign_rows(scene)),
        "competitors": list(market.competitor_rows(scene)),
        "targets": list(office.target_rows()),
        "rates": list(office.rate_rows(scene)),
        "holidays": list(office.holiday_rows(scene)),
        "settings": list(office.setting_rows()),
        "events": list(office.event_rows(scene, agreed)),
    }
    plant(book)
    return book
