import { html, nothing, svg } from '../vendor/lit.js';
import { api } from '../core/api.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { attempt, set, show, shown } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.inversion;

/** Whether the picture comes back exactly: in words first, numbers and a histogram behind. */
class BelmInversion extends Part {
  constructor() {
    super();
    this.of = '';
    /** @type {any} */
    this.result = null;
    this.busy = false;
  }

  /** @override */
  render() {
    const p = shown(), r = this.result;
    if (!p) {
      return nothing;
    }
    if (this.of !== p.image_id) {
      this.of = p.image_id;
      this.result = null;
    }
    if (!r) {
      return html`<p>${say.intro}</p><div class="answers"><button class="primary" ?disabled=${this.busy} @click=${this.#run}>${this.busy ? say.running : say.run}</button></div>`;
    }
    const exact = r.bit_exact || (r.latent_mse ?? r.pixel_mse) < 1e-9;
    const usual = Math.abs(r.noise.mean) < 0.1 && Math.abs(r.noise.std - 1) < 0.1 && Math.abs(r.noise.kurtosis) < 1;
    return html`
      <p class="verdict ${exact ? 'good' : ''}">${icon(exact ? 'check' : 'warn')}${r.bit_exact ? say.bit : exact ? say.exact : say.near}</p>
      <p>${exact ? say.exactWhy : say.nearWhy}</p>
      <p>${usual ? say.gaussian : say.odd}</p>
      ${(r.notes ?? []).map((/** @type {string} */ note) => html`<p class="note">${note}</p>`)}
      <details><summary>${say.numbers}</summary>
        ${r.noise.histogram ? this.#histogram(r.noise.histogram) : nothing}
        <dl class="rows">${this.#rows(r).map(([name, value, hint]) => html`<div><dt>${name}</dt><dd>${value}${hint ? html` <small>${hint}</small>` : nothing}</dd></div>`)}</dl>
      </details>
      <div class="answers"><button class="quiet" ?disabled=${this.busy} @click=${this.#reconstruct}>${say.reconstruct}</button></div>`;
  }

  /** @param {any} r @returns {[string, string, string][]} */
  #rows(r) {
    const row = say.rows, n = r.noise, number = (/** @type {number} */ v) => Math.abs(v) < 0.001 && v !== 0 ? v.toExponential(1) : v.toFixed(3);
    const largest = n.max_abs ?? n.max;
    const all = [
      [row.sampler, r.sampler], [row.steps, r.steps], [row.latent, r.latent_mse == null ? null : `${number(r.latent_mse)} MSE`], [row.pixel, r.pixel_mse == null ? null : `${number(r.pixel_mse)} MSE`],
      [row.auto, r.autoencoder_mse == null ? null : `${number(r.autoencoder_mse)} MSE`], [row.mean, number(n.mean), say.expect('0')], [row.std, number(n.std), say.expect('1')],
      [row.kurtosis, number(n.kurtosis), say.expect('0')], [row.max, largest == null ? null : number(largest)], [row.seconds, words.history.seconds(r.seconds)],
    ];
    return /** @type {any} */ (all.filter(([, value]) => value != null));
  }

  /** Draws the bins from −4 to 4 deviations, with the normal curve over them. @param {number[]} bins */
  #histogram(bins) {
    const width = 320, height = 96, total = bins.reduce((a, b) => a + b, 0) || 1, bin = width / bins.length;
    const normal = (/** @type {number} */ z) => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * (8 / bins.length);
    const top = Math.max(normal(0), ...bins.map(b => b / total)) * 1.08;
    const curve = Array.from({ length: 65 }, (_, k) => `${k ? 'L' : 'M'}${(k / 64 * width).toFixed(1)} ${(height - (normal((k / 8) - 4) / top * height)).toFixed(1)}`).join('');
    return html`<svg class="histogram" viewBox="0 0 ${width} ${height}" role="img" aria-label=${say.histogram}>
      ${bins.map((b, k) => svg`<rect x=${(k * bin) + 0.5} width=${bin - 1} y=${height - (b / total / top * height)} height=${b / total / top * height}></rect>`)}
      ${svg`<path d=${curve}></path>`}</svg>`;
  }

  async #run() {
    const id = this.of;
    this.busy = true;
    this.requestUpdate();
    const result = await attempt(() => api.post(`pictures/${id}/inversions`, {}));
    this.busy = false;
    if (id === this.of) {
      this.result = result ?? null;
    }
    this.requestUpdate();
  }

  async #reconstruct() {
    this.busy = true;
    this.requestUpdate();
    const made = await attempt(() => api.post(`inversions/${this.result.inversion_id}/reconstruct`));
    this.busy = false;
    this.requestUpdate();
    if (made) {
      set({ dialog: null });
      await show(made.image_id);
    }
  }
}

customElements.define('belm-inversion', BelmInversion);
