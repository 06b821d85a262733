import './parts/belm-app.js';
import { startStream } from './core/events.js';
import { start, state, route, useTheme } from './core/store.js';

useTheme(state.theme);
startStream();
addEventListener('popstate', () => route());
addEventListener('keydown', () => { state.byKeyboard = true; }, { capture: true });
addEventListener('pointerdown', () => { state.byKeyboard = false; }, { capture: true });
start();
