#!/bin/sh
# Makes the StickerTown model, or goes on where it was stopped: tools/stickertown/train.sh WORKDIR [options of train.py]
# Runs at the lowest priority, so that it can run beside other work.
set -eu
work=${1:?give a folder for pictures and checkpoints, about 4 GB with 80 000 pictures}
shift
here=$(cd "$(dirname "$0")/.." && pwd)
# Debian's torch belongs to Debian's Python. One thread a process: the processes share the batch.
export PYTHONPATH="$here" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=passive
mkdir -p "$work"
exec 9> "$work/lock"
flock -n 9 || { echo "Another run works in $work: wait for it, or end it first." >&2; exit 1; }
exec nice -n 19 "${PYTHON:-/usr/bin/python3}" -m stickertown.train --work "$work" "$@"
