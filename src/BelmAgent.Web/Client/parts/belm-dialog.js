import './belm-inversion.js';
import './belm-recipe.js';
import './belm-library.js';
import { html, nothing } from '../vendor/lit.js';
import { api, Problem } from '../core/api.js';
import { icon } from '../core/icons.js';
import { dialogWords } from '../core/dialogwords.js';
import { field, Part } from '../core/part.js';
import { attempt, begin, fail, look, may, reload, set, show, signOut, state, upload, useSingleKeys, useTheme } from '../core/store.js';
import { words } from '../core/words.js';

/** The one dialog of the page: what it shows is in the state. */
class BelmDialog extends Part {
  constructor() {
    super();
    this.descendants = false;
  }

  /** @override */
  render() {
    const d = state.dialog;
    const wide = d && (d.kind === 'library' || d.kind === 'recipe' || d.kind === 'inversion' || d.kind === 'keys');
    return html`<dialog class=${wide ? 'wide' : ''} aria-labelledby="dialog-title" @cancel=${this.#cancel} @click=${this.#outside}>
      ${d ? html`<div class="body">
        <header><h2 id="dialog-title">${this.#title(d)}</h2><button class="tool" aria-label=${words.app.close} title="${words.app.close} (Esc)" @click=${() => set({ dialog: null })}>${icon('close')}</button></header>
        ${this.#content(d)}</div>` : nothing}
    </dialog>`;
  }

  /** @param {import('../core/types').Dialog} d */
  #title(d) {
    switch (d.kind) {
      case 'keys': return dialogWords.keys.title;
      case 'settings': return dialogWords.settings.title;
      case 'recipe': return words.recipe.title;
      case 'inversion': return words.inversion.title;
      case 'several': return dialogWords.several.title(d.files.length);
      case 'incoming': return dialogWords.several.incoming;
      case 'library': return d.purpose === 'open' ? words.library.open : words.library.compare;
      default: return dialogWords.forget.title;
    }
  }

  /** @param {import('../core/types').Dialog} d @returns {unknown} */
  #content(d) {
    switch (d.kind) {
      case 'keys': return this.#map();
      case 'settings': return this.#settings();
      case 'recipe': return html`<belm-recipe></belm-recipe>`;
      case 'inversion': return html`<belm-inversion></belm-inversion>`;
      case 'library': return html`<belm-library .purpose=${d.purpose}></belm-library>`;
      case 'several': return html`<p>${dialogWords.several.text}</p>
        <form class="field" @submit=${(/** @type {SubmitEvent} */ e) => this.#batch(e, d.files)}>
          <input name="request" type="text" maxlength="4000" aria-label=${dialogWords.several.request} placeholder=${dialogWords.several.request} autocomplete="off" required autofocus>
          <button class="primary">${dialogWords.several.batch}</button></form><div class="stack">
        <button class="quiet" @click=${() => this.#each(d.files)}>${dialogWords.several.each}</button>
        <button class="quiet" @click=${() => this.#together(d.files)}>${dialogWords.several.together}</button>
        ${d.files.slice(0, 6).map(file => html`<button class="quiet" @click=${() => this.#fresh(file)}>${dialogWords.several.one(file.name)}</button>`)}</div>`;
      case 'incoming': return html`<p>${d.file.name}</p><div class="stack">
        <button class="primary" @click=${() => this.#fresh(d.file)}>${dialogWords.several.fresh}</button>
        <button class="quiet" @click=${() => this.#into(d.file)}>${dialogWords.several.into}</button></div>`;
      default: return html`<p>${this.descendants ? dialogWords.forget.descendants : dialogWords.forget.text}</p><div class="answers">
        <button class="primary" @click=${() => this.#forget(d.picture)}>${this.descendants ? dialogWords.forget.all : dialogWords.forget.yes}</button>
        <button class="quiet" autofocus @click=${() => set({ dialog: null })}>${dialogWords.forget.no}</button></div>`;
    }
  }

  #map() {
    return html`<div class="map">${dialogWords.keys.groups.map(([title, rows]) => html`<section><h3>${title}</h3><dl>${rows.map(([key, what]) => html`
      <div><dt>${key.split(' ').map(k => html`<kbd>${k}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl></section>`)}</div>
      <p class="hint">${dialogWords.keys.off}</p>`;
  }

  #settings() {
    const say = dialogWords.settings, s = state.system;
    const rows = s ? [[say.model, s.model?.name ?? say.noModel], [say.runs, s.provider], [say.planner, s.planner], [say.approval, say.approvals[s.approval] ?? s.approval],
      [say.limit, say.limitValue(s.limits.max_upload_mebibytes, s.limits.max_megapixels)], [say.version, s.version]] : [];
    return html`
      <fieldset class="themes"><legend>${say.theme}</legend><div class="segmented">${/** @type {const} */ (['system', 'light', 'dark']).map(theme => html`
        <button aria-pressed=${state.theme === theme} @click=${() => useTheme(theme)}>${say.themes[theme]}</button>`)}</div></fieldset>
      <label class="switch"><input type="checkbox" .checked=${state.singleKeys} @change=${(/** @type {Event} */ e) => useSingleKeys(field(e).checked)}> ${say.keys}</label>
      <dl class="rows">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div class="answers"><button class="quiet" @click=${signOut}>${say.signOut}</button></div>`;
  }

  /** @override */
  updated() {
    const dialog = this.querySelector('dialog');
    if (state.dialog && dialog && !dialog.open) {
      this.descendants = false;
      dialog.showModal();
    } else if (!state.dialog && dialog?.open) {
      dialog.close();
    }
  }

  /** @param {Event} event */
  #cancel(event) {
    event.preventDefault();
    set({ dialog: null });
  }

  /** @param {MouseEvent} event */
  #outside(event) {
    if (event.target === this.querySelector('dialog')) {
      set({ dialog: null });
    }
  }

  /** @param {File} file */
  async #fresh(file) {
    set({ dialog: null });
    const picture = await upload(file);
    if (picture) {
      await begin(picture.image_id);
    }
  }

  /** @param {File} file */
  async #into(file) {
    set({ dialog: null });
    const picture = await upload(file);
    if (picture) {
      await show(picture.image_id);
    }
  }

  /** @param {SubmitEvent} event @param {File[]} files */
  async #batch(event, files) {
    event.preventDefault();
    const request = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('request')).trim();
    set({ dialog: null });
    await attempt(async () => (await import('../core/batches.js')).send(null, files, request));
  }

  /** @param {File[]} files */
  async #each(files) {
    set({ dialog: null });
    for (const file of files.slice(1)) {
      const picture = await upload(file);
      if (picture) {
        await attempt(() => api.post('sessions', { image_id: picture.image_id }));
      }
    }
    await this.#fresh(files[0]);
  }

  /** @param {File[]} files */
  async #together(files) {
    await this.#fresh(files[0]);
    for (const file of files.slice(1)) {
      await this.#into(file);
    }
  }

  /** @param {import('../core/types').Picture} picture */
  async #forget(picture) {
    if (!may('edit')) {
      return;
    }
    try {
      await api.delete(`pictures/${picture.image_id}${this.descendants ? '?descendants=true' : ''}`);
      set({ dialog: null });
      look(null);
      await reload();
    } catch (error) {
      if (error instanceof Problem && error.code === 'has_descendants') {
        this.descendants = true;
        this.requestUpdate();
      } else {
        set({ dialog: null });
        fail(error);
      }
    }
  }
}

customElements.define('belm-dialog', BelmDialog);
