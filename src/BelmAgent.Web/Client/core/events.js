import { api, address, Problem } from './api.js';
import { announce, fail, followWith, reload, set, state } from './store.js';
import { words } from './words.js';

/** @typedef {import('./types').Job} Job */

const hiddenFor = 30_000;
/** @type {EventSource | null} */
let source = null;
/** @type {string | null} */
let followed = null;
let lost = 0, hidden = 0, tries = 0;
let quarter = 0;

/** Starts to follow the open conversation, and to rest while nobody looks. */
export function startStream() {
  followWith(session => {
    followed = session?.session_id ?? null;
    connect();
  });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(close, hiddenFor);
    } else if (followed && !source) {
      connect();
    }
  });
}

function close() {
  source?.close();
  source = null;
  clearTimeout(lost);
  set({ stream: 'closed' });
}

function connect() {
  close();
  if (!followed) {
    return;
  }
  const stream = source = new EventSource(address(`sessions/${followed}/events`));
  stream.onopen = () => {
    clearTimeout(lost);
    tries = 0;
    set({ stream: 'open' });
    // What happened before the stream was open is read.
    reload();
  };
  stream.onerror = () => {
    if (stream !== source) {
      return;
    }
    clearTimeout(lost);
    if (state.stream !== 'lost') {
      lost = setTimeout(() => set({ stream: 'lost' }), 1200);
    }
    if (stream.readyState === EventSource.CLOSED) {
      // The browser has given up: the server said no, or is away.
      source = null;
      setTimeout(() => again(), Math.min(10_000, 1000 * 2 ** tries++));
    }
  };
  for (const [name, act] of Object.entries(handlers)) {
    stream.addEventListener(name, message => act(JSON.parse(/** @type {MessageEvent} */ (message).data || '{}')));
  }
}

async function again() {
  if (source || !followed) {
    return;
  }
  try {
    await api.get('login');
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      set({ auth: 'needed' });
      return;
    }
  }
  set({ stream: 'lost' });
  connect();
}

/** Changes the running turn, if this is about it; reads the conversation again if it is not known. @param {string | undefined} id @param {(turn: import('./types').RunningTurn) => void} change */
function inTurn(id, change) {
  const session = state.session;
  if (session?.turn && (!id || session.turn.turn_id === id)) {
    change(session.turn);
    set({ session: { ...session } });
  } else {
    reload();
  }
}

/** @type {Record<string, (data: any) => void>} */
const handlers = {
  'session.changed': data => {
    if (state.session && data.revision !== state.session.revision) {
      reload();
    }
  },
  'resync': () => { reload(); },
  'server.closing': () => set({ stream: 'closing' }),
  'turn.started': () => { quarter = 0; reload(); },
  'turn.delta': data => inTurn(data.turn_id, turn => {
    if (turn.answer_so_far.length < data.at) {
      reload();
    } else {
      turn.answer_so_far = turn.answer_so_far.slice(0, data.at) + data.text;
    }
  }),
  'turn.ended': data => { announce(data.question ?? data.answer); reload(); },
  'turn.failed': data => { set({ pending: null }); fail(new Problem(data)); reload(); },
  // Read rather than taken from the event: an answer that is on its way may be from before it, and would hide it again.
  'approval.requested': () => { announce(words.conversation.waiting); reload(); },
  'approval.settled': () => { reload(); },
  'job.progress': data => inTurn(undefined, turn => {
    if (turn.job?.job_id === data.job_id) {
      Object.assign(/** @type {Job} */ (turn.job), data, { state: 'running', queue_position: 0 });
      tell(/** @type {Job} */ (turn.job));
    } else {
      reload();
    }
  }),
  'job.attempt': () => { quarter = 0; },
  'job.done': data => {
    if (data.state === 'succeeded') {
      announce(words.progress.done);
    }
    reload();
  },
};

/** How far the edit is, from 0 to 1: the stages count alike. @param {Job} job */
export function fraction(job) {
  const stages = ['encode', 'invert', 'edit', 'check'];
  const at = stages.indexOf(job.stage);
  const within = job.steps ? job.step / job.steps : 0;
  const weights = [0.02, 0.44, 0.5, 0.04];
  return at < 0 ? 0 : weights.slice(0, at).reduce((a, b) => a + b, 0) + (weights[at] * within);
}

/** Tells the start and each quarter, not every step. @param {Job} job */
function tell(job) {
  const now = Math.min(3, Math.floor(fraction(job) * 4));
  if (now > quarter) {
    announce(words.progress.quarter(now));
    quarter = now;
  }
}
