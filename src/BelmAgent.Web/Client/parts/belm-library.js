import { html, nothing } from '../vendor/lit.js';
import { api } from '../core/api.js';
import { field, Part } from '../core/part.js';
import { attempt, begin, compareWith, label, number, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

/** @typedef {import('../core/types').Picture} Picture */

const say = words.library;

/** All pictures, to open one or to compare with one. */
class BelmLibrary extends Part {
  /** @override */
  static properties = { purpose: { attribute: false } };

  constructor() {
    super();
    /** @type {'open' | 'compare'} */
    this.purpose = 'open';
    /** @type {Picture[]} */
    this.items = [];
    /** @type {string | null} */
    this.next = null;
    this.words = '';
    this.timer = 0;
    this.asked = 0;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#read(false);
  }

  /** @override */
  render() {
    const here = this.purpose === 'compare' ? state.session?.pictures.filter(p => p !== shown()) ?? [] : [];
    const others = this.items.filter(p => p.kind !== 'mask' && !(this.purpose === 'compare' && state.session?.pictures.some(q => q.image_id === p.image_id)));
    return html`
      ${here.length ? html`<h3>${say.here}</h3><ul class="grid">${here.map(p => this.#tile(p))}</ul>` : nothing}
      <input type="search" placeholder=${say.search} aria-label=${say.search} @input=${this.#search}>
      <ul class="grid">${others.map(p => this.#tile(p))}</ul>
      ${others.length ? nothing : html`<p class="hint">${say.empty}</p>`}
      ${this.next ? html`<div class="answers"><button class="quiet" @click=${() => this.#read(true)}>${say.more}</button></div>` : nothing}`;
  }

  /** @param {Picture} p */
  #tile(p) {
    const n = number(p.image_id);
    return html`<li><button class="tile" @click=${() => this.purpose === 'open' ? begin(p.image_id) : compareWith(p)}>
      <img src=${p.links.thumbnail} alt="" loading="lazy"><span>${n ? html`<b>${n}</b> ` : nothing}${label(p)}</span></button></li>`;
  }

  /** @param {Event} event */
  #search(event) {
    this.words = field(event).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#read(false), 200);
  }

  /** @param {boolean} more */
  async #read(more) {
    const asked = ++this.asked;
    const query = new URLSearchParams({ limit: '36', ...(this.words ? { q: this.words } : {}), ...(more && this.next ? { after: this.next } : {}) });
    const page = await attempt(() => api.get('pictures?' + query));
    if (page && asked === this.asked) {
      this.items = more ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.requestUpdate();
    }
  }
}

customElements.define('belm-library', BelmLibrary);
