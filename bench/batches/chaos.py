"""What the two scripts beside this file share: a manifest of good, unclear and faulty rows, and what must hold at the end."""
import json, pathlib, random, shutil, subprocess, time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
REQUESTS = {
    'house': ['make the house blue', 'make the house green', 'make it night', 'make the ground snow', 'remove the cloud'],
    'boat': ['make the boat green', 'make the boat blue', 'make it night', 'make the car red', 'make the ground grass'],
    'cat': ['make the cat blue', 'make the car red', 'change the sky to sunset', 'make the ground snow', 'make the cat green'],
    'car': ['make the car blue', 'make it night', 'make the ground snow', 'make the car green', 'change the sky to overcast'],
}


def write_manifest(folder, rows, faulty, unclear, steps, seed):
    """Writes the pictures and the manifest; returns how many rows can be edited."""
    folder.mkdir(parents=True)
    for name in REQUESTS:
        shutil.copy(REPOSITORY / 'samples' / f'{name}.png', folder)
    choose = random.Random(seed)
    lines = []
    for n in range(rows - faulty - unclear):
        name = list(REQUESTS)[n % len(REQUESTS)]
        # The seed makes each row work of its own; the same work twice would be done once.
        lines.append({'image': f'{name}.png', 'request': REQUESTS[name][n // len(REQUESTS) % 5], 'steps': steps, 'attempts': 1, 'seed': n})
    lines += [{'image': 'house.png', 'request': 'make it nicer'}] * unclear
    lines += [[{'image': 'none.png', 'request': 'make it night'}, {'image': 'house.png', 'request': 'make it night', 'steps': 'many'}][n % 2] for n in range(faulty)]
    choose.shuffle(lines)
    (folder / 'manifest.jsonl').write_text('\n'.join(map(json.dumps, lines)) + '\n')
    return rows - faulty - unclear


def ended(out):
    """Counts the rows that have ended, as far as they are written."""
    try:
        return (out / 'results.jsonl').read_text().count('\n')
    except FileNotFoundError:
        return 0


def wait_for(condition, seconds=1800):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError('nothing moves any more')
        time.sleep(0.05)


def call(belm, *line, environment=None):
    done = subprocess.run([belm, *line, '--json'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    return done.returncode, json.loads(done.stdout)


def check(out, library):
    """Every row ended once, every succeeded one has a picture of its own, and there is no other edited picture; returns the counts."""
    rows = [json.loads(line) for line in (out / 'results.jsonl').read_text().splitlines()]
    states = {state: sum(row['state'] == state for row in rows) for state in sorted({row['state'] for row in rows})}
    made = [row['image_id'] for row in rows if row['state'] == 'succeeded']
    there = {file.stem for file in (library / 'pictures').glob('*.png') if b'"kind":"edited"' in file.read_bytes()}
    return {
        'rows': len(rows), 'states': states, 'rows_twice': len(rows) - len({row['n'] for row in rows}), 'pictures_twice': len(made) - len(set(made)),
        'pictures_missing': len(set(made) - there), 'pictures_orphaned': len(there - set(made)),
        'files_missing': sum(not (out / row['output']).is_file() for row in rows if row['state'] == 'succeeded'),
    }


def holds(result, good, faulty, unclear):
    wanted = {'failed': faulty, 'needs_answer': unclear, 'succeeded': good}
    return result['states'] == {state: count for state, count in wanted.items() if count} and not any(value for key, value in result.items() if key.endswith(('twice', 'missing', 'orphaned')))
