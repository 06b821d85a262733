import { html, nothing } from '../vendor/lit.js';
import { MaskBitmap } from '../core/bitmap.js';
import { icon } from '../core/icons.js';
import { gestures, PanZoom } from '../core/panzoom.js';
import { field, Part } from '../core/part.js';
import { Problem } from '../core/api.js';
import { announce, attempt, caption, fail, note, set, shown, state, useMask } from '../core/store.js';
import { words } from '../core/words.js';

const say = words.mask;

/** Paints where the picture may change, by pointer, touch or numbers. */
class BelmMask extends Part {
  constructor() {
    super();
    this.view = new PanZoom(() => this.requestUpdate());
    /** @type {MaskBitmap | null} */
    this.mask = null;
    this.image = '';
    this.erase = false;
    this.size = 12;
    this.feather = 0;
    this.share = 0;
    /** @type {{x: number, y: number, width: number, height: number} | null} */
    this.rectangle = null;
    this.last = { x: 0, y: 0 };
    this.drawing = 0;
    this.sizer = new ResizeObserver(() => this.#measure());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizer.disconnect();
  }

  /** @override */
  render() {
    const picture = shown();
    if (!picture) {
      return nothing;
    }
    const tool = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ act, /** @type {string} */ key = '', disabled = false) => html`
      <button class="tool" ?disabled=${disabled} title=${key ? `${text} (${key})` : text} @click=${act}>${icon(name)}<span>${text}</span></button>`;
    const slider = (/** @type {string} */ text, /** @type {number} */ value, /** @type {number} */ max, /** @type {number} */ min, /** @type {(v: number) => void} */ act, /** @type {string} */ title) => html`
      <label class="amount" title=${title}><span>${text}</span><input type="range" min=${min} max=${max} .value=${String(value)}
        @input=${(/** @type {Event} */ e) => act(Number(field(e).value))}><output>${value}</output></label>`;
    const largest = Math.max(8, Math.round(Math.min(picture.width, picture.height) / 2));
    return html`
      <div class="panes mask">
        <div class="pane painting" tabindex="0" role="application" aria-label=${say.canvas} @keydown=${this.#keys}>
          <div class="sheet">
            <img src=${picture.links.file} alt=${caption(picture) ?? words.stage.picture} draggable="false">
            <canvas width=${picture.width} height=${picture.height}></canvas>
            ${this.rectangle ? html`<div class="marquee"></div>` : nothing}
          </div>
          <div class="brush" aria-hidden="true"></div>
          <span class="badge start">${say.title}</span>
          ${this.share > 0 ? html`<span class="badge end">${say.share(this.share)}</span>` : nothing}
        </div>
      </div>
      <div class="masktools" role="toolbar" aria-label=${say.short}>
        <div class="segmented">
          <button aria-pressed=${!this.erase} @click=${() => this.#tool(false)} title="${say.brush} (E)">${icon('brush')}<span>${say.brush}</span></button>
          <button aria-pressed=${this.erase} @click=${() => this.#tool(true)} title="${say.eraser} (E)">${icon('eraser')}<span>${say.eraser}</span></button>
        </div>
        ${slider(say.size, this.size, largest, 1, v => this.#size(v), '[ ]')}
        ${slider(say.feather, this.feather, 32, 0, v => { this.feather = v; this.#changed(); }, say.featherHint)}
        <div class="row">
          ${tool('undo', say.undo, () => this.#undo(), 'Ctrl+Z', !this.mask?.canUndo)}
          ${tool('invert', say.invert, () => this.#all(v => 255 - v), 'I')}
          ${tool('close', say.clear, () => this.#all(() => 0))}
          ${tool('rectangle', say.rectangle, () => this.#openRectangle(), 'R')}
          <label class="tool file" title=${say.load}>${icon('load')}<span>${say.load}</span><input type="file" accept="image/png,image/webp,image/jpeg" @change=${this.#load}></label>
          ${tool('download', say.save, () => this.#save(), '', this.share === 0)}
        </div>
        ${this.rectangle ? this.#numbers(this.rectangle) : nothing}
        <div class="row end">
          <button class="quiet" @click=${() => set({ masking: false })}>${say.cancel}</button>
          <button class="primary" @click=${() => this.#use()}>${say.use}</button>
        </div>
      </div>`;
  }

