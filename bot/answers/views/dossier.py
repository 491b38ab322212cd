"""What the book knows of an account, a line for each: what it does not tell is left out, and named once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals as nw

from bot.accounts import Account
from bot.answers.answer import Facts, Line
from bot.answers.asked import Asked
from bot.answers.naming import cell, choice, person_name
from bot.voice import NOTHING, Voice, mark
from kpi_core.frames import rows_of
from kpi_core.periods import INSTANT
from kpi_core.presence import has
from kpi_core.schema import TABS
from kpi_core.views import AccountCard

_COMMENT = 120  # characters of a client's comment
_KINDS = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}


def dossier(card: AccountCard, account: Account, asked: Asked) -> Facts:
    """Return what is known of an account, each with its name."""
    told = _Dossier(card, account, asked)
    known = [(asked.voice.say(name), line(told)) for name, line in _LINES]
    return Facts(tuple((name, line) for name, line in known if line))


def unknown_tabs(card: AccountCard, voice: Voice) -> list[str]:
    """Return the tabs that the book does not keep, as far as they would be on the card."""
    unknown = {
        "contacts": not card.people.is_known,
        "contracts": card.contracts is None,
        "invoices": card.money is None,
        "requests": card.requests is None,
        "surveys": card.answers is None,
        "outcomes": card.goals is None,
    }
    return [voice.text(TABS[tab].label) for tab, is_unknown in unknown.items() if is_unknown]


class _Dossier:
    def __init__(self, card: AccountCard, account: Account, asked: Asked) -> None:
        self.card = card
        self.account = account
        self.desk = asked.desk
        self.voice = asked.voice
        self.today = (asked.desk.now - INSTANT).date()

    def owner(self) -> Line:
        return (person_name(self.account.owner_id, self.desk, self.voice),)

    def tier(self) -> Line:
        tier = choice("accounts", "tier", self.account.tier, self.voice)
        return (f"{tier} · {choice('accounts', 'status', self.account.status, self.voice)}",)

    def last_contact(self) -> Line:
        tables, voice, last = self.desk.snapshot.tables, self.voice, self.card.last_contact_at
        if not has(tables, ("interactions.account_id", "interactions.at")):
            return ()
        rhythm = voice.say("rhythm: {days}", days=voice.days(self.card.cadence_days))
        if last is None:
            never = voice.say("never")
            return (f"{never} ({rhythm})",)
        then = tables["interactions"].filter(nw.col("at") == nw.lit(last))
        row = rows_of(then.filter(nw.col("account_id") == self.account.account_id), "channel", "am_id")[-1]
        channel = choice("interactions", "channel", row["channel"], voice) if row["channel"] else ""
        said = [self._when(last.date()), channel, person_name(row["am_id"], self.desk, voice)]
        return (f"{', '.join(part for part in said if part)} ({rhythm})",)

    def since(self) -> Line:
        return (self.voice.day(self.account.started_on.date()),) if self.account.started_on else ()

    def next_step(self) -> Line:
        if not self.account.next_step:
            return ()
        when = self.account.next_step_on
        return (self.account.next_step, f" ({self.voice.day(when.date())})" if when else "")

    def contacts(self) -> Line:
        people, voice = self.card.people, self.voice
        if not people.is_known:
            return ()
        said = voice.many("{n} person", "{n} people", len(people.stakeholders))
        names = [one.name for one in people.decision_makers if one.name]
        decides = voice.many("{names} decides", "{names} decide", len(names), names=", ".join(names)) if names else ""
        risk = voice.say("hangs on a single thread") if people.is_single_threaded else ""
        return (", ".join(part for part in (said, decides, f"⚠️ {risk}" if risk else "") if part),)

    def revenue(self) -> Line:
        money = self.card.money
        return (self._money(money.revenue),) if money else ()

    def unpaid(self) -> Line:
        money, voice = self.card.money, self.voice
        if money is None:
            return ()
        if not money.overdue or money.oldest_due_on is None:
            return (self._money(money.unpaid),)
        late = voice.say(
            "overdue {amount}, the oldest due {when}",
            amount=self._money(money.overdue),
            when=self._when(money.oldest_due_on),
        )
        return (f"{self._money(money.unpaid)}; ⚠️ {late}",)

    def requests(self) -> Line:
        found, voice = self.card.requests, self.voice
        if found is None:
            return ()
        said = [voice.number(found.open)]
        if found.late:
            late = voice.many("{n} past its promise", "{n} past their promise", found.late)
            said.append(f"⚠️ {late}")
        if found.oldest_opened_at:
            said.append(voice.say("the oldest opened {when}", when=self._when(found.oldest_opened_at.date())))
        return (", ".join(said),)

    def survey(self) -> Line:
        if not self.card.answers:
            return ()
        last = self.card.answers[0]
        said = f"{_KINDS[last.kind]} {self.voice.number(last.score)}, {self._when(last.at.date())}"
        comment = (last.comment or "").strip()
        short = comment if len(comment) <= _COMMENT else f"{comment[: _COMMENT - 1]}…"
        return (f"{said}: “{short}” " if short else f"{said} ", cell(self.desk, "surveys", last.row))

    def outcomes(self) -> Line:
        goals, voice = self.card.goals, self.voice
        if not goals:
            return ()
        reached = voice.say(
            "{reached} of {all} reached",
            reached=voice.number(sum(goal.is_achieved is True for goal in goals)),
            all=voice.number(len(goals)),
        )
        ahead = [goal for goal in goals if goal.is_achieved is None]
        if not ahead:
            return (reached,)
        following = voice.say(
            "next: {goal}, due {when}", goal=ahead[-1].goal or NOTHING, when=self._when(ahead[-1].due_on)
        )
        return (f"{reached}; {following}",)

    def deals(self) -> Line:
        deals = self.card.deals
        if not deals:
            return ()
        amounts = [deal.amount for deal in deals if deal.amount is not None]
        worth = f", {self._money(sum(amounts))}" if amounts else ""
        return (f"{self.voice.number(len(deals))}{worth}",)

    def wallet(self) -> Line:
        wallet, voice = self.card.wallet, self.voice
        if wallet is None:
            return ()
        said = []
        if wallet.share_of_wallet is not None and wallet.category_spend:
            share, spend = voice.percent(wallet.share_of_wallet), self._money(wallet.category_spend)
            said.append(voice.say("we have {share} of {spend} a year", share=share, spend=spend))
        rivals = [one for one in wallet.competitors if one.share_of_wallet is not None][:2]
        said += [f"{one.name} {voice.percent(one.share_of_wallet or 0.0)}" for one in rivals]
        if wallet.market_share is not None:
            said.append(voice.say("its own market share {share}", share=voice.percent(wallet.market_share)))
        return ("; ".join(said),) if said else ()

    def row(self) -> Line:
        return (cell(self.desk, "accounts", self.account.row),)

    def _money(self, amount: float) -> str:
        return self.voice.money(amount, self.desk.snapshot.tables.base_currency)

    def _when(self, day: date) -> str:
        return self.voice.relative_days((day - self.today).days)


_LINES: tuple[tuple[str, Callable[[_Dossier], Line]], ...] = (
    (mark("Owner"), _Dossier.owner),
    (mark("Tier"), _Dossier.tier),
    (mark("Last contact"), _Dossier.last_contact),
    (mark("Next step"), _Dossier.next_step),
    (mark("Contacts"), _Dossier.contacts),
    (mark("Client since"), _Dossier.since),
    (mark("Revenue, 12 months"), _Dossier.revenue),
    (mark("Unpaid"), _Dossier.unpaid),
    (mark("Open requests"), _Dossier.requests),
    (mark("Last survey"), _Dossier.survey),
    (mark("Outcomes"), _Dossier.outcomes),
    (mark("Open deals"), _Dossier.deals),
    (mark("Wallet"), _Dossier.wallet),
    (mark("Row"), _Dossier.row),
)
