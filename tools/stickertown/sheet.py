"""Contact sheets of the world, to look at."""
import numpy as np
from PIL import Image

from . import world


def grid(pictures, columns):
    """uint8 pictures of one size as one picture, row by row."""
    pictures = list(pictures)
    blank = np.full_like(pictures[0], 255)
    pictures += [blank] * (-len(pictures) % columns)
    rows = [np.hstack(pictures[i:i + columns]) for i in range(0, len(pictures), columns)]
    return Image.fromarray(np.vstack(rows))


def random_scenes(seed, count=48, columns=8, size=160):
    return grid((world.render(world.scene_at(seed, index), size) for index in range(count)), columns)
