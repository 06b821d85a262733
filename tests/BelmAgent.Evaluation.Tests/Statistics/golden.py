#!/usr/bin/env python3
"""Prints the numbers that DistanceTests expects, by numpy and scipy: FID as pytorch-fid computes it, KID as an unbiased MMD² over all pairs."""
import numpy as np
from scipy import linalg

MASK = (1 << 64) - 1


def features(seed, count, length, shift):
    """Skewed, correlated and never negative, like the pooled activations of a network; the same numbers as in DistanceTests."""
    state, rows = seed, np.empty((count, length), np.float32)
    for i in range(count):
        before = 0.0
        for j in range(length):
            state = (state * 6364136223846793005 + 1442695040888963407) & MASK
            before = 0.5 * before + ((state >> 11) / (1 << 53)) ** 2 + shift
            rows[i, j] = before
    return rows.astype(np.float64)


def frechet(one, two):
    mean1, mean2 = one.mean(0), two.mean(0)
    cov1, cov2 = np.cov(one, rowvar=False), np.cov(two, rowvar=False)
    root = linalg.sqrtm(cov1 @ cov2)
    root = root[0] if isinstance(root, tuple) else root
    return float(((mean1 - mean2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * np.trace(root.real))


def kernel(one, two):
    gram = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda k: (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))
    return float(off(gram(one, one)) + off(gram(two, two)) - 2 * gram(one, two).mean())


for length in (8, 64):
    real, made = features(1, 500, length, 0.0), features(2, 300, length, 0.01)
    print(length, repr(frechet(real, made)), repr(kernel(made, real)))
real, made = features(1, 500, 64, 0.0), features(3, 40, 64, 0.01)
print("fewer pictures than features", repr(frechet(real, made)), repr(kernel(made, real)))
weights = np.bincount([i * i % 300 for i in range(300)], minlength=300)
again = np.repeat(features(2, 300, 64, 0.01), weights, 0)
print("resampled", repr(frechet(features(1, 500, 64, 0.0), again)))
