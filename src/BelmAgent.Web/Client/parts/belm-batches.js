import { html, nothing } from '../vendor/lit.js';
import { api } from '../core/api.js';
import { follow, say } from '../core/batches.js';
import { icon } from '../core/icons.js';
import { difference, field, Part } from '../core/part.js';
import { attempt, begin, bringIn, goBatches, may } from '../core/store.js';
import { words } from '../core/words.js';

/**
 * @typedef {import('../core/types').Batch} Batch
 * @typedef {import('../core/types').BatchRow} BatchRow
 * @typedef {import('../core/types').RowState} RowState
 */

/** How far a batch is, while it is planned or run. @param {Batch} batch */
const share = batch => {
  const done = batch.state === 'planning' ? batch.total - (batch.rows.draft ?? 0) : batch.done;
  return batch.total ? done / batch.total : 0;
};

/** @param {Batch} batch */
const progress = batch => batch.state === 'planned' ? nothing : html`<progress class="track" max="1" .value=${share(batch)} aria-label="${say.progress}: ${batch.name}"></progress>`;

/** Counts, rate and expected end in words. @param {Batch} batch */
const facts = batch => html`
  <span>${batch.state === 'planned' ? say.count(batch.total) : say.of(batch.state === 'planning' ? batch.total - (batch.rows.draft ?? 0) : batch.done, batch.total)}</span>
  ${(batch.rows.failed ?? 0) > 0 ? html`<span class="bad">${batch.rows.failed} ${say.rows.failed.toLowerCase()}</span>` : nothing}
  ${(batch.rows.needs_answer ?? 0) > 0 ? html`<span class="odd">${batch.rows.needs_answer} ${say.rows.needs_answer.toLowerCase()}</span>` : nothing}
  ${batch.rate_per_minute ? html`<span>${say.rate(batch.rate_per_minute)}</span>` : nothing}
  ${batch.expected_end ? html`<span>${say.end(new Date(batch.expected_end))}</span>` : nothing}`;

/** Brings a table and its pictures in. */
const drop = () => html`<div class="drop">
  ${icon('rows')}
  <p><b>${say.drop}</b><br><span>${say.dropMore}</span></p>
  <label class="primary button">${say.choose}<input class="vh" type="file" accept=".csv,.jsonl,.ndjson,image/png,image/jpeg,image/webp" multiple @change=${(/** @type {Event} */ event) => {
    const input = field(event), files = [...input.files ?? []];
    input.value = '';
    bringIn(files);
  }}></label></div>`;

