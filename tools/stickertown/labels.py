"""What a picture shows, as one label a head: for the describer, and for the loss that teaches the text encoder to read."""
from . import places
from .captions import Told
from .kinds import COLORS, KINDS, MATERIALS
from .world import SCALES, STYLES, WEATHERS

NONE = "none"
SPOTS = ("left", "center", "right", "on", "sky")
PAINTS = (NONE, "plain", *COLORS, *MATERIALS)
LOOKS = (NONE, "plain", *dict.fromkeys(look for kind in KINDS.values() if kind.expressive for look in kind.looks))


def _kinds_at(spot):
    fits = {"sky": lambda kind: kind.zone == "sky", "on": lambda kind: kind.rider}.get(spot, lambda kind: kind.zone != "sky")
    return (NONE, *(name for name, kind in KINDS.items() if fits(kind)))


HEADS = (("place", places.PLACES), ("time", places.TIMES), ("weather", WEATHERS), ("style", tuple(STYLES)),
         *((f"object_{spot}", _kinds_at(spot)) for spot in SPOTS),
         *((f"color_{spot}", PAINTS) for spot in SPOTS),
         *((f"look_{spot}", LOOKS) for spot in SPOTS if spot != "sky"),
         *((f"size_{spot}", (NONE, *SCALES)) for spot in ("left", "center", "right")))
SIZES = [len(options) for _, options in HEADS]
FACT = {"object": "kind", "color": "paint", "look": "look", "size": "scale"}


def spot_of(thing):
    return thing.slot if thing.zone == "ground" else thing.zone


def attributes(scene):
    """Every head's label by name. Materials count as colours; a line drawing shows none."""
    found = dict.fromkeys((name for name, _ in HEADS), NONE)
    found.update(place=scene.place, time=scene.time, weather=scene.weather, style=scene.style)
    for thing in scene.things:
        spot = spot_of(thing)
        values = {"object": thing.kind, "color": "plain" if scene.style == "ink" else thing.paint or "plain",
                  "look": thing.look or "plain", "size": thing.scale}
        found.update({f"{part}_{spot}": value for part, value in values.items() if f"{part}_{spot}" in found})
    return found


def indices(scene):
    found = attributes(scene)
    return [options.index(found[name]) for name, options in HEADS]


def told_indices(scene, told: Told):
    """The same, with -1 where the caption leaves it open. An empty spot is told when every thing's place is."""
    known = set(told.scene)
    for index, thing in enumerate(scene.things):
        facts, spot = told.things.get(index, set()), spot_of(thing)
        if "slot" in facts or thing.zone in ("on", "sky"):
            known |= {f"{part}_{spot}" for part, fact in FACT.items() if fact in facts}
            if scene.style == "ink":
                known.add(f"color_{spot}")
    placed = scene.things and all("slot" in told.things.get(i, ()) or t.zone == "sky" and i in told.things
                                  for i, t in enumerate(scene.things))
    labels = []
    for (name, _), label in zip(HEADS, indices(scene)):
        empty = placed and "_" in name and label == 0
        labels.append(label if name in known or empty else -1)
    return labels
