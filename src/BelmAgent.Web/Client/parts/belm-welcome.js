import { html, nothing } from '../vendor/lit.js';
import { api } from '../core/api.js';
import { icon } from '../core/icons.js';
import { field, Part } from '../core/part.js';
import { attempt, begin, bringIn, open, openSample, set, state } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.welcome;

/** The first view: bring a picture in, start with a sample, or go on with a conversation. */
class BelmWelcome extends Part {
  /** @override */
  render() {
    return html`
      <section class="hero">
        <h1>${words.promise}</h1>
        <div class="drop">
          ${icon('image')}
          <p><b>${say.drop}</b><br><span>${say.dropMore}</span></p>
          <label class="primary button">${say.choose}<input class="vh" type="file" accept="image/png,image/jpeg,image/webp,.csv,.jsonl" multiple @change=${this.#files}></label>
          <label class="quiet button touch">${say.camera}<input class="vh" type="file" accept="image/*" capture="environment" @change=${this.#files}></label>
        </div>
      </section>
      ${state.samples?.length ? html`
        <section aria-labelledby="samples-title">
          <div class="sectionhead"><h2 id="samples-title">${say.samples}</h2><p>${say.sampleHint}</p></div>
          <ul class="samples">${state.samples.map(sample => html`
            <li class="sample">
              <button class="picture" aria-label=${say.open(sample.title)} @click=${() => openSample(sample)}><img src=${sample.thumbnail} width=${sample.width} height=${sample.height} alt=""></button>
              <div class="requests">${sample.requests.map(request => html`<button class="chip" @click=${() => openSample(sample, request)}>${request}</button>`)}</div>
            </li>`)}</ul>
        </section>` : nothing}
      ${state.system?.features.generate ? html`
        <section aria-labelledby="generate-title">
          <h2 id="generate-title">${say.generate}</h2>
          <form class="field" @submit=${this.#create}>
            <input name="prompt" type="text" maxlength="500" aria-labelledby="generate-title" placeholder=${say.generateExample} autocomplete="off" required>
            <button class="quiet">${say.create}</button>
          </form>
        </section>` : nothing}
      ${state.sessions?.length ? html`
        <section aria-labelledby="recent-title">
          <div class="sectionhead"><h2 id="recent-title">${say.recent}</h2>
            <button class="link" @click=${() => set({ dialog: { kind: 'library', purpose: 'open' } })}>${say.library}</button></div>
          <ul class="recent">${state.sessions.slice(0, 12).map(line => html`
            <li>
              <button class="session" @click=${() => open(line.session_id)}>
                ${line.thumbnail ? html`<img src=${line.thumbnail} alt="" loading="lazy">` : html`<span class="blank"></span>`}
                <span><b>${line.title || new Date(line.created).toLocaleString()}</b><small>${say.pictures(line.pictures)}</small></span>
              </button>
              <button class="tool" title=${say.forget} aria-label="${say.forget}: ${line.title}" @click=${() => this.#remove(line.session_id)}>${icon('close')}</button>
            </li>`)}</ul>
        </section>` : nothing}`;
  }

  /** @param {Event} event */
  #files(event) {
    const input = field(event), files = [...input.files ?? []];
    input.value = '';
    bringIn(files);
  }

  /** @param {SubmitEvent} event */
  #create(event) {
    event.preventDefault();
    const prompt = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('prompt')).trim();
    attempt(async () => {
      const picture = await api.post('generations', { prompt });
      await begin(picture.image_id);
    }, words.app.creating);
  }

  /** @param {string} id */
  #remove(id) {
    attempt(async () => {
      await api.delete('sessions/' + id);
      set({ sessions: state.sessions?.filter(line => line.session_id !== id) ?? null });
    });
  }
}

customElements.define('belm-welcome', BelmWelcome);
