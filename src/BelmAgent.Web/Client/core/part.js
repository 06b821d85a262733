import { html, LitElement } from '../vendor/lit.js';
import { fail, listen } from './store.js';
import { words } from './words.js';

/** A part of the page: drawn into the page itself, and again after each change of the state. */
export class Part extends LitElement {
  /** @type {() => void} */
  #end = () => {};

  /** @override */
  createRenderRoot() {
    return this;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#end = listen(() => this.requestUpdate());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  /** Finds one of the part's own elements, which is there once it is drawn. @param {string} selector @returns {HTMLElement} */
  find(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** Gets the field that an event comes from. @param {Event} event @returns {HTMLInputElement} */
export const field = event => /** @type {HTMLInputElement} */ (event.target);

/** Loads a part that only some need, when it is needed. @param {() => Promise<unknown>} load */
export const later = load => load().catch(fail);

/** What a picture shows now and should show, in one: what goes, what comes, and what stays. @param {{text: string, kind: string}[]} runs */
export const difference = runs => runs.map((part, k) => html`${k && !/^[\s,.;]/.test(part.text) && !/\s$/.test(runs[k - 1].text) ? ' ' : ''}${
  part.kind === 'removed' ? html`<del><span class="vh">${words.plan.removed}: </span>${part.text}<span class="vh">;</span></del>`
    : part.kind === 'added' ? html`<ins><span class="vh">${words.plan.added}: </span>${part.text}<span class="vh">;</span></ins>` : part.text}`);
