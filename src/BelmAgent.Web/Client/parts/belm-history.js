import { html, nothing } from '../vendor/lit.js';
import { icon } from '../core/icons.js';
import { field, Part } from '../core/part.js';
import { before, goTo, label, look, number, redo, set, shown, state, undo } from '../core/store.js';
import { words } from '../core/words.js';

/** @typedef {import('../core/types').Picture} Picture */

const say = words.history;

/** The versions of the conversation as a tree: nothing is overwritten, what is edited twice becomes a branch. */
class BelmHistory extends Part {
  constructor() {
    super();
    this.hideFailed = false;
    /** @type {string | null} */
    this.focused = null;
    this.at = '';
  }

  /** @override */
  render() {
    const session = state.session;
    if (!session) {
      return nothing;
    }
    const failed = session.pictures.some(p => p.check === 'failed');
    return html`
      <div class="head">
        <h2>${say.title}</h2>
        <button class="tool" title="${say.undo} (Ctrl+Z)" aria-label=${say.undo} ?disabled=${!session.can_undo} @click=${undo}>${icon('undo')}</button>
        <button class="tool" title="${say.redo} (Ctrl+Shift+Z)" aria-label=${say.redo} ?disabled=${!session.can_redo} @click=${redo}>${icon('redo')}</button>
        <button class="tool" title=${say.more} aria-label="${say.more}: ${number(shown()?.image_id)}" aria-haspopup="menu" popovertarget="version-menu">${icon('more')}</button>
      </div>
      ${this.#menu()}
      ${session.pictures.length ? html`<div class="tree" role="tree" aria-label=${say.title} @keydown=${this.#keys}>${this.#roots().map((p, k, all) => this.#node(p, 1, k, all))}</div>` : nothing}
      ${failed ? html`<label class="switch"><input type="checkbox" .checked=${this.hideFailed} @change=${(/** @type {Event} */ e) => {
        this.hideFailed = field(e).checked;
        this.requestUpdate();
      }}> ${say.hideFailed}</label>` : nothing}`;
  }

  /** What can be done with the version that is looked at. */
  #menu() {
    const p = shown();
    const item = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ act, disabled = false) => html`
      <button role="menuitem" ?disabled=${disabled} @click=${() => { this.find('[popover]').hidePopover(); act(); }}>${icon(name)}${text}</button>`;
    return html`<div class="popover" popover id="version-menu" role="menu" aria-label=${say.more} @toggle=${this.#place} @keydown=${this.#menuKeys}>${p ? html`
      ${item('branch', say.goTo, () => goTo(p.image_id), p.image_id === state.session?.current)}
      ${item('compare', words.compare.against, () => set({ dialog: { kind: 'library', purpose: 'compare' } }))}
      ${item('download', words.stage.recipe, () => set({ dialog: { kind: 'recipe' } }))}
      ${item('trash', say.forget, () => set({ dialog: { kind: 'forget', picture: p } }))}` : nothing}</div>`;
  }

  /** Opens the menu for a version. @param {MouseEvent} event @param {string} id */
  #context(event, id) {
    event.preventDefault();
    this.#pick(id);
    this.find('[popover]').showPopover();
  }

  #roots() {
    return this.#visible().filter(p => !before(p));
  }