/** All batches, newest first. */
class BelmBatches extends Part {
  constructor() {
    super();
    /** @type {Batch[] | null} */
    this.items = null;
    /** @type {string | null} */
    this.next = null;
    this.end = () => {};
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#read(false);
    this.end = follow('batches/events', batch => this.#take(batch), () => this.#read(false));
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  /** @override */
  render() {
    return html`<section aria-labelledby="batches-title">
      <div class="sectionhead"><h1 id="batches-title">${say.title}</h1><p>${say.hint}</p></div>
      ${may('edit') ? drop() : nothing}
      ${this.items?.length ? html`<ul class="batchlist">${this.items.map(batch => html`
        <li><button class="batchline" @click=${() => goBatches(batch.batch_id)}>
          <span class="name"><b>${batch.name}</b><small>${say.by} ${batch.owner}, ${new Date(batch.created).toLocaleString()}</small></span>
          <span class="state ${batch.state}">${say.states[batch.state]}</span>
          <span class="facts">${facts(batch)}</span>
          ${progress(batch)}
        </button></li>`)}</ul>` : this.items ? html`<p class="hint">${say.none}</p>` : nothing}
      ${this.next ? html`<div class="answers"><button class="quiet" @click=${() => this.#read(true)}>${say.more}</button></div>` : nothing}
    </section>`;
  }

  /** @param {Batch} batch */
  #take(batch) {
    const known = this.items?.findIndex(item => item.batch_id === batch.batch_id) ?? -1;
    if (this.items) {
      this.items = known < 0 ? [batch, ...this.items].sort((a, b) => a.batch_id < b.batch_id ? 1 : -1) : this.items.with(known, batch);
      this.requestUpdate();
    }
  }

  /** @param {boolean} more */
  async #read(more) {
    const page = await attempt(() => api.get('batches?limit=30' + (more && this.next ? '&after=' + this.next : '')));
    if (page) {
      this.items = more ? [...this.items ?? [], ...page.items] : page.items;
      this.next = page.next;
      this.requestUpdate();
    }
  }
}

/** One batch: what it is about, what can be done with it, and its rows before and after. */
class BelmBatch extends Part {
  /** @override */
  static properties = { batchId: { attribute: false } };

  constructor() {
    super();
    this.batchId = '';
    /** @type {Batch | null} */
    this.batch = null;
    /** @type {BatchRow[]} */
    this.rows = [];
    /** @type {string | null} */
    this.next = null;
    /** @type {RowState | ''} */
    this.filter = '';
    this.shown = 50;
    this.timer = 0;
    this.asked = 0;
    this.end = () => {};
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = 0;
    this.end();
  }

  /** @param {Map<string, unknown>} changed @override */
  willUpdate(changed) {
    if (changed.has('batchId')) {
      Object.assign(this, { batch: null, rows: [], next: null, filter: '', shown: 50 });
      this.end();
      this.#read();
      this.end = follow(`batches/${this.batchId}/events`, batch => this.#take(batch), () => this.#read());
    }
  }

  /** @override */
  render() {
    const b = this.batch;
    return html`<section aria-labelledby="batch-title">
      <button class="link back" @click=${() => goBatches()}>${say.back}</button>
      ${b ? html`
        <div class="sectionhead"><h1 id="batch-title">${b.name}</h1><p class="state ${b.state}">${say.states[b.state]}</p></div>
        ${progress(b)}
        <p class="facts">${facts(b)}</p>
        ${b.fault ? html`<p class="fault" role="alert"><b>${b.fault.title}</b> ${b.fault.remedy}</p>` : nothing}
        ${b.state === 'planned' ? html`<p class="hint">${(b.rows.planned ?? 0) > 0 ? say.approveHint : say.nothing}</p>` : nothing}
        <div class="answers">${this.#actions(b)}</div>
        ${this.#table(b)}` : html`<h1 id="batch-title" class="vh">${say.title}</h1>`}
    </section>`;
  }

  /** @param {Batch} b */
  #actions(b) {
    const self = `batches/${b.batch_id}/`, planned = b.rows.planned ?? 0;
    const again = b.approved_by ? b.retriable : 0;
    return html`
      ${b.state === 'planned' && planned > 0 && may('approve') ? html`<button id="approve" class="primary" @click=${() => this.#act(self + 'approve', { plan_hash: b.plan_hash })}>${say.approve(planned)}</button>` : nothing}
      ${may('edit') ? html`
        ${b.state === 'planning' && b.fault ? html`<button class="primary" @click=${() => this.#act(self + 'plan')}>${say.again}</button>` : nothing}
        ${b.state === 'running' ? html`<button class="quiet" @click=${() => this.#act(self + 'pause')}>${say.pause}</button>` : nothing}
        ${b.state === 'paused' ? html`<button class="primary" @click=${() => this.#act(self + 'resume')}>${say.resume}</button>` : nothing}
        ${again > 0 && (b.state === 'ended' || b.state === 'running') ? html`<button class="quiet" @click=${() => this.#act(self + 'retry')}>${say.retry(again)}</button>` : nothing}
        ${b.state !== 'ended' ? html`<button class="quiet" @click=${() => this.#act(self + 'cancel')}>${say.cancel}</button>` : nothing}` : nothing}
      ${b.done > 0 ? html`
        <a class="quiet button" href=${b.links.lines} download>${icon('download')}${say.lines}</a>
        <a class="quiet button" href=${b.links.table} download>${icon('download')}${say.table}</a>
        ${Array.from({ length: b.sheet_pages }, (_, i) => html`<a class="quiet button" href="${b.links.sheet}?page=${i + 1}" download>${icon('download')}${b.sheet_pages === 1 ? say.sheet : say.page(i + 1)}</a>`)}` : nothing}`;
  }

  /** @param {Batch} b */
  #table(b) {
    const states = /** @type {RowState[]} */ (Object.keys(say.rows)).map(state => /** @type {const} */ ([state, b.rows[state] ?? 0])).filter(([, count]) => count > 0);
    return html`
      ${states.length > 1 ? html`<div class="filters" role="group" aria-label=${say.rowsTitle}>
        <button class="chip" aria-pressed=${this.filter === ''} @click=${() => this.#show('')}>${say.all} ${b.total}</button>
        ${states.map(([state, count]) => html`<button class="chip" aria-pressed=${this.filter === state} @click=${() => this.#show(state)}>${say.rows[state]} ${count}</button>`)}</div>` : nothing}
      <table class="batchrows">
        <caption class="vh">${say.rowsTitle}</caption>
        <thead><tr><th scope="col">${say.columns.n}</th><th scope="col">${say.columns.before}</th><th scope="col">${say.columns.after}</th><th scope="col">${say.columns.request}</th><th scope="col">${say.columns.state}</th></tr></thead>
        <tbody>${this.rows.map(row => html`<tr>
          <th scope="row">${row.n}</th>
          <td>${this.#picture(row.n, row.source_id, row.links.before, say.columns.before.toLowerCase())}</td>
          <td>${this.#picture(row.n, row.image_id, row.links.after, say.columns.after.toLowerCase())}</td>
          <td>${row.request ? html`<b>${row.request}</b>` : nothing}
            ${row.difference.length ? html`<span class="difference">${difference(row.difference)}</span>` : nothing}
            <small>${row.image}</small></td>
          <td><span class="state ${row.state}">${say.rows[row.state]}</span>
            ${row.check ? html`<span class="check ${row.check}">${icon(row.check === 'passed' ? 'check' : 'warn')}${words.check[row.check]}</span>` : nothing}
            ${row.changes.length ? html`<small>${row.changes.join('; ')}</small>` : nothing}
            ${row.error ? html`<span class="why">${row.error.message}</span>` : nothing}
            ${row.seconds ? html`<small>${say.attempts(row.attempts)}, ${say.seconds(row.seconds)}</small>` : nothing}</td>
        </tr>`)}</tbody>
      </table>
      ${this.next ? html`<div class="answers"><button class="quiet" @click=${() => { this.shown += 50; this.#readRows(); }}>${say.more}</button></div>` : nothing}`;
  }

  /** @param {number} n @param {string | null} id @param {string | null} thumbnail @param {string} which */
  #picture(n, id, thumbnail, which) {
    return id && thumbnail ? html`<button class="thumb" aria-label=${say.open(n, which)} title=${say.open(n, which)} @click=${() => begin(id)}><img src="${thumbnail}?size=128" alt="" loading="lazy"></button>`
      : html`<span class="thumb none" aria-hidden="true"></span>`;
  }

  /** @param {RowState | ''} state */
  #show(state) {
    this.filter = state;
    this.shown = 50;
    this.requestUpdate();
    this.#readRows();
  }

  /** @param {string} path @param {any=} body */
  async #act(path, body) {
    await attempt(async () => this.#take(await api.post(path, body)));
    await this.#read();
  }

  /** @param {Batch} batch */
  #take(batch) {
    if (batch.batch_id !== this.batchId) {
      return;
    }
    this.batch = batch;
    if (this.filter && !batch.rows[this.filter]) {
      this.filter = '';
    }
    this.requestUpdate();
    // Rows may change many times a second: they are read once for all of it.
    this.timer ||= setTimeout(() => { this.timer = 0; this.#readRows(); }, 400);
  }

  async #read() {
    const batch = await attempt(() => api.get('batches/' + this.batchId));
    if (batch) {
      this.#take(batch);
    }
  }

  async #readRows() {
    const asked = ++this.asked, query = new URLSearchParams({ limit: String(Math.min(this.shown, 200)), ...(this.filter ? { state: this.filter } : {}) });
    /** @type {BatchRow[]} */
    let rows = [];
    /** @type {string | null} */
    let next = '0';
    while (next !== null && rows.length < this.shown) {
      const page = await attempt(() => api.get(`batches/${this.batchId}/items?${query}&after=${next}`));
      if (!page || asked !== this.asked) {
        return;
      }
      rows = [...rows, ...page.items];
      next = page.next;
    }
    this.rows = rows;
    this.next = next;
    this.requestUpdate();
  }
}

customElements.define('belm-batches', BelmBatches);
customElements.define('belm-batch', BelmBatch);
