import { api, onUnauthorized, Problem } from './api.js';
import { words } from './words.js';

/**
 * @typedef {import('./types').State} State
 * @typedef {import('./types').Session} Session
 * @typedef {import('./types').Picture} Picture
 * @typedef {import('./types').Proposal} Proposal
 */

/** What the page shows. The server holds the truth: all of it can be read again. */
export const state = /** @type {State} */ ({
  auth: 'unknown', scopes: [], system: null, samples: null, sessions: null,
  session: null, batch: null, opening: false, lastMask: null, viewed: null, base: null, mode: 'slider', masking: false,
  pending: null, suggestions: [], stream: 'closed', toasts: [], dialog: null,
  busy: null, theme: localStorage.getItem('belm.theme') ?? 'system', singleKeys: localStorage.getItem('belm.keys') !== 'off',
  byKeyboard: false, dropping: false,
});

/** @type {Set<() => void>} */
const listeners = new Set();
let waiting = false;

/** Calls back after each change. @param {() => void} listener @returns {() => void} what ends it */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the state, and tells everyone once. @param {Partial<State>} change */
export function set(change) {
  Object.assign(state, change);
  if (!waiting) {
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      for (const listener of listeners) {
        listener();
      }
    });
  }
}

// ---- What follows from the state ----

/** @param {string | null | undefined} id @returns {Picture | null} */
export const picture = id => state.session?.pictures.find(p => p.image_id === id) ?? null;

/** The picture on the stage. */
export const shown = () => picture(state.viewed) ?? picture(state.session?.current);

/** The picture's number in the conversation, from 1. @param {string | null | undefined} id */
export const number = id => (state.session?.pictures.findIndex(p => p.image_id === id) ?? -1) + 1;

/** The picture before, in this conversation. @param {Picture | null} of */
export const before = of => picture(of?.previous_id) ?? picture(of?.parent_id);

/** The picture that the shown one is compared with. @returns {Picture | null} */
export function base() {
  const now = shown();
  const chosen = picture(state.base) ?? (compared?.image_id === state.base ? compared : null);
  return chosen && chosen.image_id !== now?.image_id ? chosen : before(now);
}

/** A picture from outside of the conversation that was chosen to compare with. @type {Picture | null} */
let compared = null;

/** What the describer has seen in pictures that were brought in. @type {Map<string, string>} */
const seen = new Map();

/** What the picture shows, in words. @param {Picture | null | undefined} of */
export const caption = of => of?.caption ?? seen.get(of?.image_id ?? '') ?? null;

/** Lets a picture that nobody has asked about yet be described. @param {string} imageId */
async function describe(imageId) {
  if (state.system?.features.describe && !caption(picture(imageId))) {
    try {
      seen.set(imageId, (await api.post(`pictures/${imageId}/describe`)).caption);
      set({});
    } catch {
      // The picture can be edited without.
    }
  }
}

/** What the picture is called. @param {Picture} of */
export const label = of => of.request ?? (of.kind === 'imported' ? words.history.original : of.kind === 'reconstructed' ? words.history.reconstructed : of.kind === 'interpolated' ? words.history.interpolated : of.caption ?? words.history.original);

/** Whether the key may do this. @param {string} scope */
export const may = scope => state.scopes.includes(scope) || state.scopes.includes('admin');

// ---- Telling ----

/** Says something to those who listen rather than look. @param {string} text */
export function announce(text) {
  const region = document.getElementById('announcements');
  if (region && region.textContent !== text) {
    region.textContent = text;
  }
}

let toasts = 0;

/** Shows an error as a sentence, its remedy and a way to try again. @param {unknown} error @param {(() => void)=} retry */
export function fail(error, retry) {
  const problem = error instanceof Problem ? error : new Problem({});
  if (!(error instanceof Problem)) {
    console.error(error);
  }
  if (problem.status === 401) {
    return;
  }
  const others = state.toasts.filter(t => t.title !== problem.message);
  set({ toasts: [...others, { id: ++toasts, title: problem.message, remedy: problem.remedy, kind: 'error', retry }] });
}

