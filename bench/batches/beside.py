#!/usr/bin/env python3
"""Measures how long an edit of a page waits while `belm serve` works off a batch, against the same edit without one, in turns.

usage: beside.py BELM [--edits 8] [--rows 200] [--steps 8]

BELM is the built app. The batch is paused for each edit that is measured without it. Standard library only.
"""
import argparse, json, statistics, subprocess, tempfile, time, urllib.request

from chaos import REPOSITORY, REQUESTS

options = argparse.ArgumentParser()
options.add_argument('belm')
for name, default in dict(edits=8, rows=200, steps=8).items():
    options.add_argument(f'--{name}', type=int, default=default)
asked = options.parse_args()
server = subprocess.Popen([asked.belm, 'serve', '--json', '--library', tempfile.mkdtemp(prefix='belm-beside-'), '--urls', 'http://127.0.0.1:0', '--provider', 'cpu'], stdout=subprocess.PIPE, text=True)
ready = json.loads(server.stdout.readline())


def call(method, path, body=None, kind='application/json'):
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ready['urls'][0]}/api/v1/{path}", data=data, method=method, headers={'Authorization': f"Bearer {ready['key']}", 'Content-Type': kind})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return json.load(answer)


def upload(name):
    return call('POST', 'pictures', (REPOSITORY / 'samples' / f'{name}.png').read_bytes(), 'image/png')['image_id']


def edit():
    # A picture of its own, so that no inversion is there already.
    picture = upload('house')
    start = time.perf_counter()
    call('POST', 'edits?wait=300', {'image_id': picture, 'request': 'make the house blue', 'settings': {'steps': asked.steps, 'attempts': 1}})
    return time.perf_counter() - start


try:
    edit()
    pictures = {name: upload(name) for name in REQUESTS}
    rows = [{'image': pictures[name], 'request': REQUESTS[name][n % 5], 'steps': asked.steps, 'attempts': 1, 'seed': n} for n in range(asked.rows // 4) for name in REQUESTS]
    batch = call('POST', 'batches', '\n'.join(map(json.dumps, rows)).encode(), 'application/jsonl')['batch_id']
    planned = call('GET', f'batches/{batch}?wait=300')
    call('POST', f'batches/{batch}/approve', {'plan_hash': planned['plan_hash']})
    alone, beside = [], []
    for _ in range(asked.edits):
        call('POST', f'batches/{batch}/pause')
        while call('GET', f'batches/{batch}')['rows'].get('running'):
            time.sleep(0.1)
        alone.append(edit())
        call('POST', f'batches/{batch}/resume')
        time.sleep(1.5)
        beside.append(edit())
    done = call('GET', f'batches/{batch}/items?state=succeeded&limit=200')['items']
    row = statistics.median(item['seconds'] for item in done)
    print(json.dumps({'edits': asked.edits, 'alone_median_s': round(statistics.median(alone), 2), 'beside_median_s': round(statistics.median(beside), 2), 'beside_max_s': round(max(beside), 2),
                      'row_median_s': round(row, 2), 'ratio': round(statistics.median(b / a for a, b in zip(alone, beside)), 2), 'rows_done': len(done), 'batch_state': call('GET', f'batches/{batch}')['state']}))
finally:
    server.terminate()
    server.wait(60)
