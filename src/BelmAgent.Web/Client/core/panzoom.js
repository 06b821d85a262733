/** Where a picture lies in a box: fitted, or at a zoom around a point. Panes that share one show the same part. */
export class PanZoom {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.width = this.height = 1;
    this.boxWidth = this.boxHeight = 1;
    /** Pixels of the page for one of the picture; null fits. @type {number | null} */
    this.zoom = null;
    this.x = this.y = 0;
  }

  /** @param {number} width @param {number} height of the picture in its own pixels */
  picture(width, height) {
    if (width !== this.width || height !== this.height) {
      this.width = width;
      this.height = height;
      this.fit();
    }
  }

  /** @param {number} width @param {number} height of the box in the page's pixels */
  box(width, height) {
    if (width > 0 && height > 0 && (width !== this.boxWidth || height !== this.boxHeight)) {
      this.boxWidth = width;
      this.boxHeight = height;
      this.changed();
    }
  }

  get fitted() {
    return Math.min(8, this.boxWidth / this.width, this.boxHeight / this.height);
  }

  get scale() {
    return this.zoom ?? this.fitted;
  }

  /** The picture's place in the box, in the page's pixels. */
  get place() {
    const scale = this.scale, width = this.width * scale, height = this.height * scale;
    const along = (/** @type {number} */ size, /** @type {number} */ box, /** @type {number} */ at) =>
      size <= box ? (box - size) / 2 : Math.min(0, Math.max(box - size, (box / 2) - (at * scale)));
    return { left: along(width, this.boxWidth, this.x), top: along(height, this.boxHeight, this.y), width, height };
  }

  fit() {
    this.zoom = null;
    this.x = this.width / 2;
    this.y = this.height / 2;
    this.changed();
  }

  /** Zooms so that what is under a point of the box stays there. @param {number} zoom @param {number=} px @param {number=} py */
  to(zoom, px = this.boxWidth / 2, py = this.boxHeight / 2) {
    const { left, top } = this.place, old = this.scale;
    const x = (px - left) / old, y = (py - top) / old;
    const next = Math.min(Math.max(8, this.fitted), Math.max(Math.min(this.fitted, 1), zoom));
    this.zoom = Math.abs(next - this.fitted) < 0.001 ? null : next;
    this.x = x + (((this.boxWidth / 2) - px) / next);
    this.y = y + (((this.boxHeight / 2) - py) / next);
    this.#keep();
  }

  /** Zooms to the next usual step. @param {1 | -1} direction */
  step(direction) {
    const steps = [0.125, 0.25, 0.5, 1, 2, 3, 4, 6, 8], now = this.scale;
    const next = direction > 0 ? steps.find(s => s > now * 1.01) : steps.findLast(s => s < now * 0.99);
    if (next) {
      this.to(next);
    }
  }

  /** Goes from fitted to twice as large, and back. @param {number=} px @param {number=} py */
  toggle(px, py) {
    if (this.zoom === null) {
      this.to(this.fitted * 2, px, py);
    } else {
      this.fit();
    }
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.#keep();
  }

  #keep() {
    const halfX = this.boxWidth / 2 / this.scale, halfY = this.boxHeight / 2 / this.scale;
    const within = (/** @type {number} */ v, /** @type {number} */ half, /** @type {number} */ size) =>
      half * 2 >= size ? size / 2 : Math.min(size - half, Math.max(half, v));
    this.x = within(this.x, halfX, this.width);
    this.y = within(this.y, halfY, this.height);
    this.changed();
  }

  /** Puts the picture's place into the style of an element. @param {HTMLElement} element */
  apply(element) {
    const { left, top, width, height } = this.place;
    element.style.setProperty('left', `${left}px`);
    element.style.setProperty('top', `${top}px`);
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    element.classList.toggle('pixelated', this.zoom !== null && this.zoom >= 2);
  }
}

/**
 * Lets pointers act on a box: one drags, two pan and zoom, the wheel does both.
 * @param {HTMLElement} element
 * @param {PanZoom} view
 * @param {{start: (event: PointerEvent) => boolean, move: (event: PointerEvent) => void, end: (event: PointerEvent, kept: boolean) => void}} drag
 *   `start` says whether the drag is taken; what is not taken pans.
 */
export function gestures(element, view, drag) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let taken = false, active = -1;
  const at = (/** @type {MouseEvent} */ event) => {
    const box = element.getBoundingClientRect();
    const ratio = element.clientWidth / box.width;
    return { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
  };
  element.addEventListener('pointerdown', event => {
    if (event.button !== 0 && event.button !== 1 || /** @type {Element} */ (event.target).closest('button, input, a')) {
      return;
    }
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 1) {
      active = event.pointerId;
      taken = event.button === 0 && drag.start(event);
    } else if (taken) {
      taken = false;
      drag.end(event, false);
    }
  });
  element.addEventListener('pointermove', event => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = at(event);
    if (pointers.size === 1) {
      if (taken) {
        drag.move(event);
      } else {
        view.pan(now.x - before.x, now.y - before.y);
      }
    } else {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const distance = (/** @type {{x: number, y: number}} */ p) => Math.hypot(p.x - other.x, p.y - other.y);
        view.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
        view.to(view.scale * distance(now) / Math.max(1, distance(before)), (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
    }
    pointers.set(event.pointerId, now);
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (pointers.delete(event.pointerId) && taken && event.pointerId === active) {
      taken = false;
      drag.end(event, event.type === 'pointerup');
    }
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener('wheel', event => {
    const { x, y } = at(event);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      view.to(view.scale * Math.exp(-event.deltaY / 240), x, y);
    } else if (view.zoom !== null && view.zoom > view.fitted) {
      event.preventDefault();
      view.pan(-event.deltaX, -event.deltaY);
    }
  }, { passive: false });
}
