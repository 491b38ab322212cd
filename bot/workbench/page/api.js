// What the page says to the local Slack: JSON over /desk, and the feed that tells what happened.

async function call(path, body) {
  const request = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`/desk/${path}`, request);
  } catch {
    throw new Error("The workbench does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The workbench answered ${response.status}.`);
  if (answer.ok === false) throw new Error(answer.error ?? "It did not work.");
  return answer;
}

const asked = (path, facts) => call(`${path}?${new URLSearchParams(facts)}`);

export const api = {
  state: (user) => asked("state", user ? { user } : {}),
  messages: (user, conversation) => asked("messages", { user, conversation }),
  home: (user) => asked("home", { user }),
  limits: () => call("limits"),
  read: (user, conversation) => call("read", { user, conversation }),
  message: (user, conversation, text) => call("message", { user, conversation, text }),
  command: (user, conversation, command, text) => call("command", { user, conversation, command, text }),
  action: (user, where, action) => call("action", { user, ...where, action }),
  shortcut: (user, conversation, callback_id, ts) => call("shortcut", { user, conversation, callback_id, ts }),
  submit: (user, view_id, values) => call("view", { user, view_id, values }),
  moveClock: (user, local) => call("clock", { user, local }),
  close: (user, view_id) => call("close", { user, view_id }),
};

const PATIENCE_MS = [300, 1000, 2000, 5000];

/** Follow what happens to a person; `onLink(true)` after each (re)connection. Returns a function that ends it. */
export function follow(user, onEvent, onLink) {
  let socket;
  let ended = false;
  let failures = 0;
  function open() {
    if (ended) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/desk/feed?${new URLSearchParams({ user })}`);
    socket.onopen = () => {
      failures = 0;
      onLink(true);
    };
    socket.onmessage = ({ data }) => ended || onEvent(JSON.parse(data));
    socket.onclose = () => {
      if (ended) return;
      onLink(false);
      setTimeout(open, PATIENCE_MS[Math.min(failures++, PATIENCE_MS.length - 1)]);
    };
  }
  open();
  return () => {
    ended = true;
    socket.close();
  };
}
