#!/usr/bin/env python3
"""Kills, freezes and ends workers and crashes the server while they work on a batch, and checks that every row ended once, with one picture.

usage: workers.py BELM [--rows 60] [--unclear 6] [--faulty 4] [--steps 6] [--lease 5] [--rounds 1] [--seed 1] [--keep DIR]

BELM is the built app. Starts a PostgreSQL server of its own (Debian: apt-get install postgresql) and two `belm worker`. In a random
order, each after some more rows: SIGKILL of a worker, SIGSTOP for three leases and SIGCONT, SIGTERM, and a restart of the server as after a
crash; so often as --rounds says. Exits with 1 if anything is done twice, missing or left over. Standard library only.
"""
import argparse, json, os, pathlib, random, shutil, signal, socket, subprocess, sys, tempfile, time

from chaos import call, check, ended, holds, wait_for, write_manifest

options = argparse.ArgumentParser()
options.add_argument('belm')
for name, default in dict(rows=60, unclear=6, faulty=4, steps=6, lease=5, rounds=1, seed=1).items():
    options.add_argument(f'--{name}', type=int, default=default)
options.add_argument('--keep')
asked = options.parse_args()

root = pathlib.Path(asked.keep or tempfile.mkdtemp(prefix='belm-workers-'))
out, library, choose = root / 'out', root / 'library', random.Random(asked.seed)


class Server:
    """A PostgreSQL server on a free port. It refuses to run as root."""

    def __init__(self):
        self.programs = max(pathlib.Path('/usr/lib/postgresql').glob('*/bin'))
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='belm-pg-'))
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(self.folder, 'postgres')
        self.run('initdb', '-D', self.folder / 'data', '-A', 'trust', '-U', 'belm', '--no-sync')
        self.control('start')
        self.run('createdb', '-h', '127.0.0.1', '-p', str(self.port), '-U', 'belm', 'belm')
        self.connection = f'Host=127.0.0.1;Port={self.port};Username=belm;Database=belm;Timeout=5'

    def run(self, program, *line):
        prefix = ['runuser', '-u', 'postgres', '--'] if os.geteuid() == 0 else []
        subprocess.run([*prefix, self.programs / program, *line], check=True, cwd='/', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def control(self, action, *line):
        self.run('pg_ctl', action, '-s', '-w', '-D', self.folder / 'data', '-l', self.folder / 'log', '-o', f'-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1', *line)

    def query(self, text):
        return subprocess.run([self.programs / 'psql', '-h', '127.0.0.1', '-p', str(self.port), '-U', 'belm', '-Atc', text, 'belm'], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


server = Server()
environment = {**os.environ, 'BELM__WORKFLOWS__LEASE': f'00:00:{asked.lease:02}', 'BELM__WORKFLOWS__SWEEP': '00:00:01', 'BELM__WORKFLOWS__RETRYDELAYS__0': '00:00:01'}
common = ['--library', library, '--provider', 'cpu', '--connection', server.connection]
workers, started = [], 0


def start_worker():
    global started
    started += 1
    log = open(root / f'worker-{started}.log', 'w')
    workers.append(subprocess.Popen([asked.belm, 'worker', *common], stdout=log, stderr=log, env=environment))


def kill():
    worker = workers.pop(0)
    worker.kill()
    worker.wait()
    start_worker()


def freeze():
    worker = workers.pop(0)
    worker.send_signal(signal.SIGSTOP)
    time.sleep(3 * asked.lease)
    worker.send_signal(signal.SIGCONT)
    workers.append(worker)


def end():
    worker = workers.pop(0)
    worker.terminate()
    ends.append(worker.wait(120))
    start_worker()


ends = []
trouble = {'kill': kill, 'freeze': freeze, 'end': end, 'crash': lambda: server.control('restart', '-m', 'immediate')}
begun = time.monotonic()
try:
    good = write_manifest(root / 'in', asked.rows, asked.faulty, asked.unclear, asked.steps, asked.seed)
    line = [root / 'in' / 'manifest.jsonl', '--out', out, *common]
    _, planned = call(asked.belm, 'batch', 'plan', *line, environment=environment)
    start_worker()
    start_worker()
    run = subprocess.Popen([asked.belm, 'batch', 'run', *line, '--yes', '--json'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    done, order = asked.faulty + asked.unclear, [name for _ in range(asked.rounds) for name in choose.sample(list(trouble), len(trouble))]
    for name in order:
        done = max(done, ended(out)) + choose.randint(3, max(4, good // 6 // asked.rounds))
        wait_for(lambda: run.poll() is not None or ended(out) >= done)
        time.sleep(choose.random())
        trouble[name]()
    code = run.wait()
    result = check(out, library)
    taken_over = int(server.query('select count(*) from belm.item where epoch > 1'))
    left = int(server.query("select count(*) from belm.item where state in ('queued','running','publishing')"))
    passed = holds(result, good, asked.faulty, asked.unclear) and code == 5 and left == 0
    print(json.dumps({'order': order, 'exit_code': code, **result, 'rows_left': left, 'rows_begun_more_than_once': taken_over, 'worker_exit_codes_after_sigterm': ends,
                      'seconds': round(time.monotonic() - begun, 1), 'holds': passed}))
finally:
    for worker in workers:
        worker.kill()
    server.control('stop', '-m', 'immediate')
    shutil.rmtree(server.folder)
sys.exit(not passed)
