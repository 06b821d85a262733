import { LitElement } from '../vendor/lit.js';
import { listen } from './store.js';

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

  /** Finds one of the part's own elements. @template {Element} T @param {string} selector @returns {T} */
  find(selector) {
    return /** @type {T} */ (this.querySelector(selector));
  }
}