/** Shows a short note that goes away by itself. @param {string} title */
export function note(title) {
  const id = ++toasts;
  set({ toasts: [...state.toasts, { id, title, kind: 'note' }] });
  setTimeout(() => dismiss(id), 4000);
}

/** @param {number} id */
export const dismiss = id => set({ toasts: state.toasts.filter(t => t.id !== id) });

/** Does something and shows what goes wrong, with a way to try again. @template T @param {() => Promise<T>} work @param {string=} busy @returns {Promise<T | undefined>} */
export async function attempt(work, busy) {
  if (busy) {
    set({ busy });
  }
  try {
    return await work();
  } catch (error) {
    fail(error, () => attempt(work, busy));
    return undefined;
  } finally {
    if (busy) {
      set({ busy: null });
    }
  }
}

// ---- Signing in ----

onUnauthorized.call = () => set({ auth: 'needed' });

/** Signs in with the key of the address, if it has one, and reads what the start page shows. */
export async function start() {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key) {
    history.replaceState(null, '', location.pathname + location.search);
    try {
      await api.post('login', { key });
    } catch (error) {
      fail(error);
    }
  }
  try {
    // Asked at once: what the view shows need not wait for the answer about the key.
    const [login] = await Promise.all([api.get('login'), route()]);
    set({ auth: 'in', scopes: login.scopes });
  } catch (error) {
    if (error instanceof Problem && error.status !== 401) {
      fail(error, start);
    }
    set({ auth: 'needed' });
    return;
  }
}

/** Signs in with a pasted key or link. @param {string} text @returns {Promise<boolean>} */
export async function signIn(text) {
  const key = /key=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
  try {
    await api.post('login', { key: decodeURIComponent(key) });
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      return false;
    }
    fail(error);
    return true;
  }
  await start();
  return true;
}

export async function signOut() {
  await attempt(() => api.delete('login'));
  leave();
  set({ auth: 'needed', dialog: null });
}

// ---- Where we are: the page's address names the conversation ----

/** Opens what the address names. */
export async function route() {
  const query = new URLSearchParams(location.search);
  const id = query.get('s'), imageId = query.get('p'), batch = query.get('b');
  if (batch !== null) {
    leave();
    set({ batch });
  } else if (id) {
    await open(id, false);
  } else if (imageId) {
    await begin(imageId, [], true);
  } else {
    leave();
    await home();
  }
}

async function home() {
  attempt(async () => set({ system: await api.get('system') }));
  attempt(async () => set({ samples: await api.get('samples') }));
  attempt(async () => set({ sessions: (await api.get('sessions')).items }));
}

/** Goes to the start page. */
export function goHome() {
  history.pushState(null, '', './');
  leave();
  home();
}

/** Goes to a batch, or to the list of all. @param {string=} id */
export function goBatches(id = '') {
  history.pushState(null, '', '?b=' + encodeURIComponent(id));
  leave();
  set({ batch: id });
}

/** @type {(session: Session | null) => void} */
let follow = () => {};

/** Lets the stream follow the open conversation. @param {(session: Session | null) => void} callback */
export const followWith = callback => { follow = callback; };

function leave() {
  set({ session: null, batch: null, opening: false, lastMask: null, viewed: null, base: null, masking: false, pending: null, suggestions: [], dialog: null });
  follow(null);
}

let asked = 0, taken = 0;

/** Asks for a conversation's state, and takes it unless a later question was answered before. @param {Promise<Session>} answer */
async function taking(answer) {
  const order = ++asked, session = await answer;
  if (order > taken) {
    taken = order;
    take(session);
  }
}

/** Takes a conversation's state as it is now. @param {Session} session */
function take(session) {
  const old = state.session;
  if (session.turn && old?.turn?.turn_id === session.turn.turn_id) {
    // Events may have told more than the answer to a question asked before them.
    const said = old.turn.answer_so_far;
    if (said.length > session.turn.answer_so_far.length) {
      session.turn.answer_so_far = said;
    }
    if (session.turn.job && old.turn.job?.job_id === session.turn.job.job_id && old.turn.job.preview_seq > session.turn.job.preview_seq) {
      session.turn.job.preview_seq = old.turn.job.preview_seq;
    }
  }
  const moved = old?.session_id === session.session_id && old.current !== session.current;
  set({ session, opening: false, ...(old?.mask && !session.mask && moved ? { lastMask: old.mask } : session.mask ? { lastMask: null } : {}), ...(moved ? { viewed: null, base: null, masking: false } : {}), ...(session.turn || session.turns.length !== old?.turns.length ? { pending: null } : {}) });
}

