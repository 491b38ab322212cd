// Who and what the names in messages stand for, from the state of the desk.

/** Make the directory of a state: people, channels, and how each is called. */
export function directoryOf({ people, conversations, bot }) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const channels = new Map(conversations.map(({ id, name }) => [id, name]));
  return {
    people,
    person: (id) => (id === bot.id ? bot.name : byId.get(id)?.name),
    channel: (id) => channels.get(id),
    /** What an author's picture shows; a stranger gets the first letter of the name. */
    face: ({ user, user_name: name, bot: isBot }) => {
      if (isBot || user === bot.id) return { bot: true };
      return byId.get(user) ?? { initials: (name ?? "?").slice(0, 1), colour: "#78716c" };
    },
  };
}

/** Say what somebody is: "Account manager, team Sen". */
export const roleOf = ({ title, team }) => [title, team && `team ${team}`].filter(Boolean).join(", ");
