import { html, svg } from '../vendor/lit.js';

const paths = /** @type {Record<string, string>} */ ({
  plus: 'M12 5v14M5 12h14', minus: 'M5 12h14', close: 'M6 6l12 12M18 6L6 18', send: 'M12 19V5M6 11l6-6 6 6',
  undo: 'M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3', redo: 'M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3',
  slider: 'M12 3v18M4 6h4M4 18h4M16 6h4M16 18h4M4 6v12M20 6v12', side: 'M4 5h6v14H4zM14 5h6v14h-6z',
  flip: 'M4 8h13l-3-3M20 16H7l3 3', difference: 'M9 15a5 5 0 1 1 6-6M15 9a5 5 0 1 1-6 6',
  brush: 'M14 5l5 5-8 8c-1 1-2 1-3 1-2 0-3 1-5 1 1-1 1-3 1-4 0-2 1-2 2-3z', eraser: 'M8 19l-4-4 9-10 6 6-8 8zM8 19h12M9 9l6 6',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14', exact: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5', keys: 'M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8',
  check: 'M5 13l4 4L19 7', warn: 'M12 8v5M12 16.5v.01M12 4l9 16H3z', image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01',
  rows: 'M4 6h16M4 12h16M4 18h16',
  more: 'M6 12h.01M12 12h.01M18 12h.01', library: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z', compare: 'M8 4v16M16 4v16M3 8l-0 8M21 8v8',
  invert: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16', rectangle: 'M4 7h16v10H4z', trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  load: 'M12 20V9M7 13l5-5 5 5M5 4h14', camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6', branch: 'M7 4v16M7 14c0-4 10-2 10-8M17 6h.01',
});

/** A small picture that says nothing by itself: the control beside it has the words. @param {string} name */
export const icon = name => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${svg`<path d=${paths[name]}></path>`}</svg>`;
