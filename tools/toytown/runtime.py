"""What every training stage needs: device, precision, averages of weights, checkpoints."""
import contextlib
import copy
import ctypes
import math
import os
import time

import torch
import torch.multiprocessing as multiprocessing
import torch.nn as nn


def pick_device():
    if torch.cuda.is_available():
        torch.backends.cudnn.benchmark = True
        return torch.device("cuda")
    return torch.device("cpu")


def keep_memory():
    """Tells glibc to keep freed memory, so that large tensors are not paged in anew at every step."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        for option, value in ((-1, 2 ** 31 - 1), (-2, 2 ** 27), (-3, 2 ** 25)):  # trim, top pad, mmap threshold
            libc.mallopt(option, value)


def mixed(device, enabled=True):
    """bfloat16 where it is safe. Norms and odd convolutions switch it off inside."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=enabled)


class Average(nn.Module):
    """Exponential moving average of a model's weights."""

    def __init__(self, model):
        super().__init__()
        self.model = copy.deepcopy(model).eval().requires_grad_(False)

    @torch.no_grad()
    def follow(self, model, decay):
        ours, theirs = list(self.model.parameters()), [p.detach() for p in model.parameters()]
        torch._foreach_mul_(ours, decay)
        torch._foreach_add_(ours, theirs, alpha=1 - decay)
        for mine, other in zip(self.model.buffers(), model.buffers()):
            mine.copy_(other)


def save(path, **parts):
    """Whole or not at all, so that a stopped run can go on."""
    torch.save(parts, path + ".part")
    os.replace(path + ".part", path)


def save_stage(path, step, **parts):
    save(path, step=step, **{name: part.state_dict() for name, part in parts.items()})


def resume_stage(path, device, **parts):
    """Loads what save_stage wrote and gives the number of steps done; 0 without a file."""
    if not os.path.exists(path):
        return 0
    state = torch.load(path, map_location=device)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return state["step"]


class Team:
    """Processes that share a batch. On a CPU, two processes of one thread beat one process of two."""

    def __init__(self, context, size, weights):
        self.size, self.barrier = size, context.Barrier(size)
        self.threads = max(1, torch.get_num_threads() // size)
        # Two buffers in turn: nobody writes to one that another still reads.
        self.gradients = torch.zeros(2, size, weights).share_memory_()

    def average_gradients(self, rank, step, weights):
        shared = self.gradients[step % 2]
        torch.cat([w.grad.reshape(-1) for w in weights], out=shared[rank])
        self.barrier.wait()
        mean, start = shared.mean(0), 0
        for weight in weights:
            weight.grad = mean[start:start + weight.numel()].view(weight.shape)
            start += weight.numel()


def share_out(work, size, weights, job):
    """Runs work(rank, team, *job) in several processes."""
    team = Team(multiprocessing.get_context("spawn"), size, weights)
    multiprocessing.spawn(_member, (team, work, job), nprocs=size)


def _member(rank, team, work, job):
    keep_memory()
    torch.set_num_threads(team.threads)
    work(rank, team, *job)


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate


def cosine(step, steps, peak, warmup=100, flat=0.0, floor=0.03):
    """Learning rate: up, flat for a fraction of the steps, then down to floor * peak."""
    if step < warmup:
        return peak * (step + 1) / warmup
    t = max(0.0, step / steps - flat) / (1 - flat)
    return peak * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, t))))


class Log:
    """Prints one line every few steps, with the mean of what was added since."""

    def __init__(self, name, every=100):
        self.name, self.every, self.sums, self.count, self.start = name, every, {}, 0, time.time()

    def add(self, step, **values):
        for key, value in values.items():
            self.sums[key] = self.sums.get(key, 0.0) + value
        self.count += 1
        if (step + 1) % self.every == 0:
            means = "  ".join(f"{k} {v / self.count:.5f}" for k, v in self.sums.items())
            spent = (time.time() - self.start) / self.count
            print(f"{self.name} {step + 1}  {means}  {spent:.3f} s/step", flush=True)
            self.sums, self.count, self.start = {}, 0, time.time()


@contextlib.contextmanager
def timed(name):
    start = time.time()
    yield
    print(f"{name}: {time.time() - start:.0f} s", flush=True)
