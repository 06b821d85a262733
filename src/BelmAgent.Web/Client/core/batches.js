import { api, address, Problem } from './api.js';
import { goBatches, set } from './store.js';

/** Everything that batches say; loaded with them. */
export const say = {
  title: 'Batches', hint: 'Many edits at once: planned together, approved as a whole, worked off in the background.',
  drop: 'Drop a table of requests, with its pictures', dropMore: 'CSV or JSON Lines with the columns image and request; or pictures alone, with one request for all of them.',
  choose: 'Choose files', none: 'There is no batch yet.', more: 'More', back: 'All batches', by: 'by',
  states: { planning: 'Planning', planned: 'Waits for approval', running: 'Running', paused: 'Paused', ended: 'Ended' },
  rows: {
    draft: 'Not planned yet', planned: 'Planned', waiting: 'Same as another row', queued: 'Waits', running: 'At work', publishing: 'Saving',
    succeeded: 'Done', failed: 'Failed', needs_answer: 'Unclear', skipped: 'Done with another row', cancelled: 'Cancelled',
  },
  all: 'All', count: /** @param {number} n */ n => n === 1 ? '1 row' : `${n} rows`, of: /** @param {number} a @param {number} b */ (a, b) => `${a} of ${b}`,
  rate: /** @param {number} r */ r => `${r < 10 ? r.toFixed(1) : Math.round(r)} a minute`,
  end: /** @param {Date} at */ at => {
    const left = (at.getTime() - Date.now()) / 60_000;
    return `${left < 1 ? 'less than a minute' : left < 90 ? `about ${Math.round(left)} min` : `about ${(left / 60).toFixed(1)} h`} left, until ${at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`;
  },
  approve: /** @param {number} n */ n => n === 1 ? 'Approve 1 edit' : `Approve ${n} edits`,
  approveHint: 'Nothing has been edited yet. Rows that failed or are unclear are left out.',
  nothing: 'No row of this table can be run: correct it, and drop it again.',
  pause: 'Pause', resume: 'Resume', cancel: 'Cancel', again: 'Plan again', retry: /** @param {number} n */ n => `Retry ${n}`,
  downloads: 'Results', lines: 'JSON Lines', table: 'CSV', sheet: 'Contact sheet', page: /** @param {number} n */ n => `Contact sheet ${n}`,
  columns: { n: 'Row', before: 'Before', after: 'After', request: 'Request', state: 'State' },
  open: /** @param {number} n @param {string} which */ (n, which) => `Open the picture ${which} of row ${n}`,
  seconds: /** @param {number} s */ s => `${s.toFixed(1)} s`, progress: 'Progress', rowsTitle: 'Rows',
  sending: /** @param {number} n @param {number} of */ (n, of) => `Bringing in ${n} of ${of}…`,
  attempts: /** @param {number} n */ n => n === 1 ? '1 attempt' : `${n} attempts`,
};

const wait = (/** @type {number} */ ms) => new Promise(resolve => setTimeout(resolve, ms));

/** Brings a picture in, however many came just before. @param {File} file @returns {Promise<string>} its id */
async function upload(file) {
  for (let tries = 0; ; tries++) {
    try {
      return (await api.post('pictures?filename=' + encodeURIComponent(file.name), file)).image_id;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 429 || tries > 60) {
        throw error;
      }
      await wait(1000);
    }
  }
}

/** Makes a batch of a table and its pictures, or of pictures and one request, and goes there. @param {File | null} manifest @param {File[]} pictures @param {string=} request */
export async function send(manifest, pictures, request) {
  try {
    /** @type {Record<string, string>} */
    const images = {};
    for (const [i, picture] of pictures.entries()) {
      set({ busy: say.sending(i + 1, pictures.length) });
      // Without a table, two pictures of one name are still two.
      images[manifest || !(picture.name in images) ? picture.name : `${i + 1}-${picture.name}`] = await upload(picture);
    }
    const made = await api.post('batches', {
      name: manifest?.name ?? request, images, request,
      format: manifest && /\.csv$/i.test(manifest.name) ? 'csv' : 'jsonl',
      manifest: manifest ? await manifest.text() : Object.keys(images).map(image => JSON.stringify({ image })).join('\n'),
    });
    goBatches(made.batch_id);
  } finally {
    set({ busy: null });
  }
}

/** Follows batches. @param {string} path @param {(batch: import('./types').Batch) => void} changed @param {() => void} again reads the state anew @returns {() => void} what ends it */
export function follow(path, changed, again) {
  /** @type {EventSource | null} */
  let source = null;
  let ended = false, timer = 0;
  const connect = () => {
    source = new EventSource(address(path));
    source.addEventListener('batch.changed', message => changed(JSON.parse(/** @type {MessageEvent} */ (message).data)));
    // What happened before the stream was open is read.
    source.addEventListener('open', again);
    source.addEventListener('resync', again);
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED && !ended) {
        // The browser has given up: what happened meanwhile is read.
        clearTimeout(timer);
        timer = setTimeout(() => { again(); connect(); }, 5000);
      }
    };
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
