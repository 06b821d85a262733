import { html, nothing } from '../vendor/lit.js';
import { address } from '../core/api.js';
import { fraction } from '../core/events.js';
import { PanZoom } from '../core/panzoom.js';
import { Part } from '../core/part.js';
import { announce, cancel, caption, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.progress;

/** What the running edit does, with a preview that nobody can take for the result. */
class BelmProgress extends Part {
  constructor() {
    super();
    this.view = new PanZoom(() => this.requestUpdate());
    this.preview = '';
    this.seq = 0;
    this.job = '';
    this.loading = false;
    this.stopping = false;
    this.sizer = new ResizeObserver(() => this.#measure());
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    announce(say.started);
    this.parentElement?.scrollIntoView({ block: 'nearest' });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizer.disconnect();
  }

  /** @override */
  render() {
    const job = state.session?.turn?.job, picture = shown();
    if (!job || !picture) {
      return nothing;
    }
    const queued = job.state === 'queued', done = Math.round(fraction(job) * 100);
    const stages = ['encode', 'invert', 'edit', 'check'], at = stages.indexOf(job.stage);
    const facts = queued ? [] : [
      job.steps > 1 ? say.step(job.step, job.steps) : '',
      job.attempts > 1 ? say.attempt(job.attempt, job.attempts) : '',
    ].filter(Boolean);
    return html`
      <div class="panes working">
        <div class="pane">
          <div class="sheet">
            <img class=${this.preview ? 'under' : 'under waiting'} src=${picture.links.file} alt=${caption(picture) ?? words.stage.picture} draggable="false">
            ${this.preview ? html`<img class="preview" src=${this.preview} alt=${say.preview} draggable="false">` : nothing}
          </div>
          <span class="badge start alive">${say.preview}</span>
        </div>
      </div>
      <div class="progress">
        <div class="track" role="progressbar" aria-label=${say.title} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${queued ? nothing : done}><i></i></div>
        <div class="facts">
          <span class="now">${queued ? say.queued(job.queue_position) : this.stopping ? say.cancelling : say.doing[job.stage] ?? job.stage}</span>
          ${facts.map(fact => html`<span>${fact}</span>`)}
          ${!queued && job.seconds_left != null ? html`<span class="left">${say.left(job.seconds_left)}</span>` : nothing}
          <ol class="stages" aria-hidden="true">${stages.map((stage, k) => html`<li class=${k < at ? 'past' : k === at ? 'at' : ''}>${say.stages[stage]}</li>`)}</ol>
          <button class="quiet" ?disabled=${this.stopping} @click=${this.#cancel}>${say.cancel}</button>
        </div>
      </div>`;
  }

  /** @override */
  updated() {
    const job = state.session?.turn?.job, picture = shown(), pane = this.find('.pane');
    if (!job || !picture || !pane) {
      return;
    }
    if (job.job_id !== this.job) {
      this.job = job.job_id;
      this.preview = '';
      this.seq = 0;
      this.stopping = false;
      this.sizer.observe(pane);
    }
    this.view.picture(picture.width, picture.height);
    this.#measure();
    this.view.apply(this.find('.sheet'));
    this.find('.track i').style.setProperty('transform', `scaleX(${fraction(job)})`);
    this.#fetch(job.job_id, job.preview_seq);
  }

  /** Fetches the newest preview, one at a time; an older one never replaces a newer. @param {string} id @param {number} seq */
  async #fetch(id, seq) {
    if (this.loading || !seq || seq <= this.seq) {
      return;
    }
    this.loading = true;
    const url = address(`jobs/${id}/preview?seq=${seq}`), image = new Image();
    image.src = url;
    try {
      await image.decode();
      if (id === this.job && seq > this.seq) {
        this.preview = url;
      }
    } catch {
      // The edit has ended, and its previews with it.
    }
    this.seq = Math.max(this.seq, seq);
    this.loading = false;
    this.requestUpdate();
  }

  #measure() {
    const pane = this.find('.pane');
    if (pane) {
      this.view.box(pane.clientWidth, pane.clientHeight);
    }
  }

  async #cancel() {
    this.stopping = true;
    this.requestUpdate();
    await cancel();
  }
}

customElements.define('belm-progress', BelmProgress);
