import './belm-compare.js';
import './belm-progress.js';
import { html, nothing } from '../vendor/lit.js';
import { icon } from '../core/icons.js';
import { later, Part } from '../core/part.js';
import { base, goTo, look, number, set, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

/** The picture and what can be done with it. */
class BelmStage extends Part {
  /** @override */
  render() {
    const picture = shown(), session = state.session;
    if (!session) {
      return nothing;
    }
    if (!picture) {
      return html`<div class="panes empty"><p>${icon('image')}${words.stage.empty} ${words.welcome.drop}.</p></div>`;
    }
    const job = session.turn?.job;
    const working = job && (job.state === 'running' || job.state === 'queued') && !state.viewed;
    if (working) {
      return html`<belm-progress></belm-progress>`;
    }
    if (state.masking) {
      return html`<belm-mask></belm-mask>${this.#zoom(false)}`;
    }
    const elsewhere = state.viewed && state.viewed !== session.current;
    return html`
      ${elsewhere ? html`<p class="notice">${words.stage.notCurrent(number(picture.image_id))}
        <span class="row"><button class="quiet" @click=${() => goTo(picture.image_id)}>${words.stage.here}</button>
        <button class="link" @click=${() => look(null)}>${words.stage.latest(number(session.current))}</button></span></p>` : nothing}
      <belm-compare></belm-compare>
      <div class="toolbar" role="toolbar" aria-label=${words.stage.tools}>
        ${base() ? this.#modes() : html`<span></span>`}
        ${this.#zoom(true)}
        <div class="group">
          ${this.#tool('brush', words.stage.mask, 'M', () => set({ masking: true }), session.current === null)}
          ${this.#tool('compare', words.compare.against, 'C', () => set({ dialog: { kind: 'library', purpose: 'compare' } }))}
          ${this.#tool('exact', words.stage.exact, 'X', () => set({ dialog: { kind: 'inversion' } }))}
          ${this.#tool('download', words.stage.recipe, 'D', () => set({ dialog: { kind: 'recipe' } }))}
        </div>
      </div>`;
  }

  /** @override */
  updated() {
    if (state.masking) {
      later(() => import('./belm-mask.js'));
    }
  }

  #modes() {
    const at = /** @type {any} */ (this.querySelector('belm-compare'))?.mode ?? state.mode;
    return html`<div class="segmented" role="group" aria-label=${words.compare.label}>
      ${/** @type {const} */ (['slider', 'side', 'flip', 'difference']).map((mode, k) => html`
        <button aria-pressed=${at === mode} title="${words.compare.modes[mode]} (${k + 1})" @click=${() => set({ mode })}>
          ${icon(mode)}<span>${words.compare.modes[mode]}</span></button>`)}
    </div>`;
  }

  /** @param {boolean} all */
  #zoom(all) {
    return html`<div class="group zoom ${all ? '' : 'floating'}">
      <button class="tool" title="${words.compare.zoomOut} (−)" aria-label=${words.compare.zoomOut} @click=${() => this.view?.step(-1)}>${icon('minus')}</button>
      <button class="tool text" id="zoom" title="${words.compare.zoom} (0)" @click=${() => this.view?.toggle()}></button>
      <button class="tool" title="${words.compare.zoomIn} (+)" aria-label=${words.compare.zoomIn} @click=${() => this.view?.step(1)}>${icon('plus')}</button>
    </div>`;
  }

  /** @param {string} name @param {string} text @param {string} key @param {() => void} act @param {boolean=} disabled */
  #tool(name, text, key, act, disabled = false) {
    return html`<button class="tool" ?disabled=${disabled} title="${text} (${key})" aria-label=${text} @click=${act}>${icon(name)}</button>`;
  }

  /** Where the picture on the stage lies. @returns {import('../core/panzoom.js').PanZoom | undefined} */
  get view() {
    return /** @type {any} */ (this.querySelector('belm-compare, belm-mask'))?.view;
  }
}

customElements.define('belm-stage', BelmStage);
