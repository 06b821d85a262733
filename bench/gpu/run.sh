#!/usr/bin/env bash
# The app on a GPU, from doctor to eight edits at once, as a table. What fails is said in its row, and the rest goes on.
#   bench/gpu/run.sh [WORK_FOLDER]
# Linux x64. With the .NET SDK it publishes the app; without, or without internet, hand in a folder that was published elsewhere:
#   bench/gpu/run.sh --publish DIR     on the machine that has both, then copy DIR and bench/gpu/run.sh, and here
#   APP=DIR bench/gpu/run.sh
# Variables:
#   PROVIDER=cuda       or tensorrt, webgpu, cpu: another execution provider
#   APP=DIR             a published folder; nothing is built
#   FULL=DIR, HALF=DIR  the full-size model in float32 and float16; else tools/fixtures makes them, for which PYTHON needs torch and onnx
#   MODELS="toytown full half"   which are measured
#   PYTHON=python3      whose nvidia/*/lib folders (pip install nvidia-cublas nvidia-cuda-runtime nvidia-curand nvidia-cudnn-cu13) are searched too
#   STEPS=20 ROUNDS=20 PAIRS=5 LIMIT=900   steps of requests, timed network runs, timed queues, and the most seconds for one row
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
provider=${PROVIDER:-cuda} python=${PYTHON:-python3} steps=${STEPS:-20} rounds=${ROUNDS:-20} pairs=${PAIRS:-5} limit=${LIMIT:-900}
models=${MODELS:-toytown full half}

publish() { # DIR
    local runtime=Gpu
    [ "$provider" != cpu ] || runtime=Cpu
    (cd "$here/../.." && for project in src/BelmAgent.Host bench/BelmAgent.Bench; do
        dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:OnnxRuntime="${ONNXRUNTIME:-$runtime}" --artifacts-path "$1.build" -o "$1" --nologo -v quiet || exit 1
    done)
}
if [ "${1:-}" = --publish ]; then
    publish "$(mkdir -p "$2" && cd "$2" && pwd)"
    exit
fi

