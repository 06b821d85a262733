import './belm-conversation.js';
import './belm-history.js';
import './belm-stage.js';
import './belm-welcome.js';
import { html, nothing } from '../vendor/lit.js';
import { Problem } from '../core/api.js';
import { icon } from '../core/icons.js';
import { later, Part } from '../core/part.js';
import { bringIn, dismiss, fail, goBatches, goHome, label, redo, set, shown, signIn, state, undo } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.app;

/** The page: its head, the view that the address names, what is dropped or pasted, and the keyboard. */
class BelmApp extends Part {
  /** @override */
  render() {
    return html`
      ${state.session ? html`<a class="skip" href="#request" @click=${this.#skip}>${say.skip}</a>` : nothing}
      <header class="bar">
        <button class="brand" aria-label="${words.name}: ${say.home}" @click=${goHome}><span class="mark" aria-hidden="true"></span>${words.name}</button>
        <span class="space"></span>
        ${state.auth === 'in' ? html`
          ${state.session ? html`<button class="tool labelled" title="${say.new} (N)" aria-label=${say.new} @click=${goHome}>${icon('plus')}<span>${say.new}</span></button>` : nothing}
          <button class="tool labelled" aria-label=${say.batches} aria-current=${state.batch === null ? nothing : 'page'} @click=${() => goBatches()}>${icon('rows')}<span>${say.batches}</span></button>
          <button class="tool" title="${say.keys} (?)" aria-label=${say.keys} @click=${() => set({ dialog: { kind: 'keys' } })}>${icon('keys')}</button>
          <button class="tool" title=${say.settings} aria-label=${say.settings} @click=${() => set({ dialog: { kind: 'settings' } })}>${icon('settings')}</button>` : nothing}
      </header>
      ${state.stream === 'lost' || state.stream === 'closing' ? html`<p class="banner" role="status">${state.stream === 'lost' ? say.lost : say.closing}</p>` : nothing}
      ${this.#view()}
      ${state.dropping ? html`<div class="dropping"><p>${say.dropHere}</p></div>` : nothing}
      <belm-dialog></belm-dialog>
      <div class="toasts">
        ${state.busy ? html`<p class="toast busy" role="status"><span class="spinner"></span>${state.busy}</p>` : nothing}
        ${state.toasts.map(toast => html`<div class="toast ${toast.kind}" role=${toast.kind === 'error' ? 'alert' : 'status'}>
          <p><b>${toast.title}</b>${toast.remedy ? html` ${toast.remedy}` : nothing}</p>
          ${toast.retry ? html`<button class="link" @click=${() => { dismiss(toast.id); toast.retry?.(); }}>${say.retry}</button>` : nothing}
          ${toast.kind === 'error' ? html`<button class="tool" aria-label=${say.dismiss} @click=${() => dismiss(toast.id)}>${icon('close')}</button>` : nothing}
        </div>`)}
      </div>
      <p id="announcements" class="vh" role="status" aria-live="polite"></p>`;
  }

  #view() {
    if (state.auth === 'unknown' || state.opening && !state.session) {
      return html`<main class="quietly" aria-busy="true"></main>`;
    }
    if (state.auth === 'needed') {
      return html`<main class="signin"><form @submit=${this.#signIn}>
        <h1>${words.key.title}</h1><p>${words.key.why}</p>
        <label><span>${words.key.label}</span><input name="key" type="password" autocomplete="off" required autofocus></label>
        ${this.wrong ? html`<p class="error" role="alert">${words.key.wrong}</p>` : nothing}
        <button class="primary">${words.key.enter}</button></form></main>`;
    }
    if (!state.session && state.batch !== null) {
      return html`<main>${state.batch ? html`<belm-batch .batchId=${state.batch}></belm-batch>` : html`<belm-batches></belm-batches>`}</main>`;
    }
    if (!state.session) {
      return html`<main><belm-welcome></belm-welcome></main>`;
    }
    return html`<main class="studio">
      <h1 class="vh">${words.name}</h1>
      <belm-history class="panel"></belm-history>
      <belm-stage></belm-stage>
      <belm-conversation class="panel"></belm-conversation>
    </main>`;
  }

  wrong = false;

  opened = '';

  /** @override */
  updated() {
    const id = state.session?.session_id ?? '', picture = shown();
    document.title = picture ? `${label(picture)} · ${words.name}` : words.name;
    if (id !== this.opened) {
      this.opened = id;
      if (id && state.byKeyboard) {
        // What was pressed to come here is gone: the keyboard goes on where the next request is written.
        this.updateComplete.then(() => document.getElementById('request')?.focus());
      }
    }
    if (state.dialog) {
      later(() => import('./belm-dialog.js'));
    }
    if (state.batch !== null) {
      later(() => import('./belm-batches.js'));
    }
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#down);
    addEventListener('keyup', this.#up);
    addEventListener('paste', this.#paste);
    addEventListener('dragover', this.#over);
    addEventListener('dragleave', this.#out);
    addEventListener('drop', this.#drop);
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    document.getElementById('request')?.focus();
  }

  /** @param {SubmitEvent} event */
  async #signIn(event) {
    event.preventDefault();
    this.wrong = !await signIn(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('key')));
    this.requestUpdate();
  }

  #over = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    if (!state.dropping && state.auth === 'in' && event.dataTransfer?.types.some(type => type === 'Files' || type === 'text/uri-list')) {
      set({ dropping: true });
    }
  };

  #out = (/** @type {DragEvent} */ event) => {
    if (!event.relatedTarget) {
      set({ dropping: false });
    }
  };

  #drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    set({ dropping: false });
    const files = [...event.dataTransfer?.files ?? []];
    if (state.auth !== 'in') {
      return;
    }
    if (files.length) {
      bringIn(files);
    } else if (event.dataTransfer?.types.includes('text/uri-list')) {
      fail(new Problem({ title: words.errors.address, remedy: words.errors.addressRemedy }));
    }
  };

  #paste = (/** @type {ClipboardEvent} */ event) => {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length && state.auth === 'in') {
      event.preventDefault();
      bringIn(files);
    }
  };

  #up = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === ' ') {
      this.compare?.flip(false);
    }
  };

  /** @returns {any} */
  get compare() {
    return this.querySelector('belm-compare');
  }

  /** The keyboard map: `?` shows it. */
  #down = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || state.dialog || state.auth !== 'in') {
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest('textarea, select') || target.closest('input:not([type=range], [type=checkbox])');
    if (typing) {
      if (event.key === 'Escape') {
        const plan = this.find('#approve');
        plan?.focus();
      }
      return;
    }
    const mask = /** @type {any} */ (this.querySelector('belm-mask'));
    const act = mask?.shortcut(event) ? () => {} : this.#command(event);
    if (act) {
      event.preventDefault();
      act();
    }
  };

  /** @param {KeyboardEvent} event @returns {(() => void) | undefined} */
  #command(event) {
    const view = /** @type {any} */ (this.querySelector('belm-stage'))?.view, inSession = Boolean(state.session);
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      return !inSession ? undefined : key === 'z' ? event.shiftKey ? redo : undo : key === 'y' ? redo : undefined;
    }
    if (event.altKey || !state.singleKeys) {
      return undefined;
    }
    const modes = /** @type {const} */ (['slider', 'side', 'flip', 'difference']), mode = modes[Number(event.key) - 1];
    if (inSession && mode) {
      return () => set({ mode });
    }
    const onButton = /** @type {HTMLElement} */ (event.target).closest('button, a, summary, [role=treeitem]');
    const keys = /** @type {Record<string, () => void>} */ ({
      '?': () => set({ dialog: { kind: 'keys' } }),
      ...(inSession ? {
        n: goHome, '/': () => document.getElementById('request')?.focus(),
        '+': () => view?.step(1), '=': () => view?.step(1), '-': () => view?.step(-1), 0: () => view?.fit(),
        m: () => set({ masking: true }), d: () => set({ dialog: { kind: 'recipe' } }), x: () => set({ dialog: { kind: 'inversion' } }),
        c: () => set({ dialog: { kind: 'library', purpose: 'compare' } }),
        ...(!onButton && this.compare?.mode === 'flip' ? { ' ': () => this.compare.flip(true) } : {}),
      } : {}),
    });
    return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  }
}

customElements.define('belm-app', BelmApp);
