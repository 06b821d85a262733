"""Generation and editing with ToyTown in PyTorch eager: one network call a step, states in double as the product holds them."""
import os
import sys

import numpy as np
import torch
from PIL import Image

from toytown import ROOT, ToyTown

sys.path.append(os.path.join(ROOT, "tools", "fixtures"))

from reference import Grid, ddim, noise_of, o_belm_trajectory, trajectory_corrected  # noqa: E402


class Pipeline:
    """Prompt or picture in, picture out."""

    def __init__(self, path):
        self.model, self.evaluations = ToyTown(path), 0

    def generate(self, prompt, seed, steps, guidance):
        grid = Grid(self.model.scheduler, steps)
        start = np.random.default_rng(seed).standard_normal((4, 16, 16))
        return self.decode(ddim(self.noise(grid, ["", prompt], guidance), grid, start))

    def edit(self, picture, source, prompt, steps, guidance):
        """O-BELM's inversion at guidance 1, then the trajectory-corrected target."""
        grid = Grid(self.model.scheduler, steps)
        before = self.noise(grid, [source])
        states, noises = o_belm_trajectory(before, grid, self.encode(picture))
        return self.decode(trajectory_corrected(before, self.noise(grid, ["", prompt], guidance), grid, states, noises))

    def noise(self, grid, prompts, guidance=1.0):
        """The prompts' rows in one call."""
        hidden = self.model.text(torch.tensor([self.model.tokenizer.encode(prompt) for prompt in prompts]))[0]

        def rows(x, timestep):
            self.evaluations += len(hidden)
            return self.model.unet(x.expand(len(hidden), -1, -1, -1), timestep.float(), hidden)

        return noise_of(rows, grid, self.model.scheduler["prediction_type"], guidance)

    def encode(self, picture):
        pixels = torch.from_numpy(np.array(picture)).movedim(-1, 0)[None].float() / 127.5 - 1
        return self.model.encoder(pixels)[0, :4].double().numpy()

    def decode(self, latent):
        pixels = self.model.decoder(torch.from_numpy(latent).float()[None])[0]
        return Image.fromarray(((pixels + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).movedim(0, -1).numpy())