/** Opens a conversation. @param {string} id @param {boolean=} push */
export async function open(id, push = true) {
  if (push) {
    history.pushState(null, '', '?s=' + encodeURIComponent(id));
  }
  set({ batch: null, opening: true, viewed: null, base: null, masking: false, dialog: null });
  if (!state.system) {
    attempt(async () => set({ system: await api.get('system') }));
  }
  try {
    const session = await api.get('sessions/' + id);
    set({ session: null });
    take(session);
    follow(session);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      return;
    }
    fail(error, () => open(id, false));
    history.replaceState(null, '', './');
    leave();
    home();
  }
}

/** Starts a conversation about a picture. @param {string} imageId @param {string[]} suggestions @param {boolean=} replace @param {boolean=} quiet leaves the picture undescribed: a request follows at once */
export async function begin(imageId, suggestions = [], replace = false, quiet = false) {
  const session = await attempt(() => api.post('sessions', { image_id: imageId }));
  if (session) {
    const url = '?s=' + encodeURIComponent(session.session_id);
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
    set({ session: null, batch: null, viewed: null, base: null, masking: false, dialog: null, suggestions });
    take(session);
    follow(session);
    if (!quiet) {
      describe(imageId);
    }
  }
  return session;
}

let reading = false, again = false;

/** Reads the conversation again; several calls at once become one more. */
export async function reload() {
  const id = state.session?.session_id;
  if (!id) {
    return;
  }
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  try {
    const answer = api.get('sessions/' + id);
    await taking(answer.then(session => state.session?.session_id === id ? session : Promise.reject(new Problem({ code: 'left' }))));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) {
      fail(error);
      goHome();
    }
  } finally {
    reading = false;
    if (again) {
      again = false;
      reload();
    }
  }
}

// ---- Bringing pictures in ----

/** Starts with a sample, and asks for the edit if one was chosen. @param {import('./types').Sample} sample @param {string=} request */
export function openSample(sample, request) {
  return attempt(async () => {
    const picture = await api.post('samples/' + sample.name);
    if (await begin(picture.image_id, sample.requests, false, Boolean(request)) && request) {
      await say(request);
    }
  }, words.app.opening);
}

/** @param {File} file @returns {Promise<Picture | undefined>} */
export function upload(file) {
  return attempt(() => api.post('pictures?filename=' + encodeURIComponent(file.name), file), words.app.uploading(file.name));
}

/** Whether a file is a table of requests. @param {File} file */
const isManifest = file => /\.(csv|jsonl|ndjson)$/i.test(file.name);

/** Brings pictures in: one is opened, several or one beside an open conversation ask what to do; a table of requests becomes a batch. @param {File[]} files */
export async function bringIn(files) {
  const manifest = files.find(isManifest), other = files.findLast(isManifest);
  if (manifest && other && other !== manifest) {
    // Nobody can tell which pictures belong to which.
    fail(new Problem({ title: words.errors.tables(manifest.name, other.name), remedy: words.errors.tablesRemedy }));
    return;
  }
  if (manifest) {
    await attempt(async () => (await import('./batches.js')).send(manifest, files.filter(file => !isManifest(file))));
    return;
  }
  const kinds = ['image/png', 'image/jpeg', 'image/webp'];
  const limit = state.system?.limits.max_upload_mebibytes ?? 50;
  const good = files.filter(file => {
    if (!kinds.includes(file.type)) {
      fail(new Problem({ title: words.errors.type(file.name), remedy: words.errors.typeRemedy }));
      return false;
    }
    if (file.size > limit * 1048576) {
      fail(new Problem({ title: words.errors.size(file.name, limit), remedy: words.errors.sizeRemedy }));
      return false;
    }
    return true;
  });
  if (good.length > 1 || good.length === 1 && state.batch !== null) {
    set({ dialog: { kind: 'several', files: good } });
  } else if (good.length === 1 && state.session) {
    set({ dialog: { kind: 'incoming', file: good[0] } });
  } else if (good.length === 1) {
    const picture = await upload(good[0]);
    if (picture) {
      await begin(picture.image_id);
    }
  }
}

