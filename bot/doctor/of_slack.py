"""Checks of Slack: tokens, scopes, channels, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.examination import Outcome, finding, fine, not_applicable
from bot.permissions import BOT_SCOPES
from kpi_core.text import Text, joined, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.doctor.surroundings import Surroundings
    from bot.people import Person

_MENDS = {
    "not_in_channel": Text(
        "/invite @Amber there", "gõ /invite @Amber trong kênh", "пригласите Amber: /invite @Amber в этом канале"
    ),
    "channel_not_found": Text(
        "write its ID (C…) in the settings tab; a private one: /invite @Amber there",
        "ghi ID của kênh (C…) vào tab cài đặt; kênh riêng tư: gõ /invite @Amber trong kênh",
        "укажите его ID (C…) на листе настроек; в закрытый канал пригласите Amber: /invite @Amber",
    ),
}
_NAME_ANOTHER = Text("name another", "hãy ghi kênh khác", "укажите другой")
_BOT_IN = Text("{user} in {team}", "{user} trong {team}", "{user} в {team}")
_UNTOLD = Text(
    "this server does not say what the token may do",
    "máy chủ này không cho biết token có những quyền gì",
    "этот сервер не сообщает, что разрешено токену",
)
_MISSING = Text("missing: {scopes}", "còn thiếu: {scopes}", "не хватает: {scopes}")
_ADD_SCOPES = Text(
    "Add them under OAuth & Permissions → Bot Token Scopes, and install the app anew",
    "Hãy thêm tại OAuth & Permissions → Bot Token Scopes rồi cài lại ứng dụng",
    "Добавьте их в OAuth & Permissions → Bot Token Scopes и переустановите приложение",
)
_ALL = Text("all {n}", "đủ {n}", "все {n}")
_OVER_HTTP = Text(
    "a signing secret is set: Amber is run with --http",
    "đã đặt signing secret: Amber chạy với --http",
    "задан signing secret: Amber запускают с --http",
)
_OPENS = Text("it opens Socket Mode", "mở được Socket Mode", "открывает Socket Mode")
_NO_CHANNEL = Text(
    "the settings tab names no channel", "tab cài đặt chưa ghi kênh nào", "на листе настроек нет ни одного канала"
)
_IN_CHANNELS = Text("Amber is in {n}", "Amber đã ở trong {n} kênh", "Amber есть в каждом, всего {n}")
_NOBODY = Text("the team tab names nobody yet", "tab đội ngũ chưa có ai", "на листе команды пока никого нет")
_ALL_KNOWN = Text(
    "all {n} have an ID that Slack knows",
    "cả {n} người đều có ID mà Slack nhận ra",
    "у всех ({n}) есть ID, известный Slack",
)
_WITHOUT_ID = Text("without slack_user_id: {names}", "chưa có slack_user_id: {names}", "без slack_user_id: {names}")
_UNKNOWN = Text("not known to Slack: {names}", "Slack không nhận ra: {names}", "неизвестны Slack: {names}")
_FILL_IDS = Text(
    "Fill slack_user_id in the team tab (in Slack: profile → ⋮ → Copy member ID)",
    "Hãy điền slack_user_id ở tab đội ngũ (trong Slack: hồ sơ → ⋮ → Sao chép ID thành viên)",
    "Заполните slack_user_id на листе команды (в Slack: профиль → ⋮ → «Скопировать ID участника»)",
)
_FILL_KNOWN_IDS = Text(
    "Fill slack_user_id in the team tab: by their e-mail addresses, {told}",
    "Hãy điền slack_user_id ở tab đội ngũ: theo địa chỉ e-mail, {told}",
    "Заполните slack_user_id на листе команды; по адресам почты: {told}",
)
_IS = Text("{name} is {user}", "{name} là {user}", "{name} — {user}")


def bot_token(surroundings: Surroundings) -> Outcome:
    """Check that Slack takes the bot token."""
    surroundings.settings.require("slack_bot_token")
    identity = surroundings.identity
    return fine(_BOT_IN.format(user=str(identity.get("user")), team=str(identity.get("team"))))


def scopes(surroundings: Surroundings) -> Outcome:
    """Check that the bot token may do all that Amber does."""
    granted = surroundings.identity["scopes"]
    if granted is None:
        return not_applicable(_UNTOLD)
    missing = {scope: use for scope, use in BOT_SCOPES.items() if scope not in granted}
    if missing:
        named = [plain("{scope} ({use})").format(scope=scope, use=use) for scope, use in missing.items()]
        return finding(_MISSING.format(scopes=joined(named)), _ADD_SCOPES)
    return fine(_ALL.format(n=len(BOT_SCOPES)))


def app_token(surroundings: Surroundings) -> Outcome:
    """Check that the app token opens Socket Mode; requests over HTTP need none, and nobody knows a secret but Slack."""
    if surroundings.settings.slack_signing_secret and not surroundings.settings.slack_app_token:
        return not_applicable(_OVER_HTTP)
    surroundings.settings.require("slack_app_token")
    surroundings.slack.opens_socket()
    return fine(_OPENS)


def channels(surroundings: Surroundings) -> Outcome:
    """Check that Amber is in every channel that the team's settings name."""
    named = list(surroundings.channels())
    if not named:
        return not_applicable(_NO_CHANNEL)
    refusals = {
        f"{setting} ({channel})": refusal
        for setting, channel in named
        if (refusal := surroundings.slack.refusal_of_channel(channel))
    }
    if not refusals:
        return fine(_IN_CHANNELS.format(n=len(named)))
    mends = [
        plain("{place}: {mend}").format(place=place, mend=_MENDS.get(refusal, _NAME_ANOTHER))
        for place, refusal in refusals.items()
    ]
    return finding("; ".join(f"{place}: {refusal}" for place, refusal in refusals.items()), joined(mends))


def people(surroundings: Surroundings) -> Outcome:
    """Check that everybody active can be reached: digests and reminders go to slack_user_id."""
    active = [person for person in surroundings.desk.roster.people if person.active]
    if not active:
        return not_applicable(_NOBODY)
    unnamed = [person for person in active if not person.slack_user_id]
    unknown = [p for p in active if p.slack_user_id and not surroundings.slack.is_known(p.slack_user_id)]
    if not unnamed and not unknown:
        return fine(_ALL_KNOWN.format(n=len(active)))
    lines = []
    if unnamed:
        lines.append(_WITHOUT_ID.format(names=", ".join(person.name for person in unnamed)))
    if unknown:
        lines.append(_UNKNOWN.format(names=", ".join(f"{person.name} ({person.slack_user_id})" for person in unknown)))
    return finding(joined(lines), _ids_to_write(surroundings, [*unnamed, *unknown]))


def _ids_to_write(surroundings: Surroundings, persons: Sequence[Person]) -> Text:
    """Return how to fill the team tab, with the IDs that e-mail addresses tell."""
    by_email = {person.name: surroundings.slack.user_of(person.email) for person in persons if person.email}
    told = [_IS.format(name=name, user=user) for name, user in by_email.items() if user]
    return _FILL_KNOWN_IDS.format(told=joined(told, ", ")) if told else _FILL_IDS
