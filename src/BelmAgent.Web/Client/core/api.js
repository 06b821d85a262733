import { words } from './words.js';

/** An answer that says no: one sentence, and what to do about it. */
export class Problem extends Error {
  /** @param {{title?: string, remedy?: string, code?: string, status?: number, question?: string}} body */
  constructor(body) {
    super(body.title ?? words.errors.unknown);
    this.remedy = body.remedy ?? words.errors.unknownRemedy;
    this.code = body.code ?? 'unknown';
    this.status = body.status ?? 0;
    this.question = body.question ?? null;
  }
}

/** Called when the server wants a key. */
export const onUnauthorized = { /** @type {() => void} */ call: () => {} };

const root = 'api/v1/';

/** Sends a request and reads its JSON. @param {string} method @param {string} path @param {any} [body] @param {Record<string, string>} [headers] @returns {Promise<any>} */
async function send(method, path, body, headers = {}) {
  const raw = body instanceof Blob;
  /** @type {Record<string, string>} */
  const all = { Accept: 'application/json', ...headers };
  if (method !== 'GET') {
    all['X-Belm'] = '1';
    if (raw) {
      all['Content-Type'] = body.type || 'application/octet-stream';
    } else if (body !== undefined) {
      all['Content-Type'] = 'application/json';
    }
    if (method === 'POST') {
      all['Idempotency-Key'] = token();
    }
  }
  const payload = raw ? body : body === undefined ? undefined : JSON.stringify(body);
  let response;
  try {
    response = await fetch(root + path, { method, headers: all, body: payload, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Problem({ title: words.errors.network, remedy: words.errors.networkRemedy, code: 'network' });
  }
  if (response.ok) {
    return response.status === 204 ? null : JSON.parse(await response.text() || 'null');
  }
  if (response.status === 401 && path !== 'login') {
    onUnauthorized.call();
  }
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Not from our server: a proxy's page. The status is all there is.
  }
  throw new Problem({ status: response.status, ...problem });
}

/** Makes a random token, also where the page is not in a secure context. */
function token() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
}

export const api = {
  /** @param {string} path */
  get: path => send('GET', path),
  /** @param {string} path @param {any} [body] */
  post: (path, body) => send('POST', path, body),
  /** @param {string} path @param {any} [body] */
  put: (path, body) => send('PUT', path, body),
  /** @param {string} path */
  delete: path => send('DELETE', path),
};

/** The address of a part of the interface, relative to the page. @param {string} path */
export const address = path => root + path;
