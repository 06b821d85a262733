"""Training in several processes of one thread each, that share one set of weights.

On a CPU two such processes beat one process of two threads. Weights, moments,
averages and gradients live in shared memory. Every process computes the
gradients of its part of the batch, then brings its own part of all weights up
to date (AdamW and the moving average), so that this is never done twice.
"""
import ctypes
import os
import signal
import time

import torch
import torch.multiprocessing as multiprocessing

import runtime

BETAS, EPSILON, DECAY, CLIP = (0.9, 0.99), 1e-8, 0.01, 1.0
SAVE_EVERY = 600        # seconds
PR_SET_PDEATHSIG = 1    # of Linux' prctl


def has_bfloat16():
    """Whether the processor multiplies bfloat16 faster than float32."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return "amx_bf16" in (text := file.read()) or "avx512_bf16" in text
    except OSError:
        return False


def mixed():
    """A context for the forward pass: bfloat16 where that is fast; norms and thin convolutions stay float32."""
    return runtime.mixed(torch.device("cpu"), has_bfloat16())


class SharedWeights:
    """What the processes share: created once from the weights to train, and handed to each process."""

    def __init__(self, weights, size):
        flat = torch.cat([_in_memory(w.detach()) for w in weights])
        self.size, self.count = size, flat.numel()
        self.barrier = multiprocessing.get_context("spawn").Barrier(size)
        shared = lambda *shape: torch.zeros(*shape).share_memory_()
        self.weights, self.average = flat.clone().share_memory_(), flat.clone().share_memory_()
        self.mean, self.square = shared(self.count), shared(self.count)
        self.gradients, self.norms = shared(size, self.count), shared(size)
        self.saved = time.time()

    def _state(self):
        return {name: getattr(self, name) for name in ("weights", "average", "mean", "square")}

    def resume(self, path):
        """Loads a checkpoint and gives the number of steps done; 0 without one."""
        if not os.path.exists(path):
            return 0
        checkpoint = torch.load(path)
        for name, tensor in self._state().items():
            tensor.copy_(checkpoint[name])
        return checkpoint["step"]

    def save(self, path, step, last):
        """Every ten minutes, and after the last step. Gives whether it saved."""
        if not last and time.time() - self.saved < SAVE_EVERY:
            return False
        runtime.save(path, step=step, **self._state())
        self.saved = time.time()
        return True

    def give_average(self, weights):
        """Puts the averages into the weights of a model."""
        _lay_out(weights, self.average)
        for weight in weights:      # each in memory of its own: views of one block cannot be handed to other processes
            weight.data = weight.data.clone()


def _in_memory(weight):
    """A dense weight's numbers in the order of memory: convolutions may be kept channels last."""
    return weight.as_strided((weight.numel(),), (1,))


def _lay_out(weights, flat, gradients=None):
    """Makes every weight, and its gradient, a view into flat memory."""
    start = 0
    for weight in weights:
        part = slice(start, start + weight.numel())
        shape, stride = weight.shape, weight.stride()
        weight.data = flat[part].as_strided(shape, stride, flat[part].storage_offset())
        if gradients is not None:
            weight.grad = gradients[part].as_strided(shape, stride, gradients[part].storage_offset())
        start = part.stop


class Member:
    """One process' hands on the shared weights."""

    def __init__(self, rank, shared, weights):
        self.rank, self.shared, self.gradients = rank, shared, shared.gradients[rank]
        _lay_out(weights, shared.weights, self.gradients)
        bounds = [shared.count * r // shared.size for r in range(shared.size + 1)]
        self.mine = slice(bounds[rank], bounds[rank + 1])

    @torch.no_grad()
    def step(self, number, rate, keep):
        """One step of AdamW with the mean of all gradients; number counts from 1, keep is the average's decay."""
        shared, mine = self.shared, self.mine
        shared.barrier.wait()
        gradient = shared.gradients[:, mine].mean(0)
        shared.norms[self.rank] = gradient.pow(2).sum()
        shared.barrier.wait()
        self.gradients.zero_()
        gradient.mul_(min(1.0, CLIP / (float(shared.norms.sum().sqrt()) + 1e-6)))
        first, second = BETAS
        weights, mean, square = shared.weights[mine], shared.mean[mine], shared.square[mine]
        mean.mul_(first).add_(gradient, alpha=1 - first)
        square.mul_(second).addcmul_(gradient, gradient, value=1 - second)
        spread = (square / (1 - second ** number)).sqrt_().add_(EPSILON)
        weights.mul_(1 - rate * DECAY).addcdiv_(mean, spread, value=-rate / (1 - first ** number))
        shared.average[mine].mul_(keep).add_(weights, alpha=1 - keep)
        shared.barrier.wait()


def run(work, shared, job):
    """work(rank, shared, *job) in every process."""
    multiprocessing.spawn(_start, (work, shared, job), nprocs=shared.size)


def _start(rank, work, shared, job):
    # A process whose parent was ended would train on, unseen, beside the next run.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    runtime.keep_memory()
    torch.set_num_threads(1)
    work(rank, shared, *job)
