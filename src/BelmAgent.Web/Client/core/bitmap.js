/** @typedef {{left: number, top: number, right: number, bottom: number}} Area */

/**
 * A mask in the picture's own pixels: 255 may change, 0 stays.
 * No browser scaling and no zoom can misplace what is painted here.
 */
export class MaskBitmap {
  /** @type {{x: number, y: number, width: number, height: number, data: Uint8Array}[]} */
  #past = [];
  /** @type {Uint8Array | null} */
  #before = null;
  /** What this change has touched. @type {Area | null} */
  #dirty = null;
  /** What is not drawn yet. @type {Area | null} */
  #fresh = null;

  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** @type {Uint8Array} */
    this.data = new Uint8Array(width * height);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** Starts a change that one undo takes back. */
  begin() {
    this.#before = this.data.slice();
    this.#dirty = null;
  }

  /** Ends the change. @param {boolean} keep */
  end(keep = true) {
    const dirty = this.#dirty, before = this.#before;
    this.#before = this.#dirty = null;
    if (!dirty || !before) {
      return;
    }
    if (!keep) {
      this.data = before;
      return;
    }
    const width = dirty.right - dirty.left, height = dirty.bottom - dirty.top, data = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      const from = ((dirty.top + y) * this.width) + dirty.left;
      data.set(before.subarray(from, from + width), y * width);
    }
    this.#past.push({ x: dirty.left, y: dirty.top, width, height, data });
    if (this.#past.length > 50) {
      this.#past.shift();
    }
  }

  undo() {
    const last = this.#past.pop();
    if (last) {
      for (let y = 0; y < last.height; y++) {
        this.data.set(last.data.subarray(y * last.width, (y + 1) * last.width), ((last.y + y) * this.width) + last.x);
      }
    }
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom */
  #touch(left, top, right, bottom) {
    const wider = (/** @type {Area | null} */ a) => a
      ? { left: Math.min(a.left, left), top: Math.min(a.top, top), right: Math.max(a.right, right), bottom: Math.max(a.bottom, bottom) }
      : { left, top, right, bottom };
    this.#dirty = wider(this.#dirty);
    this.#fresh = wider(this.#fresh);
  }

  /** Draws a line with a round brush. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} radius @param {number} value */
  line(x0, y0, x1, y1, radius, value) {
    const left = Math.max(0, Math.floor(Math.min(x0, x1) - radius)), right = Math.min(this.width, Math.ceil(Math.max(x0, x1) + radius) + 1);
    const top = Math.max(0, Math.floor(Math.min(y0, y1) - radius)), bottom = Math.min(this.height, Math.ceil(Math.max(y0, y1) + radius) + 1);
    if (left >= right || top >= bottom) {
      return;
    }
    this.#touch(left, top, right, bottom);
    const dx = x1 - x0, dy = y1 - y0, length = (dx * dx) + (dy * dy), r = Math.max(radius, 0.5), r2 = r * r;
    for (let y = top; y < bottom; y++) {
      const py = y + 0.5 - y0;
      for (let x = left; x < right; x++) {
        const px = x + 0.5 - x0;
        const t = length ? Math.min(1, Math.max(0, ((px * dx) + (py * dy)) / length)) : 0;
        const ex = px - (t * dx), ey = py - (t * dy);
        if ((ex * ex) + (ey * ey) <= r2) {
          this.data[(y * this.width) + x] = value;
        }
      }
    }
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} value */
  rectangle(x, y, width, height, value) {
    const left = Math.max(0, x), right = Math.min(this.width, x + width), top = Math.max(0, y), bottom = Math.min(this.height, y + height);
    if (left >= right || top >= bottom) {
      return;
    }
    this.#touch(left, top, right, bottom);
    for (let row = top; row < bottom; row++) {
      this.data.fill(value, (row * this.width) + left, (row * this.width) + right);
    }
  }

  /** Changes every pixel. @param {(value: number, index: number) => number} change */
  all(change) {
    this.#touch(0, 0, this.width, this.height);
    for (let i = 0; i < this.data.length; i++) {
      this.data[i] = change(this.data[i], i);
    }
  }

  /** The painted share, 0 to 1. */
  get share() {
    let count = 0;
    for (const value of this.data) {
      count += value >= 128 ? 1 : 0;
    }
    return count / this.data.length;
  }

  /** The mask with a soft outline: three box blurs, which come close to a Gaussian. @param {number} radius in pixels */
  feathered(radius) {
    let data = this.data;
    const r = Math.round(radius / 2);
    for (let pass = 0; r > 0 && pass < 3; pass++) {
      data = blur(blur(data, this.width, this.height, r, 1, this.width), this.height, this.width, r, this.width, 1);
    }
    return data;
  }

  /** Draws the mask as a tint: what has changed since the last time, or all of it. @param {CanvasRenderingContext2D} context @param {number} feather @param {boolean} all */
  tint(context, feather, all) {
    const area = all ? { left: 0, top: 0, right: this.width, bottom: this.height } : this.#fresh;
    this.#fresh = null;
    if (!area) {
      return;
    }
    const width = area.right - area.left, image = context.createImageData(width, area.bottom - area.top), data = this.feathered(feather);
    for (let y = area.top, o = 0; y < area.bottom; y++) {
      for (let x = area.left; x < area.right; x++, o += 4) {
        image.data[o] = 255;
        image.data[o + 1] = 45;
        image.data[o + 2] = 135;
        image.data[o + 3] = data[(y * this.width) + x] * 0.58;
      }
    }
    context.putImageData(image, area.left, area.top);
  }

  /** Writes the mask as a PNG: white may change. @param {number} feather @returns {Promise<Blob>} */
  toPng(feather) {
    const canvas = document.createElement('canvas');
    canvas.width = this.width;
    canvas.height = this.height;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const image = context.createImageData(this.width, this.height), data = this.feathered(feather);
    for (let i = 0, o = 0; i < data.length; i++, o += 4) {
      image.data[o] = image.data[o + 1] = image.data[o + 2] = data[i];
      image.data[o + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('no picture')), 'image/png'));
  }

  /** Takes a mask from a picture: its alpha where it has any, else its brightness. @param {CanvasImageSource} source */
  from(source) {
    const canvas = document.createElement('canvas');
    canvas.width = this.width;
    canvas.height = this.height;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    context.drawImage(source, 0, 0, this.width, this.height);
    const pixels = context.getImageData(0, 0, this.width, this.height).data;
    let alpha = false;
    for (let i = 3; i < pixels.length && !alpha; i += 4) {
      alpha = pixels[i] < 255;
    }
    this.all((_, i) => (alpha ? 255 - pixels[(i * 4) + 3] : pixels[i * 4]) >= 128 ? 255 : 0);
  }
}

/** Blurs along one direction by a running sum. @param {Uint8Array} data @param {number} length @param {number} lines @param {number} radius @param {number} step @param {number} stride */
function blur(data, length, lines, radius, step, stride) {
  const out = new Uint8Array(data.length), size = (2 * radius) + 1;
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    let sum = data[start] * (radius + 1);
    for (let k = 1; k <= radius; k++) {
      sum += data[start + (Math.min(length - 1, k) * step)];
    }
    for (let k = 0; k < length; k++) {
      out[start + (k * step)] = Math.round(sum / size);
      sum += data[start + (Math.min(length - 1, k + radius + 1) * step)] - data[start + (Math.max(0, k - radius) * step)];
    }
  }
  return out;
}
