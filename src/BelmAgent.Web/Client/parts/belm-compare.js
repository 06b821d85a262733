import { html, nothing } from '../vendor/lit.js';
import { address, api } from '../core/api.js';
import { icon } from '../core/icons.js';
import { gestures, PanZoom } from '../core/panzoom.js';
import { field, Part } from '../core/part.js';
import { base, caption, label, number, set, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

/**
 * @typedef {import('../core/types').Picture} Picture
 * @typedef {import('../core/types').Mode} Mode
 */

const say = words.compare;

/** The pictures that have been here before. @type {Set<string>} */
const known = new Set();

/** The picture, alone or beside another one: slider, side by side, flip, difference; all with the same pan and zoom. */
class BelmCompare extends Part {
  constructor() {
    super();
    this.view = new PanZoom(() => this.requestUpdate());
    this.at = 50;
    this.flipped = false;
    this.pair = '';
    /** @type {import('../core/types').Measures | null} */
    this.measures = null;
    this.sizer = new ResizeObserver(() => this.#measure());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizer.disconnect();
  }

  /** How the pictures are shown: alone if there is nothing to compare with. @returns {Mode | 'look'} */
  get mode() {
    const after = shown(), other = base();
    if (!after || !other) {
      return 'look';
    }
    return state.mode !== 'side' && (after.width !== other.width || after.height !== other.height) ? 'side' : state.mode;
  }

  /** @override */
  render() {
    const after = shown(), other = base(), mode = this.mode;
    if (!after) {
      return nothing;
    }
    const panes = mode === 'side' && other ? [[other, say.before], [after, say.after]] : [[after, '']];
    return html`
      <div class="panes ${mode}" @dblclick=${this.#double}>
        ${panes.map(([of, name], k) => html`
          <div class="pane" tabindex=${k === 0 && mode !== 'slider' ? '0' : nothing} role=${k === 0 && mode !== 'slider' ? 'group' : nothing}
              aria-label=${k === 0 && mode !== 'slider' ? `${say.label}, ${say.modes[/** @type {Mode} */ (mode)] ?? words.stage.picture}` : nothing} @keydown=${this.#keys}>
            <div class="sheet">${this.#sheet(/** @type {Picture} */ (of), other, mode)}</div>
            ${name ? html`<span class="badge ${k ? 'end' : 'start'}">${name}</span>` : nothing}
            ${mode === 'slider' ? html`
              <span class="badge start">${say.before}</span><span class="badge end">${say.after}</span>
              <input class="slide" type="range" min="0" max="100" .value=${String(Math.round(this.at))} aria-label=${say.label}
                aria-valuetext=${say.value(100 - Math.round(this.at))} @input=${this.#slide} @keydown=${this.#sliderKeys}>
              <div class="divider" aria-hidden="true"><span class="handle">${icon('slider')}</span></div>` : nothing}
            ${mode === 'flip' ? html`<span class="badge start">${this.flipped ? say.before : say.after}</span>` : nothing}
          </div>`)}
      </div>
      ${this.#caption(after, other, mode)}`;
  }

  /** @param {Picture} of @param {Picture | null} other @param {Mode | 'look'} mode */
  #sheet(of, other, mode) {
    const alt = (/** @type {Picture} */ p) => caption(p) ?? p.request ?? words.stage.picture;
    const image = (/** @type {Picture} */ p, kind = '') => html`<img class=${kind} src=${p.links.file} alt=${alt(p)} draggable="false">`;
    if (mode === 'slider' && other) {
      return html`${image(other)}${image(of, 'over')}`;
    }
    if (mode === 'flip' && other) {
      return html`${image(of)}${image(other, this.flipped ? 'top' : 'top hidden')}`;
    }
    if (mode === 'difference' && other) {
      return html`<img src=${address(`pictures/${of.image_id}/difference?with=${other.image_id}`)} alt=${say.heat} draggable="false">`;
    }
    return image(of);
  }

  /** @param {Picture} after @param {Picture | null} other @param {Mode | 'look'} mode */
  #caption(after, other, mode) {
    const m = this.measures;
    const parts = other && mode === 'difference' && m?.kept_fraction !== undefined ? [
      say.kept(m.kept_fraction), say.changed(m.changed_fraction), m.background_psnr >= 99 ? say.same : say.background(m.background_psnr), say.ssim(m.ssim),
    ] : other && mode === 'flip' ? [say.hold] : [];
    return html`<p class="caption">
      <span class="what">${number(after.image_id) ? html`<b>${number(after.image_id)}</b> ` : nothing}${label(after)}</span>
      ${after.check ? html`<span class="check ${after.check}">${icon(after.check === 'passed' ? 'check' : 'warn')}${words.check[after.check]}</span>` : nothing}
      ${parts.map(p => html`<span>${p}</span>`)}
      ${state.base && other ? html`<span>${words.history.comparing} ${number(other.image_id) || label(other)}
        <button class="link" @click=${() => set({ base: null })}>${words.app.close}</button></span>` : nothing}
    </p>`;
  }

  /** @override */
  updated() {
    const after = shown(), other = base();
    const pane = this.find('.pane');
    if (!after || !pane) {
      return;
    }
    const pair = `${after.image_id} ${other?.image_id}`;
    if (pair !== this.pair) {
      this.pair = pair;
      this.measures = null;
      this.flipped = false;
      this.#reveal();
      this.view.picture(after.width, after.height);
      state.session?.pictures.forEach(p => known.add(p.image_id));
    }
    if (this.mode === 'difference' && other && !this.measures) {
      this.#compare(after, other, pair);
    }
    for (const each of /** @type {NodeListOf<HTMLElement & {bound?: boolean}>} */ (this.querySelectorAll('.pane'))) {
      if (!each.bound) {
        each.bound = true;
        gestures(each, this.view, { start: event => this.#start(event), move: event => this.#drag(event), end: () => this.#release() });
        this.sizer.observe(each);
      }
    }
    this.#measure();
    for (const sheet of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.sheet'))) {
      this.view.apply(sheet);
    }
    const { left, width } = this.view.place, from = Math.max(0, left), to = Math.min(this.view.boxWidth, left + width);
    const x = from + ((to - from) * this.at / 100);
    pane.style.setProperty('--divider', `${x}px`);
    pane.style.setProperty('--cut', `${Math.max(0, x - left)}px`);
    const zoom = document.getElementById('zoom');
    if (zoom) {
      zoom.textContent = this.view.zoom === null ? say.fit : `${Math.round(this.view.zoom * 100)} %`;
    }
  }

  #measure() {
    const pane = this.find('.pane');
    if (pane) {
      this.view.box(pane.clientWidth, pane.clientHeight);
    }
  }

  /** Draws a new result over the picture before, once, unless the user wants no motion. */
  #reveal() {
    const isNew = known.size > 0 && !known.has(shown()?.image_id ?? '') && known.has(base()?.image_id ?? '');
    if (!isNew || this.mode !== 'slider' || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.at = 50;
      return;
    }
    const began = performance.now();
    const pair = this.pair;
    this.at = 100;
    const frame = (/** @type {number} */ now) => {
      const t = Math.min(1, Math.max(0, (now - began - 250) / 700));
      if (pair !== this.pair || this.grabbed) {
        return;
      }
      this.at = 100 - (50 * (1 - ((1 - t) ** 3)));
      this.requestUpdate();
      if (t < 1) {
        requestAnimationFrame(frame);
      }
    };
    requestAnimationFrame(frame);
  }

  /** @param {Picture} after @param {Picture} other @param {string} pair */
  async #compare(after, other, pair) {
    this.measures = /** @type {any} */ ({});
    try {
      const measures = await api.get(`pictures/${after.image_id}/comparison?with=${other.image_id}`);
      if (pair === this.pair) {
        this.measures = measures;
      }
    } catch {
      this.measures = null;
    }
    this.requestUpdate();
  }

  grabbed = false;

  /** @param {PointerEvent} event */
  #start(event) {
    if (this.mode === 'slider') {
      const pane = this.find('.pane'), x = event.clientX - pane.getBoundingClientRect().left;
      const divider = parseFloat(/** @type {HTMLElement} */ (pane).style.getPropertyValue('--divider'));
      if (this.view.zoom === null || Math.abs(x - divider) < 28) {
        this.grabbed = true;
        this.#drag(event);
        return true;
      }
    }
    if (this.mode === 'flip' && this.view.zoom === null) {
      this.flip(true);
      return true;
    }
    return false;
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (this.mode === 'slider') {
      const { left, width } = this.view.place, from = Math.max(0, left), to = Math.min(this.view.boxWidth, left + width);
      const x = event.clientX - this.find('.pane').getBoundingClientRect().left;
      this.at = Math.min(100, Math.max(0, 100 * (x - from) / (to - from)));
      this.requestUpdate();
    }
  }

  #release() {
    this.grabbed = false;
    this.flip(false);
  }

  /** Shows the picture before while it is held. @param {boolean} on */
  flip(on) {
    if (this.flipped !== on) {
      this.flipped = on;
      this.requestUpdate();
    }
  }

  /** @param {Event} event */
  #slide(event) {
    this.grabbed = true;
    this.at = Number(field(event).value);
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #sliderKeys(event) {
    if (event.shiftKey && event.key.startsWith('Arrow')) {
      this.#keys(event);
    }
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const by = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] })[event.key];
    if (by && this.view.zoom !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.view.pan(...by);
    }
  }

  /** @param {MouseEvent} event */
  #double(event) {
    const box = this.find('.pane').getBoundingClientRect();
    this.view.toggle(event.clientX - box.left, event.clientY - box.top);
  }
}

customElements.define('belm-compare', BelmCompare);
