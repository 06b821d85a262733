"""Training in several processes of one thread each, that share one set of weights.

On a CPU two such processes beat one process of two threads. Weights, moments,
averages and gradients live in shared memory. Every process computes the
gradients of its part of the batch, then brings its own part of all weights up
to date (AdamW and the moving average), so that part is never done twice.
"""
import torch
import torch.multiprocessing as multiprocessing

import runtime

BETAS, EPSILON, DECAY, CLIP = (0.9, 0.99), 1e-8, 0.01, 1.0


class SharedWeights:
    """What the processes share: created once, handed to each."""

    def __init__(self, model, size, context=None):
        flat = torch.cat([_in_memory(w.detach()) for w in model.parameters()])
        self.size, self.count = size, flat.numel()
        self.barrier = (context or multiprocessing.get_context("spawn")).Barrier(size)
        shared = lambda *shape: torch.zeros(*shape).share_memory_()
        self.weights, self.average = flat.clone().share_memory_(), flat.clone().share_memory_()
        self.mean, self.square = shared(self.count), shared(self.count)
        self.gradients, self.norms = shared(size, self.count), shared(size)

    def state(self):
        return {name: getattr(self, name) for name in ("weights", "average", "mean", "square")}

    def load(self, state):
        for name, tensor in self.state().items():
            tensor.copy_(state[name])

    def averaged(self, model):
        """model with the averaged weights."""
        _lay_out(model, self.average.clone())
        return model.eval().requires_grad_(False)


def _in_memory(weight):
    """A dense weight's numbers in the order of memory: convolutions may be kept channels last."""
    return weight.as_strided((weight.numel(),), (1,))


def _lay_out(model, flat, gradients=None):
    """Makes every weight of model, and its gradient, a view into flat memory."""
    start = 0
    for weight in model.parameters():
        shape, stride = weight.shape, weight.stride()
        end = start + weight.numel()
        weight.data = flat[start:end].as_strided(shape, stride, flat[start:end].storage_offset())
        if gradients is not None:
            weight.grad = gradients[start:end].as_strided(shape, stride, gradients[start:end].storage_offset())
        start = end


class Member:
    """One process' hands on the shared weights."""

    def __init__(self, rank, shared, model):
        self.rank, self.shared, self.gradients = rank, shared, shared.gradients[rank]
        _lay_out(model, shared.weights, self.gradients)
        bounds = [shared.count * r // shared.size for r in range(shared.size + 1)]
        self.mine = slice(bounds[rank], bounds[rank + 1])

    @torch.no_grad()
    def step(self, number, rate, keep):
        """One step of AdamW with the gradients of all; number counts from 1, keep is the average's decay."""
        shared, mine = self.shared, self.mine
        shared.barrier.wait()
        gradient = shared.gradients[:, mine].mean(0)
        shared.norms[self.rank] = gradient.pow(2).sum()
        shared.barrier.wait()
        self.gradients.zero_()
        norm = float(shared.norms.sum().sqrt())
        if norm > CLIP:
            gradient.mul_(CLIP / norm)
        first, second = BETAS
        weights, mean, square = shared.weights[mine], shared.mean[mine], shared.square[mine]
        mean.mul_(first).add_(gradient, alpha=1 - first)
        square.mul_(second).addcmul_(gradient, gradient, value=1 - second)
        spread = (square / (1 - second ** number)).sqrt_().add_(EPSILON)
        weights.mul_(1 - rate * DECAY).addcdiv_(mean, spread, value=-rate / (1 - first ** number))
        shared.average[mine].mul_(keep).add_(weights, alpha=1 - keep)
        shared.barrier.wait()
        return norm


def run(work, shared, job):
    """work(rank, shared, *job) in every process, each with one thread."""
    multiprocessing.spawn(_start, (work, shared, job), nprocs=shared.size)


def _start(rank, work, shared, job):
    runtime.keep_memory()
    torch.set_num_threads(1)
    work(rank, shared, *job)
