import { html, nothing } from '../vendor/lit.js';
import { address, api } from '../core/api.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { attempt, before, copy, reuse, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.recipe;

/** Quotes a word for a shell. @param {string} text */
const quote = text => `'${text.replaceAll("'", "'\\''")}'`;

/** How the picture was made, and how to take it away: with its recipe, or without. */
class BelmRecipe extends Part {
  constructor() {
    super();
    this.of = '';
    /** @type {any} */
    this.recipe = null;
  }

  /** @override */
  render() {
    const p = shown();
    if (!p) {
      return nothing;
    }
    if (p.image_id !== this.of) {
      this.of = p.image_id;
      this.recipe = null;
      attempt(async () => {
        this.recipe = (await api.get('pictures/' + p.image_id)).recipe;
        this.requestUpdate();
      });
    }
    const plan = this.recipe?.plan;
    const file = (/** @type {string} */ query) => address(`pictures/${p.image_id}/file?${query}&download=true`);
    const link = (/** @type {string} */ href, /** @type {string} */ text, hint = '', kind = 'quiet') => html`<a class="${kind} button" href=${href} download>${icon('download')}<span>${text}${hint ? html`<small>${hint}</small>` : nothing}</span></a>`;
    const rows = this.#rows(p, plan);
    return html`
      <div class="downloads">
        ${link(file('recipe=keep&format=png'), say.withRecipe, say.withHint, 'primary')}
        ${link(file('recipe=strip&format=png'), say.without, say.withoutHint)}
        ${link(file('recipe=strip&format=jpeg'), say.jpeg)}
        ${link(file('recipe=strip&format=webp'), say.webp)}
        ${link(address(`pictures/${p.image_id}/recipe`), say.only, say.onlyHint)}
      </div>
      <dl class="rows">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${plan ? html`<div class="answers">
        <button class="quiet" @click=${() => copy(this.#command(p, plan))}>${say.command}</button>
        <button class="quiet" @click=${() => copy(this.#curl(p, plan))}>${say.curl}</button>
        <button class="quiet" ?disabled=${Boolean(state.session?.turn)} @click=${() => reuse(plan)}>${say.reuse}</button>
      </div>` : this.recipe && p.kind === 'imported' ? html`<p class="hint">${say.none}</p>` : nothing}
      ${this.recipe ? html`<details><summary>${say.raw}</summary><pre tabindex="0">${JSON.stringify(this.recipe, null, 2)}</pre></details>` : nothing}`;
  }

  /** @param {import('../core/types').Picture} p @param {any} plan @returns {[string, string][]} */
  #rows(p, plan) {
    const row = say.rows, recipe = this.recipe;
    const all = [
      [row.request, p.request], [row.caption, plan ? null : p.caption], [row.source, plan?.source_prompt], [row.target, plan?.target_prompt],
      [row.kind, plan?.edit_type?.replaceAll('_', ' ')], [row.sampler, plan?.sampler], [row.steps, plan?.steps], [row.guidance, plan?.guidance], [row.strength, plan?.strength],
      [row.model, recipe?.model_hash && (recipe.model_hash === state.system?.model?.hash ? state.system?.model?.name : recipe.model_hash.slice(0, 12))], [row.size, `${p.width} × ${p.height}`], [row.made, new Date(p.created).toLocaleString()],
      [row.took, p.seconds == null ? null : words.history.seconds(p.seconds)], [row.check, p.check ? words.check[p.check] : null],
    ];
    return /** @type {[string, string][]} */ (all.filter(([, value]) => value != null && value !== '' && typeof value !== 'object').map(([name, value]) => [name, String(value)]));
  }

  /** @param {import('../core/types').Picture} p @param {any} plan */
  #command(p, plan) {
    const options = [['--steps', plan.steps], ['--guidance', plan.guidance], ['--strength', plan.strength], ['--sampler', plan.sampler]];
    return ['belm', 'edit', before(p)?.image_id ?? p.parent_id ?? 'picture.png', quote(plan.request ?? p.request ?? ''), '--yes', '-o', 'edited.png',
      ...options.flatMap(([name, value]) => value == null ? [] : [name, String(value)])].join(' ');
  }

  /** @param {import('../core/types').Picture} p @param {any} plan */
  #curl(p, plan) {
    const body = JSON.stringify({ image_id: before(p)?.image_id ?? p.parent_id, request: plan.request ?? p.request });
    return `curl -sf -H "Authorization: Bearer $BELM_KEY" -H 'Content-Type: application/json' -d ${quote(body)} '${new URL(address('edits?wait=60'), document.baseURI)}'`;
  }
}

customElements.define('belm-recipe', BelmRecipe);
