#!/usr/bin/env bash
# Every export layout through the same commands with only --model changed: generate, invert, edit (pixels: interpolate).
# Build first: dotnet build -c Release. Needs unzip and jq.
set -euo pipefail
cd "$(dirname "$0")/.."
belm=src/BelmAgent.Host/bin/Release/net10.0/belm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prompt="a red house on the left of a tree"

echo "| layout | network | generate: UNet rows | invert: latent_mse | in fixed point | edit, or interpolate: UNet rows |"
echo "|---|---|---|---|---|---|"
for archive in tests/BelmAgent.Diffusion.Tests/Data/layouts/*.zip; do
    name=$(basename "$archive" .zip)
    model=$work/$name
    unzip -q "$archive" -d "$model"
    run() { "$belm" "$@" --model "$model" --library "$work/library" --json 2> "$work/log" || { cat "$work/log" "$work/out" >&2; exit 1; }; }
    number=$("$belm" models check "$model" --json | jq -r '.parts[] | select(.name == "unet") | "\(.dtype), \(.inputs[0].dtype) in"')
    if [ -d "$model/text_encoder" ]; then words=("$prompt") caption=(--prompt "$prompt"); else words=() caption=(); fi

    made=$(run generate "${words[@]}" --seed 1 --steps 10 -o "$work/$name.png" | jq -r '.unet_evaluations')
    trip=$(run invert "$work/$name.png" "${caption[@]}" --steps 10 | jq -r '.latent_mse')
    fixed=$(run invert "$work/$name.png" "${caption[@]}" --steps 10 --fixed-point | jq -r 'if .bit_exact then "every bit" else "not exact" end')
    if [ -d "$model/text_encoder" ]; then
        edited=$(run edit "$work/$name.png" "make the house blue" --caption "$prompt" --steps 10 --attempts 1 --yes -o "$work/$name-edited.png" | jq -r '.unet_evaluations')
    else
        run generate --seed 2 --steps 10 -o "$work/$name-2.png" > "$work/out"
        for picture in "$name" "$name-2"; do run invert "$work/$picture.png" --steps 10 -o "$work/$picture.safetensors" > "$work/out"; done
        edited=$(run interpolate "$work/$name.safetensors" "$work/$name-2.safetensors" -o "$work/$name-between.png" | jq -r '.unet_evaluations')
    fi
    printf '| %s | %s | %s | %.1e | %s | %s |\n' "$name" "$number" "$made" "$trip" "$fixed" "$edited"
done
