import { text } from './text.js';

document.getElementById('text').textContent = text;
globalThis.loads = (globalThis.loads ?? 0) + 1;
if (import.meta.hot) import.meta.hot.accept('./text.js', module => { document.getElementById('text').textContent = module.text; });