  /** @param {Picture} of */
  #children(of) {
    return this.#visible().filter(p => before(p)?.image_id === of.image_id);
  }

  #visible() {
    const session = state.session;
    return session?.pictures.filter(p => !this.hideFailed || p.check !== 'failed' || p.image_id === session.current || session.pictures.some(q => before(q) === p)) ?? [];
  }

  /** Follows a line of versions down the same level; only branches are indented. @param {Picture} p @param {number} level @param {number} k @param {Picture[]} all @returns {unknown} */
  #node(p, level, k, all) {
    const children = this.#children(p), session = /** @type {import('../core/types').Session} */ (state.session);
    const current = p.image_id === session.current, selected = shown()?.image_id === p.image_id;
    const focus = this.focused ?? shown()?.image_id ?? session.pictures[0]?.image_id;
    const n = number(p.image_id);
    return html`<div class="node ${all.length > 1 && level > 1 ? 'branch' : ''}" role="none">
      <div class="version ${current ? 'current' : ''}" role="treeitem" id="version-${p.image_id}" data-id=${p.image_id} data-n=${n} aria-level=${level} aria-posinset=${k + 1} aria-setsize=${all.length}
          aria-selected=${selected} aria-current=${current ? 'true' : nothing} tabindex=${focus === p.image_id ? '0' : '-1'}
          @click=${() => this.#pick(p.image_id)} @contextmenu=${(/** @type {MouseEvent} */ e) => this.#context(e, p.image_id)} @dblclick=${() => goTo(p.image_id)}>
        <img src=${p.links.thumbnail} alt="" loading="lazy" draggable="false">
        <span class="text"><span class="vh">${say.version} </span><b>${n}</b> ${label(p)}${p.check && p.check !== 'passed' && p.check !== 'not_checked' ? html` <span class="check ${p.check}">${icon('warn')}<span class="vh">, ${words.check[p.check]}</span></span>` : nothing}
          ${p.seconds != null ? html`<small>${say.seconds(p.seconds)}</small>` : nothing}</span>
      </div>
      ${children.length ? html`<div class="under ${children.length > 1 ? 'branches' : ''}" role="none">${children.map((c, i, list) => this.#node(c, level + 1, i, list))}</div>` : nothing}
    </div>`;
  }

  /** @override */
  updated() {
    const at = shown()?.image_id;
    if (at && at !== this.at) {
      this.at = at;
      this.querySelector(`[data-id="${at}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  /** @param {string} id */
  #pick(id) {
    this.focused = id;
    look(id);
  }

  /** Puts the menu beside its button. @param {ToggleEvent} event */
  #place(event) {
    const menu = /** @type {HTMLElement} */ (event.target);
    if (event.newState === 'open') {
      const box = this.find('[popovertarget]').getBoundingClientRect();
      menu.style.setProperty('left', `${Math.max(8, Math.min(box.right, innerWidth - 8) - menu.offsetWidth)}px`);
      menu.style.setProperty('top', `${Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`);
      /** @type {HTMLElement | null} */ (menu.querySelector('button:not(:disabled)'))?.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  #menuKeys(event) {
    const items = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button:not(:disabled)')], at = items.indexOf(/** @type {Element} */ (document.activeElement));
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : NaN;
    if (!Number.isNaN(to)) {
      event.preventDefault();
      /** @type {HTMLElement} */ (items[(to + items.length) % items.length]).focus();
    }
    event.stopPropagation();
  }

  /** Arrows move as in any tree, Enter goes there. @param {KeyboardEvent} event */
  #keys(event) {
    const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=treeitem]'));
    if (!item || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const items = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[role=treeitem]')]), at = items.indexOf(item), level = Number(item.ariaLevel);
    const flat = getComputedStyle(this.find('.tree')).getPropertyValue('--flat').trim() === '1';
    let to = /** @type {HTMLElement | undefined} */ (undefined);
    switch (event.key) {
      case 'ArrowDown': to = items[at + 1]; break;
      case 'ArrowUp': to = items[at - 1]; break;
      case 'ArrowRight': to = flat || Number(items[at + 1]?.ariaLevel) > level ? items[at + 1] : undefined; break;
      case 'ArrowLeft': to = flat ? items[at - 1] : items.slice(0, at).findLast(other => Number(other.ariaLevel) < level); break;
      case 'Home': to = items[0]; break;
      case 'End': to = items.at(-1); break;
      case 'Enter': goTo(/** @type {string} */ (item.dataset.id)).then(() => document.getElementById('request')?.focus()); break;
      case ' ': this.#pick(/** @type {string} */ (item.dataset.id)); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (to) {
      this.#pick(/** @type {string} */ (to.dataset.id));
      this.updateComplete.then(() => to.focus());
    }
  }
}

customElements.define('belm-history', BelmHistory);
