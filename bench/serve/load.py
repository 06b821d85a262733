#!/usr/bin/env python3
"""Measures `belm serve` under load: how fast events reach many pages while edits run, whether memory grows, and what the server costs.

usage: load.py BELM [--pages 50] [--edits 500] [--out results.json]

BELM is the built app. Starts a server with a library of its own and one thread a network call, so that server and bare edits share
the machine alike. Standard library only.
"""
import argparse, json, os, pathlib, statistics, subprocess, tempfile, threading, time, urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


class Server:
    def __init__(self, belm, library):
        environment = {**os.environ, 'BELM__SERVE__PERMINUTE': '100000', 'BELM__SERVE__MAXSTREAMS': '1000'}
        self.process = subprocess.Popen(
            [belm, 'serve', '--json', '--library', library, '--urls', 'http://127.0.0.1:0', '--provider', 'cpu'],
            stdout=subprocess.PIPE, text=True, env=environment)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.key, self.belm, self.library = ready['urls'][0] + '/api/v1/', ready['key'], belm, library

    def call(self, method, path, body=None, raw=None, key=None):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={
            'Authorization': f'Bearer {key or self.key}', 'Content-Type': 'image/png' if raw is not None else 'application/json'})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def memory(self):
        with open(f'/proc/{self.process.pid}/status') as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith('VmRSS'))

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Page(threading.Thread):
    """A page that listens to a conversation."""

    def __init__(self, server, session):
        super().__init__(daemon=True)
        request = urllib.request.Request(server.url + f'sessions/{session}/events', headers={'Authorization': f'Bearer {server.key}'})
        self.stream, self.seen = urllib.request.urlopen(request, timeout=600), {}
        self.start()

    def run(self):
        name = None
        try:
            for line in self.stream:
                if line.startswith(b'event:'):
                    name = line[6:].strip().decode()
                elif line.startswith(b'data:') and name == 'session.changed':
                    self.seen[json.loads(line[5:])['revision']] = time.perf_counter()
        except (OSError, ValueError):
            pass


def events(server, pages, rounds):
    """Milliseconds from sending a call to its event at each page, an upper bound, while edits of four keys run."""
    house = (REPOSITORY / 'samples' / 'beach.png').read_bytes()
    first, second = (server.call('POST', 'pictures', raw=house)['image_id'] for _ in range(2))
    session = server.call('POST', 'sessions', {'image_id': first})['session_id']
    listeners = [Page(server, session) for _ in range(pages)]
    keys = [json.loads(subprocess.check_output([server.belm, 'keys', 'add', f'load-{i}', '--scopes', 'read,edit,approve', '--library', server.library, '--json']))['key'] for i in range(4)]
    jobs = [server.call('POST', 'edits?wait=0', {'image_id': first, 'request': 'make the car blue'}, key=keys[i % 4])['job_id'] for i in range(8)]
    delays, calls = [], 0
    while calls < rounds and any(server.call('GET', f'jobs/{job}')['state'] in ('queued', 'running') for job in jobs):
        sent = time.perf_counter()
        revision = server.call('POST', f'sessions/{session}/goto', {'image_id': second if calls % 2 == 0 else first})['revision']
        end = sent + 30
        while time.perf_counter() < end and any(revision not in page.seen for page in listeners):
            time.sleep(0.005)
        delays += [(page.seen.get(revision, end) - sent) * 1000 for page in listeners]
        calls += 1
        time.sleep(0.1)
    for job in jobs:
        server.call('GET', f'jobs/{job}?wait=300')
    worst = [max(delays[i:i + pages]) for i in range(0, len(delays), pages)]
    return {'pages': pages, 'calls': calls, 'median_ms': round(statistics.median(delays), 1), 'median_of_slowest_page_ms': round(statistics.median(worst), 1), 'largest_ms': round(max(delays), 1)}


def growth(server, edits):
    """Memory of the server in MiB over many edits."""
    house = server.call('POST', 'pictures', raw=(REPOSITORY / 'samples' / 'beach.png').read_bytes())['image_id']
    memory = []
    for i in range(edits):
        colour = ('blue', 'green', 'yellow', 'purple', 'white')[i % 5]
        server.call('POST', 'edits?wait=300', {'image_id': house, 'request': f'make the car {colour}', 'settings': {'steps': 4, 'attempts': 1}})
        if i % max(1, edits // 10) == 0 or i == edits - 1:
            memory.append(round(server.memory()))
    return {'edits': edits, 'memory_mib': memory}


def cost(server, edits):
    """Seconds from starting a job over HTTP to knowing its result, over the edit's own seconds in the domain; one ratio an edit."""
    house = server.call('POST', 'pictures', raw=(REPOSITORY / 'samples' / 'beach.png').read_bytes())['image_id']
    ratios = []
    for _ in range(edits):
        proposal = server.call('POST', 'plans', {'image_id': house, 'request': 'make the car blue', 'settings': {'attempts': 1}})['proposal']['proposal_id']
        server.call('POST', f'proposals/{proposal}/approve', {})
        start = time.perf_counter()
        job = server.call('POST', 'jobs', {'proposal_id': proposal})['job_id']
        ended = server.call('GET', f'jobs/{job}?wait=300')
        ratios.append((time.perf_counter() - start) / ended['result']['seconds'])
    ratios.sort()
    return {'edits': edits, 'median_ratio': round(statistics.median(ratios), 4), 'p90_ratio': round(ratios[int(edits * 0.9)], 4)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('belm')
    parser.add_argument('--pages', type=int, default=50)
    parser.add_argument('--edits', type=int, default=500)
    parser.add_argument('--rounds', type=int, default=40)
    parser.add_argument('--out')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as library:
        server = Server(os.path.abspath(options.belm), library)
        try:
            results = {'events': events(server, options.pages, options.rounds), 'cost': cost(server, 50), 'growth': growth(server, options.edits)}
        finally:
            server.stop()
    text = json.dumps(results, indent=1)
    print(text)
    if options.out:
        pathlib.Path(options.out).write_text(text + '\n')


if __name__ == '__main__':
    main()
