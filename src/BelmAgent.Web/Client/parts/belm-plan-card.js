import { html, nothing } from '../vendor/lit.js';
import { difference, Part } from '../core/part.js';
import { change, may, number, settle, state } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.plan;

/** A plan that waits for an answer: what will differ, with what settings; approve, change or refuse. */
class BelmPlanCard extends Part {
  /** @override */
  static properties = { proposal: { attribute: false }, request: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../core/types').Proposal | null} */
    this.proposal = null;
    this.request = '';
    this.editing = false;
    this.busy = false;
    this.seen = '';
  }

  /** @override */
  render() {
    const p = this.proposal;
    if (!p) {
      return nothing;
    }
    return html`
      <section class="plan" aria-label=${say.title} @keydown=${this.#keys}>
        <p class="difference">${difference(p.difference)}</p>
        <p class="settings">${[...p.settings, p.estimated_seconds == null ? '' : say.about(p.estimated_seconds), say.of(number(p.image_id))].filter(Boolean).map(s => html`<span>${s}</span>`)}</p>
        ${p.notes.map(note => html`<p class="note">${note}</p>`)}
        ${this.editing ? this.#fields(p) : html`
          <div class="answers">
            <button class="primary" id="approve" ?disabled=${this.busy || !may('approve')} @click=${() => this.#settle(true)}>${say.approve}</button>
            <button class="quiet" ?disabled=${this.busy} @click=${() => this.#edit(true)}>${say.change}</button>
            <button class="quiet" ?disabled=${this.busy} @click=${() => this.#settle(false)}>${say.refuse}</button>
          </div>`}
      </section>`;
  }

  /** @param {import('../core/types').Proposal} p */
  #fields(p) {
    const number = (/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ hint, /** @type {string} */ min, /** @type {string} */ max, /** @type {string} */ step, /** @type {any} */ value) => html`
      <label title=${hint}><span>${text}</span><input type="number" name=${name} min=${min} max=${max} step=${step} .value=${value ?? ''} placeholder=${say.usual}></label>`;
    return html`
      <form @submit=${this.#change} novalidate>
        <label class="wide"><span>${say.target}</span><textarea name="target" rows="3" required .value=${p.plan.target_prompt ?? p.target}></textarea></label>
        <div class="fields">
          ${number('guidance', say.guidance, say.guidanceHint, '1', '30', 'any', p.plan.guidance)}
          ${number('steps', say.steps, say.stepsHint, '2', '1000', '1', p.plan.steps)}
          ${number('attempts', say.tries, say.triesHint, '1', '10', '1', p.plan.attempts)}
        </div>
        <div class="answers">
          <button class="primary" ?disabled=${this.busy || !may('approve')}>${say.run}</button>
          <button type="button" class="quiet" @click=${() => this.#edit(false)}>${say.back}</button>
        </div>
      </form>`;
  }

  /** @override */
  updated() {
    const id = this.proposal?.proposal_id ?? '';
    if (id !== this.seen) {
      this.seen = id;
      this.busy = this.editing = false;
      this.requestUpdate();
      this.updateComplete.then(() => {
        // A pointer's user looks at the card; a keyboard's user is taken to it.
        if (state.byKeyboard) {
          this.find('#approve')?.focus();
        }
        this.querySelector('.answers')?.scrollIntoView({ block: 'nearest' });
      });
    }
  }

  /** @param {boolean} yes */
  async #settle(yes) {
    if (this.proposal && !this.busy) {
      this.busy = true;
      this.requestUpdate();
      await settle(this.proposal, yes);
      this.busy = false;
      this.requestUpdate();
      if (state.byKeyboard) {
        document.getElementById('request')?.focus();
      }
    }
  }

  /** @param {boolean} on */
  async #edit(on) {
    this.editing = on;
    this.requestUpdate();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(on ? 'textarea' : '#approve'))?.focus();
  }

  /** @param {SubmitEvent} event */
  async #change(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.reportValidity() || !this.proposal || this.busy) {
      return;
    }
    const data = new FormData(form);
    const value = (/** @type {string} */ name) => String(data.get(name) ?? '') === '' ? null : Number(data.get(name));
    const plan = { ...this.proposal.plan, target_prompt: String(data.get('target')).trim(), guidance: value('guidance'), steps: value('steps'), attempts: value('attempts') };
    this.busy = true;
    this.requestUpdate();
    await change(this.proposal, plan, this.request);
    this.busy = false;
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.editing ? this.#edit(false) : this.#settle(false);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && this.editing) {
      this.querySelector('form')?.requestSubmit();
    }
  }
}

customElements.define('belm-plan-card', BelmPlanCard);
