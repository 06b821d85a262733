"""What can stand in a scene: kinds of things, their colours, materials, expressions and poses."""
from dataclasses import dataclass
from typing import Dict, Optional, Tuple, Union

# Hue intervals in degrees, with the least saturation, that a new colour replaces.
RED = (-75, 25, 0.30)
WARM = (-20, 52, 0.18)

# A ramp goes from deep shade over the body colour to the light.
COLORS = {
    "red": ((96, 4, 30), (232, 30, 48), (255, 176, 168)),
    "orange": ((140, 44, 0), (250, 128, 18), (255, 222, 170)),
    "yellow": ((168, 96, 0), (252, 206, 30), (255, 250, 196)),
    "green": ((4, 72, 40), (42, 172, 72), (196, 246, 180)),
    "blue": ((14, 22, 116), (36, 110, 240), (180, 220, 255)),
    "purple": ((48, 8, 96), (142, 62, 214), (232, 196, 255)),
    "pink": ((140, 14, 84), (248, 110, 178), (255, 220, 238)),
    "white": ((128, 134, 160), (238, 240, 246), (255, 255, 255)),
    "black": ((8, 8, 14), (48, 46, 58), (150, 150, 168)),
}
ALL_MATERIALS = {
    "gold": ((78, 36, 0), (226, 158, 24), (255, 248, 190)),
    "stone": ((58, 58, 62), (146, 146, 150), (222, 222, 220)),
    "wood": ((66, 30, 10), (168, 104, 54), (236, 194, 140)),
    "glass": ((40, 110, 160), (150, 216, 240), (255, 255, 255)),
}


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    looks: expression or pose -> picture; the first is the plain one.
    size: height relative to a person's.
    body: hue interval (from, to, least saturation) that a colour replaces,
    "all" for everything, None if the thing keeps its colours.
    zone: where it belongs: ground, sky or sea.
    carrier: something may stand on it, at this part of its height.
    rider: it may stand on something. own: colour word of the plain thing.
    """
    looks: Dict[str, str]
    size: float
    body: Union[None, str, Tuple[float, float, float]] = None
    zone: str = "ground"
    carrier: Optional[float] = None
    rider: bool = False
    own: Optional[str] = None
    expressive: Optional[str] = None  # "expression" or "pose": what its looks differ in

    @property
    def plain(self):
        return next(iter(self.looks))


def _one(picture, size, body=None, **more):
    return Kind({"": picture}, size, body, **more)


def _person(who):
    return Kind({pose: f"{who}-{pose}" for pose in ("standing", "walking", "running")}, 1.05, expressive="pose")


ALL_KINDS = {
    "cat": _one("cat", 0.80, WARM, rider=True),
    "dog": _one("dog", 0.80, WARM, rider=True),
    "rabbit": _one("rabbit", 0.66, "all", rider=True),
    "elephant": _one("elephant", 1.0, "all", carrier=0.93),
    "horse": _one("horse", 0.98, (-60, 25, 0.15), carrier=0.62),
    "cow": _one("cow", 0.90, carrier=0.80),
    "pig": _one("pig", 0.74, "all", carrier=0.95, own="pink"),
    "sheep": _one("ewe", 0.80, carrier=0.85),
    "penguin": _one("penguin", 0.74, (240, 300, 0.25), rider=True),
    "duck": _one("duck", 0.64, rider=True),
    "chick": _one("baby-chick", 0.56, (10, 62, 0.3), rider=True),
    "turtle": _one("turtle", 0.62, (100, 195, 0.3), carrier=0.80),
    "owl": _one("owl", 0.70, (-30, 32, 0.35), rider=True),
    "dinosaur": _one("sauropod", 1.05, "all"),
    "butterfly": _one("butterfly", 0.56, (-35, 25, 0.4), zone="sky"),
    "fish": _one("fish", 0.58, "all", zone="sea"),
    "whale": _one("whale", 0.86, (180, 240, 0.25), zone="sea"),
    "octopus": _one("octopus", 0.76, "all", zone="sea"),
    "car": _one("automobile", 0.78, RED, carrier=0.94, own="red"),
    "bus": _one("bus", 0.92, (5, 50, 0.35), carrier=0.97, own="yellow"),
    "bicycle": _one("bicycle", 0.80, (-75, 45, 0.45)),
    "scooter": _one("motor-scooter", 0.80, (-60, 20, 0.4), own="red"),
    "tractor": _one("tractor", 0.84, (110, 195, 0.3), own="green"),
    "train": _one("locomotive", 0.92, (-60, 20, 0.4)),
    "rocket": _one("rocket", 0.92, (-60, 20, 0.4), zone="sky"),
    "airplane": _one("airplane", 0.78, (185, 260, 0.3), zone="sky"),
    "helicopter": _one("helicopter", 0.72, (-20, 40, 0.4), zone="sky", own="orange"),
    "balloon": _one("balloon", 0.80, (-75, 25, 0.3), zone="sky", own="red"),
    "house": _one("house", 1.12, (-25, 50, 0.15)),
    "castle": _one("castle", 1.20, (-45, 20, 0.35)),
    "tent": _one("tent", 0.82, (70, 135, 0.3), own="green"),
    "tree": _one("deciduous-tree", 1.12, (70, 150, 0.2), own="green"),
    "palm tree": _one("palm-tree", 1.15, (65, 110, 0.3)),
    "cactus": _one("cactus", 0.95, (65, 140, 0.2), own="green"),
    "sunflower": _one("sunflower", 0.95, (28, 62, 0.45), own="yellow"),
    "tulip": _one("tulip", 0.80, (285, 350, 0.2), own="pink"),
    "mushroom": _one("mushroom", 0.70, RED, own="red"),
    "apple": _one("red-apple", 0.62, RED, own="red", rider=True),
    "strawberry": _one("strawberry", 0.62, RED),
    "pineapple": _one("pineapple", 0.78),
    "cake": _one("birthday-cake", 0.78, (8, 48, 0.15)),
    "burger": _one("hamburger", 0.66),
    "donut": _one("doughnut", 0.64, (-25, 22, 0.5)),
    "cup": _one("hot-beverage", 0.62),
    "umbrella": _one("umbrella", 0.82, (232, 310, 0.2), own="purple"),
    "gift": _one("wrapped-gift", 0.66, (20, 62, 0.4), carrier=0.97, rider=True),
    "book": _one("closed-book", 0.66, (-50, 12, 0.45), own="red"),
    "guitar": _one("guitar", 0.92, (-75, 12, 0.4), own="red"),
    "crown": _one("crown", 0.50, (5, 50, 0.3), rider=True),
    "hat": _one("top-hat", 0.50, (235, 300, 0.2), rider=True),
    "chair": _one("chair", 0.88, "all", carrier=0.50),
    "clock": _one("alarm-clock", 0.62, (-60, 20, 0.4), rider=True),
    "ball": _one("soccer-ball", 0.52, (195, 270, 0.15), rider=True),
    "teddy bear": _one("teddy-bear", 0.74, (-8, 48, 0.2), rider=True),
    "robot": _one("robot", 0.80, (-60, 20, 0.4), rider=True),
    "snowman": _one("snowman-without-snow", 0.88),
    "heart": _one("red-heart", 0.56, "all", own="red", rider=True),
    "star": _one("star", 0.58, "all", own="yellow", rider=True),
    "face": Kind({"happy": "slightly-smiling-face", "laughing": "grinning-face-with-big-eyes", "sad": "crying-face",
                  "angry": "angry-face", "surprised": "face-with-open-mouth", "cool": "smiling-face-with-sunglasses"},
                 0.72, rider=True, expressive="expression"),
    "man": _person("man"),
    "woman": _person("woman"),
}

# The world is as large as the training can reach: how well a thing is painted is set by how often
# it was seen. The number is how often a kind is drawn, so that each expression and pose has its share.
SHARE = {
    "cat": 1, "dog": 1, "rabbit": 1, "elephant": 1, "horse": 1, "penguin": 1, "duck": 1, "turtle": 1, "car": 1, "bus": 1,
    "rocket": 1, "airplane": 1, "balloon": 1, "house": 1, "castle": 1, "tree": 1, "cactus": 1, "sunflower": 1, "apple": 1,
    "cake": 1, "burger": 1, "umbrella": 1, "gift": 1, "guitar": 1, "teddy bear": 1, "robot": 1, "heart": 1,
    "face": 3, "man": 1.5, "woman": 1.5,
}
KINDS = {name: ALL_KINDS[name] for name in SHARE}
MATERIALS = {name: ALL_MATERIALS[name] for name in ("gold", "stone", "wood")}

GROUNDLINGS = tuple(name for name, kind in KINDS.items() if kind.zone == "ground")
FLYERS = tuple(name for name, kind in KINDS.items() if kind.zone == "sky")
SWIMMERS = tuple(name for name, kind in KINDS.items() if kind.zone == "sea")
RIDERS = tuple(name for name, kind in KINDS.items() if kind.rider)
CARRIERS = tuple(name for name, kind in KINDS.items() if kind.carrier)
