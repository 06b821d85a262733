#!/usr/bin/env bash
# The app on a GPU's interface without a GPU: ONNX Runtime's WebGPU provider on software Vulkan, against the CPU.
#   bench/gpu/software-vulkan.sh [WORK_FOLDER]
# Needs Debian's apt-get and dpkg-deb, npm, the .NET SDK, jq, unzip, and a python3 with PIL (PYTHON=). Linux x64. Takes a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=1.30.0 # of onnxruntime-node, whose Linux library has WebGPU, and of the managed package, which must be of the same one
python=${PYTHON:-python3}
work=${1:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
app=$work/app prompt="a red house on the left of a tree"
export BELM__ATTENTION__CACHEFOLDER=$work/attention

fetch() {
    if [ ! -e "$work/vulkan" ]; then
        (cd "$work" && apt-get download chromium-common && dpkg-deb -x chromium-common_*.deb deb)
        mv "$work/deb/usr/lib/chromium" "$work/vulkan"
    fi
    if [ ! -e "$work/libonnxruntime.so" ]; then
        (cd "$work" && npm pack --silent "onnxruntime-node@$version" && tar xzf "onnxruntime-node-$version.tgz" package/bin/napi-v6/linux/x64/libonnxruntime.so.1)
        mv "$work/package/bin/napi-v6/linux/x64/libonnxruntime.so.1" "$work/libonnxruntime.so"
    fi
    for project in src/BelmAgent.Host bench/BelmAgent.Bench; do
        dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:OnnxRuntime=Cpu -p:OnnxRuntimeVersion=$version \
            --artifacts-path "$work/artifacts" -o "$app" --nologo -v quiet
    done
    cp "$work/libonnxruntime.so" "$app/"
}

fetch >&2
export VK_DRIVER_FILES=$work/vulkan/vk_swiftshader_icd.json LD_LIBRARY_PATH=$work/vulkan
for name in optimum-new half diffusers; do
    unzip -oq "tests/BelmAgent.Diffusion.Tests/Data/layouts/$name.zip" -d "$work/$name"
done
# The first weight of the network is no number.
cp -r "$work/diffusers" "$work/broken"
printf '\xff\xff\xff\xff' | dd of="$work/broken/unet/weights.pb" conv=notrunc status=none

"$python" -c "import PIL" || { echo "Name a python3 that has PIL with PYTHON=." >&2; exit 1; }

failures=0
row() { echo "| $1 | $2 | $3 |"; }
fail() { failures=$((failures + 1)); row "$1" "failed: $2" ""; }
belm() { "$app/belm" "$@" --library "$work/library"; }
# Runs a command that must end with a code and say something.
expect() { # NAME CODE WORDS COMMAND…
    local name=$1 code=$2 words=$3 said=0
    shift 3
    "$@" > "$work/said" 2>&1 || said=$?
    if [ "$said" -ne "$code" ]; then
        fail "$name" "exit code $said instead of $code: $(tail -n 1 "$work/said" | cut -c 1-200)"
    elif ! grep -q -e "$words" "$work/said"; then
        fail "$name" "nothing says '$words': $(tail -n 1 "$work/said" | cut -c 1-200)"
    elif grep -q 'onnxruntime.*\.cc:' "$work/said"; then
        fail "$name" "ONNX Runtime writes to the console itself"
    else
        row "$name" "as expected" "$(grep -m 1 -e "$words" "$work/said" | cut -c 1-160)"
    fi
}
alike() { # how far two pictures are apart
    "$python" - "$1" "$2" <<'PYTHON'
import sys
from PIL import Image, ImageChops
one, other = (Image.open(path).convert("RGB") for path in sys.argv[1:])
levels = ImageChops.difference(one, other).histogram()
counts = [levels[i] + levels[256 + i] + levels[512 + i] for i in range(256)]
worst = max(i for i, n in enumerate(counts) if n)
print(f"{100 * sum(counts[1:]) / sum(counts):.2f} % of the numbers differ, by {worst} at most")
sys.exit(worst > 3)
PYTHON
}

echo "| what | on webgpu | |"
echo "|---|---|---|"
expect "doctor" 0 "provider webgpu: works" belm doctor --model "$work/optimum-new" --provider webgpu
for name in optimum-new diffusers; do
    for provider in cpu webgpu; do
        belm doctor --exact --model "$work/$name" --provider $provider --json > "$work/exact-$provider" 2> "$work/said" || true
    done
    [ "$(jq -r '.exact' "$work/exact-webgpu")" = true ] || fail "doctor --exact, $name" "$(cat "$work/exact-webgpu")"
    row "doctor --exact, $name" \
        "$(jq -r '"latent error \(.latent_mse), repeats \(.repeats_identical), fixed point \(.fixed_point_exact)"' "$work/exact-webgpu")" \
        "CPU: $(jq -r '"\(.latent_mse), \(.repeats_identical), \(.fixed_point_exact)"' "$work/exact-cpu")"
done
expect "a float16 model, which this device cannot run" 3 "use the fp32 export" belm doctor --exact --model "$work/half" --provider webgpu

for provider in cpu webgpu; do
    run() { belm "$@" --model "$work/optimum-new" --provider $provider --json 2> "$work/said" || { tail -n 1 "$work/said" >&2; echo '{}'; }; }
    run generate "$prompt" --seed 1 --steps 5 -o "$work/$provider-generated.png" > "$work/$provider-generate.json"
    # Both go on from the CPU's picture.
    run invert "$work/cpu-generated.png" --prompt "$prompt" --steps 5 --fixed-point > "$work/$provider-invert.json"
    run edit "$work/cpu-generated.png" "make the house blue" --caption "$prompt" --steps 5 --attempts 1 --yes -o "$work/$provider-edited.png" > "$work/$provider-edit.json"
    run edit "$work/cpu-generated.png" "make the house blue" --caption "$prompt" --steps 5 --attempts 1 --yes --control prompt-to-prompt -o "$work/$provider-controlled.png" > "$work/$provider-control.json"
done
for name in generated edited controlled; do
    # Half as much again as was seen.
    if distance=$(alike "$work/cpu-$name.png" "$work/webgpu-$name.png"); then row "$name" "$distance" "from the CPU's"; else fail "$name" "${distance:-no pictures to compare}"; fi
done
[ "$(jq -r '.bit_exact' "$work/webgpu-invert.json")" = true ] || fail "invert --fixed-point" "not every bit came back"
for provider in webgpu cpu; do
    echo "| invert --fixed-point, $provider | $(jq -r '"latent_mse \(.latent_mse), bit_exact \(.bit_exact), noise std \(.noise.std), provider \(.provider)"' "$work/$provider-invert.json") | |"
done

expect "a network that gives NaN" 3 "NaN" belm generate "$prompt" --seed 1 --steps 3 -o "$work/nan.png" --model "$work/broken" --provider webgpu
expect "low memory" 0 '"provider":"webgpu"' env BELM__DEVICE__LOWMEMORY=true "$app/belm" generate "$prompt" --seed 1 --steps 2 -o "$work/low.png" --model "$work/optimum-new" --provider webgpu --json --library "$work/library"
expect "cuda asked for by name" 3 "libonnxruntime_providers_cuda.so is missing" belm generate "$prompt" --model "$work/optimum-new" --provider cuda -o "$work/none.png"
expect "auto, with a CUDA that nothing here can run" 0 '"provider":"cpu"' belm generate "$prompt" --seed 1 --steps 2 --model "$work/optimum-new" --json -o "$work/auto.png"
expect "a GPU required, and only auto to find one" 3 "a GPU is required" env BELM__DEVICE__REQUIREGPU=true "$app/belm" generate "$prompt" --model "$work/optimum-new" -o "$work/none.png" --library "$work/library"
expect "no Vulkan" 3 "libvulkan.so.1 is missing" env -u VK_DRIVER_FILES LD_LIBRARY_PATH= "$app/belm" generate "$prompt" --model "$work/optimum-new" --provider webgpu -o "$work/none.png" --library "$work/library"
expect "Vulkan without a device" 3 "no GPU is shown by Vulkan" env VK_DRIVER_FILES=/dev/null "$app/belm" generate "$prompt" --model "$work/optimum-new" --provider webgpu -o "$work/none.png" --library "$work/library"
expect "Ctrl-C in a run" 130 "ancelled" timeout --preserve-status --signal=INT 20 env --default-signal=INT "$app/belm" generate "$prompt" --steps 500 --model "$work/optimum-new" --provider webgpu -o "$work/none.png" --library "$work/library"

echo
echo "| provider | rows | way | runs a second | over the bare session |"
echo "|---|---|---|---|---|"
"$app/BelmAgent.Bench" device "$work/optimum-new" webgpu 2 5 || failures=$((failures + 1))
"$app/BelmAgent.Bench" device "$app/models/toytown" webgpu 1 3 || failures=$((failures + 1))
[ "$failures" -eq 0 ] || echo "$failures failed"
[ "$failures" -eq 0 ]
