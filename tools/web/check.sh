#!/usr/bin/env bash
# Checks the page's types (JSDoc) and that its scripts keep to their budget. Needs Node 18 or later and npm.
set -euo pipefail
typescript=7.0.2 lit=3.3.3
cd "$(dirname "$0")/../.."
client=src/BelmAgent.Web/Client
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm install --silent --no-audit --no-fund --no-save --prefix "$work" "typescript@$typescript" "lit@$lit"
mkdir "$work/client" && cp -r "$client"/. "$work/client/"
# The vendored file has no types: for the check, the package it was made of stands in its place.
rm "$work/client/vendor/lit.js"
cat > "$work/client/vendor/lit.ts" <<'TS'
export {LitElement, html, svg, nothing} from 'lit';
export {repeat} from 'lit/directives/repeat.js';
export {live} from 'lit/directives/live.js';
TS
(cd "$work" && node_modules/.bin/tsc --noEmit -p client/jsconfig.json)

# What a first visit loads: the modules that main.js leads to. Parts that are loaded when they are needed come on top.
node - "$client" <<'JS'
const fs = require('fs'), path = require('path'), { brotliCompressSync } = require('zlib');
const [, , client] = process.argv, first = new Set(), all = new Set();
const visit = (file, seen) => {
  if (!seen.has(file)) {
    seen.add(file);
    const text = fs.readFileSync(file, 'utf8');
    const dynamic = seen === all ? [...text.matchAll(/import\('(\..+?\.js)'\)/g)] : [];
    for (const [, to] of [...text.matchAll(/^import (?:.+ from )?'(\..+?\.js)';/gm), ...dynamic]) {
      visit(path.join(path.dirname(file), to), seen);
    }
  }
};
const size = files => [...files].reduce((sum, file) => sum + brotliCompressSync(fs.readFileSync(file)).length, 0);
visit(path.join(client, 'main.js'), first);
visit(path.join(client, 'main.js'), all);
const index = fs.readFileSync(path.join(client, 'index.html'), 'utf8');
const missing = [...first].map(file => path.relative(client, file)).filter(file => !index.includes(`"assets/${file}"`));
console.log(`Scripts: ${size(first)} bytes compressed for the first view, ${size(all)} with all parts.`);
if (missing.length) {
  console.log(`index.html does not preload ${missing.join(', ')}.`);
}
process.exit(missing.length || size(first) > 35 * 1024 ? 1 : 0);
JS
