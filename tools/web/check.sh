#!/usr/bin/env bash
# Checks the page's types (JSDoc) and that its scripts keep to their budget. Needs Node 18 or later and npm.
set -euo pipefail
typescript=7.0.2 lit=3.3.3 budget=35840
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
(cd "$work" && node_modules/.bin/tsc --noEmit -p client)

size=0
for file in $(find "$client" -name '*.js'); do
    size=$((size + $(gzip -9 -c "$file" | wc -c)))
done
echo "Types are right; the scripts are $size bytes compressed, at most $budget."
[ "$size" -le "$budget" ]
