"""A bare Bolt app that echoes: what any bot on this machine costs at least."""

import os
import threading

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

url = os.environ["SLACK_API_URL"]
app = App(client=WebClient(os.environ["AMBER_SLACK_BOT_TOKEN"], base_url=url))


@app.command("/kpi")
def echo(ack, respond, command):
    ack()
    respond(text=command["text"] or "nothing")


SocketModeHandler(app, os.environ["AMBER_SLACK_APP_TOKEN"], web_client=WebClient(base_url=url)).connect()
threading.Event().wait()