// ---- The conversation ----

/** @param {string} path @param {any=} body @param {'post' | 'put' | 'delete'=} method */
async function act(path, body, method = 'post') {
  const answer = api[method](`sessions/${state.session?.session_id}/${path}`, body);
  if (path === 'messages' || path === 'turn') {
    await answer;
    await reload();
  } else {
    await taking(answer);
  }
}

/** Asks for something. What is looked at is what is edited. @param {string} text @param {string=} proposal */
export async function say(text, proposal) {
  set({ pending: text, suggestions: [] });
  try {
    if (state.viewed && state.viewed !== state.session?.current) {
      await act('goto', { image_id: state.viewed });
    }
    await act('messages', proposal ? { text, proposal } : { text });
  } catch (error) {
    set({ pending: null });
    fail(error, () => say(text, proposal));
  }
}

/** @param {Proposal} proposal @param {boolean} yes */
export const settle = (proposal, yes) => attempt(async () => {
  await api.post(`proposals/${proposal.proposal_id}/${yes ? 'approve' : 'refuse'}`);
  await reload();
});

/** Runs the plan with other settings: a changed plan is another proposal. @param {Proposal} proposal @param {any} plan @param {string} request */
export const change = (proposal, plan, request) => attempt(async () => {
  const made = (await api.post('proposals', { image_id: proposal.image_id, plan })).proposal;
  await api.post(`proposals/${proposal.proposal_id}/refuse`);
  await say(request, made.proposal_id);
});

/** Runs the settings of a recipe on the picture that is shown. @param {any} plan */
export const reuse = plan => attempt(async () => {
  const at = shown();
  set({ dialog: null });
  if (at) {
    const made = (await api.post('proposals', { image_id: at.image_id, plan })).proposal;
    await say(plan.request ?? plan.target_prompt, made.proposal_id);
  }
});

export const undo = () => attempt(() => act('undo'));
export const redo = () => attempt(() => act('redo'));
export const cancel = () => attempt(() => act('turn', undefined, 'delete'));
/** @param {string} imageId */
export const goTo = imageId => attempt(() => act('goto', { image_id: imageId }));
/** @param {string} imageId */
export const show = imageId => attempt(() => act('show', { image_id: imageId }));
export const dropMask = () => attempt(async () => {
  await act('mask', undefined, 'delete');
  set({ lastMask: null });
});

/** Uses the mask of the picture before. */
export const maskAgain = () => attempt(() => act('mask', { mask_id: state.lastMask?.image_id }, 'put'));

/** Uses a painted mask. @param {Picture} of @param {Blob} png */
export const useMask = (of, png) => attempt(async () => {
  if (of.image_id !== state.session?.current) {
    await act('goto', { image_id: of.image_id });
  }
  const mask = await api.post(`pictures/${of.image_id}/masks`, png);
  await act('mask', { mask_id: mask.image_id }, 'put');
  set({ masking: false });
});

/** Looks at a picture without going there. @param {string | null} imageId */
export function look(imageId) {
  set({ viewed: imageId === state.session?.current ? null : imageId, base: null, masking: false });
}

/** @param {Picture | null} other */
export function compareWith(other) {
  compared = other;
  set({ base: other?.image_id ?? null, dialog: null, masking: false });
}

/** @param {string} theme */
export function useTheme(theme) {
  localStorage.setItem('belm.theme', theme);
  document.documentElement.dataset.theme = theme;
  set({ theme });
}

/** @param {boolean} on */
export function useSingleKeys(on) {
  localStorage.setItem('belm.keys', on ? 'on' : 'off');
  set({ singleKeys: on });
}

/** Copies a text. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    note(words.recipe.copied);
  } catch {
    fail(new Problem({ title: words.recipe.copyFailed, remedy: words.recipe.copyRemedy }));
  }
}
