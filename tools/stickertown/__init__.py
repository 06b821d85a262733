"""StickerTown: a world of stickers, and the small diffusion model that paints it.

The layers, the tokenizer and the training helpers are ToyTown's.
"""
import os
import sys

# Idle threads must not spin; torch reads this when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "toytown"))