work=${1:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
app=${APP:-$work/app} log=$work/log failures=0
export BELM__ATTENTION__CACHEFOLDER=$work/attention
: > "$log"
rm -f "$work/table.md"
say() { echo "$*" | tee -a "$work/table.md"; }
fault() { # the one sentence of a failed command, without what would break the table
    grep -v '^$' "$1" | grep -v -e '^ *at ' | tail -n 1 | sed -E 's/.*"message":"([^"]*)".*/\1/; s/\|/\//g' | cut -c 1-240
}
fail() { failures=$((failures + 1)); say "| $1 | failed: ${2:-no word about why, see $log} |"; }
field() { sed -nE "s/.*\"$1\":\"?([^,\"}]*).*/\1/p" "$work/out" | head -n 1; }
# Runs a command; afterwards its standard output is in $work/out. False when it failed, which is then in the table.
try() { # NAME COMMAND…
    local name=$1 code=0
    shift
    { echo "== $name"; echo "$ $*"; } >> "$log"
    timeout "$limit" "$@" > "$work/out" 2> "$work/err" || code=$?
    cat "$work/err" "$work/out" >> "$log"
    [ "$code" -ne 0 ] || return 0
    if [ "$code" -eq 124 ]; then fail "$name" "not done within $limit s"; return 1; fi
    # In JSON, and from doctor, what is wrong stands on standard output.
    grep -e '"message"' -e "^fault" "$work/out" >> "$work/err"
    fail "$name" "$(fault "$work/err")"
    return 1
}
belm() { timeout "$limit" "$app/belm" "$@" --provider "$provider" --library "$work/library"; }
export -f belm
export app provider work limit

if [ -z "${APP:-}" ] && ! publish "$app" >> "$log" 2>&1; then
    echo "The app does not publish, see $log; without the .NET SDK or without internet, hand in a published folder as APP=DIR." >&2
    exit 1
fi
[ -x "$app/belm" ] || { echo "$app has no belm: name a folder that bench/gpu/run.sh --publish made." >&2; exit 1; }

# CUDA and cuDNN from NVIDIA's wheels, where there are any; what the system has comes first.
wheels=$("$python" -c 'import glob, os, sys; print(":".join(d for p in sys.path for d in glob.glob(os.path.join(p, "nvidia", "*", "lib"))))' 2>> "$log")
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$wheels

model_of() { # NAME: prints the folder, makes it where it must
    case $1 in
        toytown) echo "$app/models/toytown" ;;
        full) [ -n "${FULL:-}" ] && echo "$FULL" || make_full "$work/full" ;;
        half) [ -n "${HALF:-}" ] && echo "$HALF" || make_full "$work/half" --half ;;
    esac
}
make_full() { # DIR FLAGS
    local out=$1
    shift
    [ -e "$out/BENCHMARK_ONLY.txt" ] || "$python" "$here/../../tools/fixtures/make.py" --full-size torch2 --weights random --out "$out" "$@" >> "$log" 2>&1 || return 1
    echo "$out"
}
measure() { # NAME DIR
    local name=$1 model=$2 prompt="a red house on the left, on grass, under a blue sky, with a sun" picture
    if try "$name: doctor --exact" "$app/belm" doctor --exact --json --model "$model" --provider "$provider"; then
        say "| $name: doctor --exact | on $(field provider) in $(field precision): latent error $(field latent_mse); equal calls, equal bits: $(field repeats_identical); every bit back in fixed point: $(field fixed_point_exact) |"
    fi
    if try "$name: generate" bash -c 'belm "$@"' - generate "$prompt" --seed 1 --steps "$steps" --json --model "$model" -o "$work/$name.png"; then
        say "| $name: generate, $steps steps | $(field seconds) s, $(field unet_evaluations) UNet rows, on $(field provider) |"
    fi
    picture=$work/$name.png
    [ -e "$picture" ] || picture=$app/samples/house.png
    if try "$name: invert" bash -c 'belm "$@"' - invert "$picture" --prompt "$prompt" --steps "$steps" --json --model "$model"; then
        say "| $name: invert and back | $(field seconds) s, latent_mse $(field latent_mse) |"
    fi
    if try "$name: invert --fixed-point" bash -c 'belm "$@"' - invert "$picture" --prompt "$prompt" --steps "$steps" --fixed-point --json --model "$model"; then
        say "| $name: invert --fixed-point | every bit back: $(field bit_exact) |"
    fi
    local way
    for way in none prompt-to-prompt; do
        if try "$name: edit, control $way" bash -c 'belm "$@"' - edit "$picture" "make the house blue" --caption "$prompt" --steps "$steps" --attempts 1 --control "$way" --yes --json --model "$model" -o "$work/$name-$way.png"; then
            say "| $name: edit, control $way | $(field seconds) s, $(field unet_evaluations) UNet rows |"
        fi
    done
}
speed() { # NAME DIR
    local rows
    for rows in 1 2; do
        if try "$1: speed, $rows rows" "$app/BelmAgent.Bench" device "$2" "$provider" "$rows" "$rounds"; then sed "s/^| [^|]*|/| $1 |/" "$work/out" | tee -a "$work/table.md"; fi
    done
}

say "$(date -u +%F), $(uname -m), $(nproc) cores, $(command -v nvidia-smi > /dev/null && nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>&1 | head -n 1 || echo 'no nvidia-smi'), provider $provider"
say ""
say "| what | came out |"
say "|---|---|"
declare -A folders
for name in $models; do
    if folder=$(model_of "$name") && [ -d "$folder" ]; then folders[$name]=$folder; else fail "$name: the model" "it cannot be made: give $python torch and onnx, or hand the folder in as ${name^^}=DIR"; fi
done
if try doctor "$app/belm" doctor --provider "$provider" --library "$work/library"; then say "| doctor | $(grep -m 1 "provider $provider:" "$work/out") |"; fi
for name in $models; do [ -z "${folders[$name]:-}" ] || measure "$name" "${folders[$name]}"; done
if try "toytown: eight edits at once" "$app/BelmAgent.Bench" queue "$provider" "$pairs"; then say "| toytown | $(cat "$work/out") |"; fi
say ""
say "| model | rows | way | runs a second | over the bare session |"
say "|---|---|---|---|---|"
for name in $models; do [ -z "${folders[$name]:-}" ] || speed "$name" "${folders[$name]}"; done
say ""
say "$failures failed; everything that was said is in $log, the table in $work/table.md."
[ "$failures" -eq 0 ]
