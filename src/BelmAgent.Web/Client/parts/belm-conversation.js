import './belm-plan-card.js';
import { html, nothing } from '../vendor/lit.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { caption, dropMask, look, maskAgain, number, picture, say as ask, set, shown, state } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.conversation;

/** The choices that a question names: "Which car: the red one or the blue one?" @param {string} question */
export function choices(question) {
  const named = /:\s*([^:?]+)\?\s*$/.exec(question)?.[1];
  const parts = named?.split(/,\s*(?:or\s+)?|\s+or\s+/).map(part => part.trim()).filter(Boolean) ?? [];
  return parts.length > 1 && parts.length < 7 ? parts : [];
}

/** What was asked and answered, and the field for the next request. */
class BelmConversation extends Part {
  constructor() {
    super();
    this.count = '';
  }

  /** @override */
  render() {
    const session = state.session;
    if (!session) {
      return nothing;
    }
    const turn = session.turn, sees = caption(session.pictures[0]);
    const last = session.turns.at(-1), question = !turn && !state.pending ? last?.question : null;
    return html`
      <div class="talk" tabindex="0" role="log" aria-live="off" aria-label=${say.title}>
        ${sees ? html`<div class="turn"><p class="answer">${say.sees} ${sees}. ${session.turns.length || turn ? nothing : say.ask}</p></div>` : nothing}
        ${session.turns.map((t, k) => this.#turn(t, t.from ?? session.turns[k - 1]?.to ?? session.pictures[0]?.image_id))}
        ${session.interrupted && !turn ? html`<div class="turn"><p class="note">${say.interrupted(session.interrupted)}
          <button class="quiet" @click=${() => ask(/** @type {string} */ (session.interrupted))}>${say.again}</button></p></div>` : nothing}
        ${turn ? html`<div class="turn">
          <p class="request"><span class="vh">${say.you}: </span>${turn.request}</p>
          ${turn.answer_so_far ? html`<p class="answer">${turn.answer_so_far}</p>` : nothing}
          ${turn.approval ? html`<belm-plan-card .proposal=${turn.approval} .request=${turn.request}></belm-plan-card>`
            : turn.answer_so_far ? nothing : turn.job ? html`<p class="hint">${words.progress.doing[turn.job.stage] ?? words.progress.title}…</p>` : html`<p class="answer thinking"><span class="vh">${say.thinking}</span><i></i><i></i><i></i></p>`}
        </div>` : nothing}
        ${state.pending && state.pending !== turn?.request ? html`<div class="turn"><p class="request">${state.pending}</p>
          ${turn ? html`<p class="hint">${say.waits}</p>` : html`<p class="answer thinking"><span class="vh">${say.thinking}</span><i></i><i></i><i></i></p>`}</div>` : nothing}
      </div>
      ${this.#composer(question ?? null)}`;
  }

  /** @param {import('../core/types').Turn} turn @param {string | undefined} from */
  #turn(turn, from) {
    const made = turn.to && turn.to !== from ? picture(turn.to) : null;
    return html`<div class="turn">
      <p class="request"><span class="vh">${say.you}: </span>${turn.request}</p>
      ${turn.answer ? html`<p class=${turn.question ? 'answer question' : 'answer'}>${turn.answer}</p>` : nothing}
      ${turn.question && !turn.answer?.includes(turn.question) ? html`<p class="answer question">${turn.question}</p>` : nothing}
      ${made ? html`<button class="made" aria-current=${shown() === made} @click=${() => look(made.image_id)}>
        <img src=${made.links.thumbnail} alt="" loading="lazy"><span>${say.result(number(made.image_id))}</span>
        ${made.check ? html`<span class="check ${made.check}">${icon(made.check === 'passed' ? 'check' : 'warn')}<span class="vh">${words.check[made.check]}</span></span>` : nothing}
      </button>` : nothing}
    </div>`;
  }

  /** @param {string | null} question */
  #composer(question) {
    const session = /** @type {import('../core/types').Session} */ (state.session);
    const offers = question ? choices(question) : !session.turns.length && !session.turn && !state.pending ? state.suggestions : [];
    return html`<form class="composer" @submit=${this.#submit}>
      ${offers.length ? html`<div class="offers">${offers.map(text => html`<button type="button" class="chip" @click=${() => ask(text)}>${text}</button>`)}</div>` : nothing}
      ${session.mask ? html`<p class="masked"><img src=${session.mask.links.thumbnail} alt=""> <span>${say.maskOn}</span>
        <button type="button" class="link" @click=${() => { look(null); set({ masking: true }); }}>${say.maskEdit}</button>
        <button type="button" class="link" @click=${dropMask}>${say.maskOff}</button></p>` : state.lastMask && !session.turn ? html`<p class="masked">
        <button type="button" class="link" @click=${maskAgain}>${say.maskAgain}</button></p>` : nothing}
      <div class="field">
        <textarea id="request" rows="1" maxlength="2000" aria-label=${question ?? words.composer.label} placeholder=${question ? words.composer.answer : words.composer.placeholder}
          enterkeyhint="send" autocomplete="off" @keydown=${this.#keys} @input=${() => this.requestUpdate()}></textarea>
        <button class="primary round" aria-label=${words.composer.send} title=${words.composer.send}>${icon('send')}</button>
      </div>
    </form>`;
  }

  /** @override */
  updated() {
    const session = state.session;
    const count = `${session?.session_id} ${session?.turns.length} ${session?.turn?.answer_so_far.length} ${session?.turn?.approval?.proposal_id} ${state.pending}`;
    if (count !== this.count) {
      this.count = count;
      const talk = this.querySelector('.talk');
      if (talk) {
        talk.scrollTop = talk.scrollHeight;
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      /** @type {HTMLFormElement} */ (this.find('.composer')).requestSubmit();
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const field = /** @type {HTMLTextAreaElement} */ (this.querySelector('#request')), text = field.value.trim();
    if (text) {
      field.value = '';
      ask(text);
    }
  }
}

customElements.define('belm-conversation', BelmConversation);
