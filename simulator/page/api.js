// Talks to the simulator's control API: commands over HTTP, news over server-sent events.

const RETRY_MS = [500, 1000, 2000, 5000];

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

function address(path) {
  return new URL(`control/${path}`, document.baseURI);
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(address(path), {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The simulator does not answer.", 0);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.error ?? answer?.description ?? `Error ${response.status}`, response.status);
  return answer;
}

export const control = {
  state: () => call("GET", "state"),
  phone: (id) => call("GET", `phones/${id}`),
  addPhone: (phone) => call("POST", "phones", phone),
  setScene: () => call("POST", "scene", {}),
  removePhone: (id) => call("DELETE", `phones/${id}`),
  act: (id, action, body = {}) => call("POST", `phones/${id}/${action}`, body),
  addChat: (chat) => call("POST", "chats", chat),
  removeChat: (id) => call("DELETE", `chats/${id}`),
  chatAct: (id, action, body = {}) => call("POST", `chats/${id}/${action}`, body),
  calls: (limit = 200) => call("GET", `calls?limit=${limit}`),
  clock: () => call("GET", "clock"),
  moveClock: (move) => call("POST", "clock", move),
  setBot: (settings) => call("POST", "bot", settings),
  network: () => call("GET", "network"),
  setNetwork: (network) => call("POST", "network", network),
};

// `onopen` runs after every (re)connection: what was missed meanwhile is read again, so nothing has to be replayed.
export function listen({ onopen, onevent, onlost }) {
  let attempt = 0;
  const connect = () => {
    const source = new EventSource(address("events"));
    source.onopen = () => {
      attempt = 0;
      onopen();
    };
    source.onmessage = (message) => onevent(JSON.parse(message.data));
    source.onerror = () => {
      source.close();
      onlost();
      setTimeout(connect, RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]);
    };
  };
  connect();
}
