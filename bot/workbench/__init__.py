"""A local Slack with a web page: try everything with no account and no token. 127.0.0.1 only.

Two faces on one port:

- `/api/METHOD`, `/files/…`, `/response/…` and the Socket Mode websocket `/link/…` are what the bot sees: Slack's Web
  API as far as Amber calls it, with Slack's own limits and errors.
- `/` is the page, `/page/…` its assets, `/desk/…` what the page calls, JSON in and out:

| call | gives |
| --- | --- |
| `GET /desk/state?user=U` | `{"me": U, "people": [{"id", "name", "title", "team", "initials", "colour"}], "conversations": [{"id", "name", "kind": "channel" or "im", "unread": n, "bot": bool}], "bot": {"id", "name", "connected": bool}, "commands": [{"command", "hint", "completions": [..]}], "shortcuts": [{"callback_id", "name"}], "message_shortcuts": [the same], "now": unix seconds, "clock": {"zone", "moments": [{"name", "local"}]} or null}` |
| `GET /desk/messages?user=U&conversation=C` | `[{"ts", "user", "user_name", "text", "blocks", "files": [{"id", "name", "title", "size", "url_private"}], "ephemeral": bool, "edited": bool, "bot": bool}]`, oldest first; ephemeral ones only for their reader |
| `POST /desk/read` `{user, conversation}` | marks it read |
| `POST /desk/message` `{user, conversation, text}` | a person writes (a text that starts with `/` is a command) |
| `POST /desk/command` `{user, conversation, command, text}` | a slash command; `{"ok": true}` once the bot acked, `{"ok": false, "error": "…"}` when it did not within 3 s (action and shortcut answer the same) |
| `POST /desk/action` `{user, conversation, ts, action: {…}}` or `{user, view_id, values, action: {…}}` (`values`: what the form holds at the moment) | a press or a choice; `action` as Slack sends it: `{"type": "button", "action_id", "block_id", "value", …}` |
| `POST /desk/shortcut` `{user, conversation, callback_id, ts?}` | a global shortcut, or a message shortcut when `ts` is given |
| `POST /desk/view` `{user, view_id, values}` | submits a form, `values` as in Slack's `view.state.values`; gives `{"errors": {block_id: text}}`, `{}` when it closed, `{"view": {…}}`, or `{"ok": false, "error"}` when the bot did not answer |
| `POST /desk/close` `{user, view_id}` | closes a form |
| `POST /desk/clock` `{user, local}` | moves the clock on to a local time of that person, like `2026-11-23T08:00`; the bot comes along |
| `GET /desk/home?user=U` | `{"view": {…} or null}`; opening it tells the bot `app_home_opened` |
| `GET /desk/limits` | what broke a limit of Slack's so far: `[{"method", "error", "detail"}]` |
| websocket `/desk/feed?user=U` | `{"type": "message" or "changed" or "deleted", "conversation", "message"}`, `{"type": "view", "view": {…}}` (a form opens or changes), `{"type": "view_closed", "view_id"}`, `{"type": "home", "view": {…}}` (it was published anew; fetching it would open it again), `{"type": "state"}` (fetch it again) |

Triggers such as "Send Monday's digest" are ordinary global shortcuts that the bot answers (`send_digest`, `send_pings`).

The bot is told what people do over Socket Mode, or over HTTP once `Workbench.send_to` was given its address: signed
with `signing_secret`, verified first, an event sent again until it is acknowledged.

Tests drive the same server through a person's hands (`server.Workbench`, `interactivity.visitor.Visitor`):

    with Workbench(World.of_cast(clock)) as bench:  # its api_url, bot_token and app_token are for the bot
        linh = bench.as_user("U0LINH")
        linh.command("/kpi", "nps")
        bench.wait_for(lambda: linh.messages())  # asked again at each change, no sleeping
        bench.faults.next("chat.postMessage", "drop_after")  # see faults.FaultKind
"""  # noqa: E501  # the rows of a table cannot wrap
