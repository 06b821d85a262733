#!/usr/bin/env bash
# Makes src/BelmAgent.Web/Client/vendor/lit.js from the npm package, and writes version, licence and checksum beside it.
# Needs Node 18 or later and npm; nobody who builds or runs BelmAgent does. With --check, only compares.
set -euo pipefail
lit=3.3.3 esbuild=0.28.2
cd "$(dirname "$0")/../.."
vendor=src/BelmAgent.Web/Client/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm install --silent --no-audit --no-fund --no-save --prefix "$work" "lit@$lit" "esbuild@$esbuild"
printf '%s\n' \
    "export {LitElement, html, svg, nothing} from 'lit';" \
    "export {repeat} from 'lit/directives/repeat.js';" \
    "export {live} from 'lit/directives/live.js';" > "$work/entry.js"
(cd "$work" && node_modules/.bin/esbuild entry.js --bundle --minify --format=esm --target=es2022 --legal-comments=eof --outfile=lit.js --log-level=error)
cp "$work/node_modules/lit/LICENSE" "$work/lit.LICENSE"
printf '{\n  "name": "lit",\n  "version": "%s",\n  "license": "BSD-3-Clause",\n  "file": "lit.js",\n  "sha256": "%s"\n}\n' \
    "$lit" "$(sha256sum "$work/lit.js" | cut -d' ' -f1)" > "$work/lit.json"

if [ "${1:-}" = --check ]; then
    for file in lit.js lit.LICENSE lit.json; do
        cmp "$work/$file" "$vendor/$file"
    done
    echo "The vendored Lit is $lit."
else
    mkdir -p "$vendor"
    cp "$work/lit.js" "$work/lit.LICENSE" "$work/lit.json" "$vendor/"
    cat "$vendor/lit.json"
fi
