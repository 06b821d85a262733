#!/usr/bin/env python3
"""Kills `belm batch run` with SIGKILL again and again, and checks that every row ended once, with one picture.

usage: killed.py BELM [--rows 200] [--faulty 10] [--unclear 5] [--kills 3] [--steps 4] [--seed 1] [--keep DIR]

BELM is the built app. One machine: rows in SQLite. Exits with 1 if anything is done twice, missing or left over. Standard library only.
"""
import argparse, json, os, pathlib, random, subprocess, sys, tempfile, time

from chaos import call, check, ended, holds, wait_for, write_manifest

options = argparse.ArgumentParser()
options.add_argument('belm')
for name, default in dict(rows=200, faulty=10, unclear=5, kills=3, steps=4, seed=1).items():
    options.add_argument(f'--{name}', type=int, default=default)
options.add_argument('--keep')
asked = options.parse_args()

root = pathlib.Path(asked.keep or tempfile.mkdtemp(prefix='belm-killed-'))
out, library = root / 'out', root / 'library'
good = write_manifest(root / 'in', asked.rows, asked.faulty, asked.unclear, asked.steps, asked.seed)
line = [root / 'in' / 'manifest.jsonl', '--out', out, '--library', library, '--provider', 'cpu']
start = time.monotonic()
_, planned = call(asked.belm, 'batch', 'plan', *line)
plan_seconds, choose, killed = time.monotonic() - start, random.Random(asked.seed), []
at = sorted(choose.sample(range(asked.faulty + asked.unclear + 1, asked.rows - 1), asked.kills))
for lines in at:
    run = subprocess.Popen([asked.belm, 'batch', 'run', *line, '--yes', '--json'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: run.poll() is not None or ended(out) >= lines)
    # Somewhere within a row, not just behind one.
    time.sleep(choose.random() * 0.5)
    killed.append(run.poll() is None)
    run.kill()
    run.wait()
code, _ = call(asked.belm, 'batch', 'run', *line, '--yes')
result = check(out, library)
passed = holds(result, good, asked.faulty, asked.unclear) and code == 5 and all(killed)
print(json.dumps({'planned': planned['rows'], 'plan_seconds': round(plan_seconds, 1), 'killed_after_rows': at, 'exit_code': code, **result, 'seconds': round(time.monotonic() - start, 1), 'holds': passed}))
sys.exit(not passed)