  /** @param {{x: number, y: number, width: number, height: number}} r */
  #numbers(r) {
    const entry = (/** @type {'x' | 'y' | 'width' | 'height'} */ name, /** @type {string} */ text) => html`
      <label><span>${text}</span><input type="number" inputmode="numeric" min="0" max="99999" .value=${String(r[name])}
        @input=${(/** @type {Event} */ e) => { r[name] = Math.max(0, Math.round(Number(field(e).value))); this.requestUpdate(); }}></label>`;
    return html`<fieldset class="numbers" @keydown=${(/** @type {KeyboardEvent} */ e) => {
      if (e.key === 'Enter' && e.target instanceof HTMLInputElement) { e.preventDefault(); this.#addRectangle(255); }
    }}>
      <legend>${say.rectangle}. ${say.rectangleHint}</legend>
      ${entry('x', say.left)}${entry('y', say.top)}${entry('width', say.width)}${entry('height', say.height)}
      <button class="quiet" @click=${() => this.#addRectangle(255)}>${say.add}</button>
      <button class="quiet" @click=${() => this.#addRectangle(0)}>${say.erase}</button>
    </fieldset>`;
  }

  /** @override */
  updated() {
    const picture = shown(), pane = /** @type {HTMLElement & {bound?: boolean} | null} */ (this.querySelector('.pane'));
    if (!picture || !pane) {
      return;
    }
    if (this.image !== picture.image_id) {
      this.image = picture.image_id;
      this.mask = new MaskBitmap(picture.width, picture.height);
      this.size = Math.max(2, Math.round(Math.min(picture.width, picture.height) / 10));
      this.view.picture(picture.width, picture.height);
      if (state.session?.mask && state.session.current === picture.image_id) {
        this.#take(state.session.mask.links.file);
      }
      pane.focus({ preventScroll: true });
      this.requestUpdate();
    }
    if (!pane.bound) {
      pane.bound = true;
      gestures(pane, this.view, { start: e => this.#start(e), move: e => this.#move(e), end: (_, kept) => this.#end(kept) });
      pane.addEventListener('pointermove', e => this.#hover(e));
      pane.addEventListener('pointerleave', () => this.find('.brush').classList.remove('on'));
      this.sizer.observe(pane);
    }
    this.#measure();
    this.view.apply(this.find('.sheet'));
    const marquee = this.find('.marquee'), r = this.rectangle, s = this.view.scale;
    if (marquee && r) {
      for (const [name, value] of Object.entries({ left: r.x, top: r.y, width: r.width, height: r.height })) {
        marquee.style.setProperty(name, `${value * s}px`);
      }
    }
    const zoom = document.getElementById('zoom');
    if (zoom) {
      zoom.textContent = this.view.zoom === null ? words.compare.fit : `${Math.round(this.view.zoom * 100)} %`;
    }
  }

  #measure() {
    const pane = this.find('.pane');
    if (pane) {
      this.view.box(pane.clientWidth, pane.clientHeight);
    }
  }

  /** Where a pointer is, in the picture's pixels, however the page is zoomed. @param {MouseEvent} event */
  #at(event) {
    const box = this.find('.sheet').getBoundingClientRect(), mask = /** @type {MaskBitmap} */ (this.mask);
    return { x: (event.clientX - box.left) / box.width * mask.width, y: (event.clientY - box.top) / box.height * mask.height };
  }

  /** @param {PointerEvent} event */
  #start(event) {
    if (!this.mask || this.space) {
      return false;
    }
    event.preventDefault();
    this.find('.pane').focus({ preventScroll: true });
    this.stroking = true;
    this.mask.begin();
    this.last = this.#at(event);
    this.#stroke(this.last);
    return true;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) {
      this.#stroke(this.#at(each));
    }
  }

  /** @param {{x: number, y: number}} to */
  #stroke(to) {
    this.mask?.line(this.last.x, this.last.y, to.x, to.y, this.size / 2, this.erase ? 0 : 255);
    this.last = to;
    this.#draw();
  }

  /** @param {boolean} kept */
  #end(kept) {
    this.stroking = false;
    this.mask?.end(kept);
    this.#changed();
  }

  /** Shows the brush where the pointer is. @param {PointerEvent} event */
  #hover(event) {
    const brush = this.find('.brush'), box = this.find('.pane').getBoundingClientRect();
    const d = Math.max(4, this.size * this.view.scale);
    brush.classList.toggle('on', event.pointerType !== 'touch');
    brush.style.setProperty('width', `${d}px`);
    brush.style.setProperty('height', `${d}px`);
    brush.style.setProperty('transform', `translate(${event.clientX - box.left - (d / 2)}px, ${event.clientY - box.top - (d / 2)}px)`);
  }

  /** Draws the mask, at most once a frame. */
  #draw() {
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = 0;
      const context = /** @type {HTMLCanvasElement | null} */ (this.querySelector('canvas'))?.getContext('2d');
      if (context && this.mask) {
        // While a stroke is drawn, only what it changes; the soft outline comes with its end.
        const soft = this.stroking ? 0 : this.feather;
        this.mask.tint(context, soft, soft !== this.drawn || soft > 0);
        this.drawn = soft;
      }
    });
  }

  #changed() {
    this.share = this.mask?.share ?? 0;
    this.#draw();
    this.requestUpdate();
  }

  /** @param {(value: number) => number} change */
  #all(change) {
    this.mask?.begin();
    this.mask?.all(change);
    this.mask?.end();
    this.#changed();
  }

  #undo() {
    this.mask?.undo();
    this.#changed();
  }

  /** @param {boolean} erase */
  #tool(erase) {
    this.erase = erase;
    announce(erase ? say.eraser : say.brush);
    this.requestUpdate();
  }

  /** @param {number} size */
  #size(size) {
    this.size = Math.max(1, Math.min(size, Math.max(8, Math.round(Math.min(this.view.width, this.view.height) / 2))));
    this.requestUpdate();
  }

  async #openRectangle() {
    const w = this.view.width, h = this.view.height;
    this.rectangle = this.rectangle ? null : { x: Math.round(w / 4), y: Math.round(h / 4), width: Math.round(w / 2), height: Math.round(h / 2) };
    this.requestUpdate();
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.querySelector('.numbers input'))?.focus();
  }

  /** @param {number} value */
  #addRectangle(value) {
    const r = this.rectangle;
    if (r && this.mask) {
      this.mask.begin();
      this.mask.rectangle(r.x, r.y, r.width, r.height, value);
      this.mask.end();
      this.rectangle = null;
      this.#changed();
      this.find('.pane').focus({ preventScroll: true });
      announce(say.share(this.share));
    }
  }

  /** @param {string} url */
  async #take(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
    this.mask?.begin();
    this.mask?.from(image);
    this.mask?.end();
    this.#changed();
    return image;
  }

  /** @param {Event} event */
  #load(event) {
    const input = field(event), file = input.files?.[0];
    input.value = '';
    if (file) {
      const url = URL.createObjectURL(file);
      this.#take(url).then(image => {
        if (image.naturalWidth !== this.view.width || image.naturalHeight !== this.view.height) {
          note(say.wrongSize(image.naturalWidth, image.naturalHeight));
        }
      }, () => fail(new Problem({ title: words.errors.type(file.name), remedy: words.errors.typeRemedy }))).finally(() => URL.revokeObjectURL(url));
    }
  }

  async #save() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await /** @type {MaskBitmap} */ (this.mask).toPng(this.feather));
    link.download = 'mask.png';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async #use() {
    const picture = shown();
    if (!this.mask || this.share === 0) {
      fail(new Problem({ title: say.empty, remedy: say.emptyRemedy }));
    } else if (picture) {
      const png = await this.mask.toPng(this.feather);
      await attempt(() => useMask(picture, png));
      document.getElementById('request')?.focus();
    }
  }

  space = false;
  stroking = false;
  drawn = 0;

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const r = this.rectangle, arrow = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key];
    if (arrow && r) {
      const [dx, dy] = arrow;
      if (event.shiftKey) {
        r.width = Math.max(1, r.width + dx);
        r.height = Math.max(1, r.height + dy);
      } else {
        r.x = Math.max(0, r.x + dx);
        r.y = Math.max(0, r.y + dy);
      }
      this.requestUpdate();
    } else if (arrow) {
      this.view.pan(-arrow[0] * 60, -arrow[1] * 60);
    } else if (event.key === 'Enter') {
      r ? this.#addRectangle(255) : this.#use();
    } else if (event.key === ' ') {
      this.space = true;
      addEventListener('keyup', () => { this.space = false; }, { once: true });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** What a key does while a mask is painted. @param {KeyboardEvent} event @returns {boolean} whether it did anything */
  shortcut(event) {
    const control = event.ctrlKey || event.metaKey;
    const acts = /** @type {Record<string, () => void>} */ (control
      ? { z: () => this.#undo() }
      : { Escape: () => this.rectangle ? this.#openRectangle() : set({ masking: false }), ...(state.singleKeys ? {
        '[': () => this.#size(this.size - Math.max(1, Math.round(this.size / 8))), ']': () => this.#size(this.size + Math.max(1, Math.round(this.size / 8))),
        e: () => this.#tool(!this.erase), i: () => this.#all(v => 255 - v), r: () => this.#openRectangle(),
      } : {}) });
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    act?.();
    return Boolean(act);
  }
}

customElements.define('belm-mask', BelmMask);
