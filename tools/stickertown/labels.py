"""What a picture shows, as one label a head: for the describer, and for the loss that teaches the text encoder to read."""
from . import captions, places
from .captions import Told
from .kinds import COLORS, KINDS, MATERIALS
from .world import SCALES, SIZE, SKYLESS, SLOTS, STYLES, WEATHERS, allowed_times, allowed_weather

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
# Words of requests, beside those of captions.
ASKED = {
    "place": {"meadow": ("meadow", "grass", "lawn", "field", "countryside"), "beach": ("beach", "sand", "seaside", "shore"),
              "snow": ("the snow", "snowy mountains", "mountains", "winter"), "desert": ("desert", "dunes"),
              "city": ("city", "city street", "street", "town", "downtown"), "room": ("room", "inside", "living room", "house inside"),
              "sea": ("sea", "ocean", "water"), "moon": ("moon", "space", "outer space")},
    "time": {"day": ("day", "daytime", "daylight", "morning", "noon", "sunny", "sunny day"),
             "sunset": ("sunset", "evening", "dusk", "sundown"), "night": ("night", "nighttime", "midnight", "dark")},
    "weather": {"clear": ("clear", "dry", "clear weather", "good weather"), "rain": ("rain", "rainy", "raining", "rainfall"),
                "snow": ("snow", "snowy", "snowing", "snowfall", "snowflakes")},
    "style": {"3d": ("3d", "render"), "flat": ("flat cartoon", "flat", "comic"), "ink": ("line drawing", "line art", "pen drawing", "drawing", "ink", "sketch", "lines", "outlines"),
              "pixel": ("pixel art", "pixels", "pixelated", "8 bit")},
    "look": {"happy": ("smiling", "smile", "glad"), "laughing": ("laugh", "grinning"), "sad": ("crying", "cry", "unhappy"),
             "angry": ("mad", "furious", "cross"), "surprised": ("shocked", "astonished", "amazed"),
             "cool": ("wearing sunglasses", "with sunglasses"), "standing": ("stand", "still"), "walking": ("walk",), "running": ("run",)},
    "object": {"teddy bear": ("teddy", "bear", "teddybear"), "dog": ("puppy", "pup"), "cat": ("kitten", "kitty"), "man": ("guy", "gentleman"),
               "woman": ("lady",), "rocket": ("spaceship", "rocket ship"), "airplane": ("jet", "aeroplane"), "car": ("automobile", "auto"),
               "gift": ("parcel",), "house": ("cabin", "cottage", "building"), "horse": ("pony",), "cake": ("birthday cake",),
               "castle": ("palace",), "face": ("emoji face",)},
    "color": {"stone": ("rock",), "wood": ("timber",), "gold": ("golden",)},
    "size": {"small": ("smaller",), "plain": ("normal", "normal size", "plain size"), "big": ("bigger", "larger", "giant")},
}
FACT = {"object": "kind", "color": "paint", "look": "look", "size": "scale"}


def spot_of(thing):
    return thing.slot if thing.zone == "ground" else thing.zone


def attributes(scene):
    """Every head's label by name. Materials count as colours; a line drawing shows none.

    A thing that has a colour of its own has that label, painted or not: an apple is red.
    """
    found = dict.fromkeys((name for name, _ in HEADS), NONE)
    found.update(place=scene.place, time=scene.time, weather=scene.weather, style=scene.style)
    for thing in scene.things:
        spot = spot_of(thing)
        values = {"object": thing.kind, "color": "plain" if scene.style == "ink" else thing.paint or KINDS[thing.kind].own or "plain",
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


def _first(table):
    return {label: (words or ("",))[0] for label, words in table.items()}


def _all(head, table, labels_used):
    asked = ASKED.get(head, {})
    words = {label: (*table.get(label, ()), *asked.get(label, ())) for label in labels_used}
    return {label: list(dict.fromkeys(options)) for label, options in words.items() if options}


def labels_file():
    """What describer/labels.json says: the heads, and how labels become the canonical caption and its variations.

    Things are worded by `object` and its `words`; one on another as "THING on top of THING"; the style goes before all
    ("a line drawing of ..."). An empty phrase means that the caption does not say it; `implied` labels are not said either.
    """
    kinds = [name for name in KINDS]
    return {
        "input": {"name": "sample", "size": SIZE, "range": [-1, 1]},
        "heads": [{"name": name, "labels": list(options)} for name, options in HEADS],
        "caption": {
            "template": ["objects", "place", "time", "weather"],
            "joiner": ", ",
            "object": {
                "order": list(SLOTS), "template": "{article} {size} {look} {color} {object} {position}", "joiner": " and ",
                "separator": ", ",
                "on": captions.ON[0], "alone": {"center": ""},
                "article": {"default": "a", "before_vowel": "an"},
                "words": {"size": _first(captions.SCALE), "look": {"plain": ""},
                          "color": {"plain": "", **{m: captions.MATERIAL[m][0] for m in MATERIALS}}}},
            "position": {**_first(captions.POSITION), "on": "on top", "sky": captions.SKY[0]},
            "phrases": {"place": _first(captions.PLACE), "time": {**_first(captions.TIME), "day": ""},
                        "weather": _first(captions.WEATHER)},
            "implied": {"place": {"moon": {"time": "night"}}},
            "style": {"template": "{article} {style} of {caption}", "words": {**_first(captions.STYLE), "3d": ""}, "colorless": ["ink"], "min_psnr": {"ink": 20}},
            "synonyms": {
                "place": _all("place", captions.PLACE, places.PLACES), "time": _all("time", captions.TIME, places.TIMES),
                "weather": _all("weather", captions.WEATHER, WEATHERS), "style": _all("style", captions.STYLE, STYLES),
                "position": _all("position", captions.POSITION, SLOTS), "size": _all("size", captions.SCALE, SCALES),
                "look": _all("look", {}, LOOKS[2:]), "color": _all("color", captions.MATERIAL, MATERIALS),
                "object": _all("object", {k: captions.nouns(k) for k in kinds}, kinds)},
            "world": {
                "colorable": [k for k in kinds if KINDS[k].body], "own_color": {k: KINDS[k].own for k in kinds if KINDS[k].own},
                "materials": list(MATERIALS), "colors": list(COLORS),
                "looks": {k: list(KINDS[k].looks) for k in kinds if KINDS[k].expressive},
                "carriers": [k for k in kinds if KINDS[k].carrier], "riders": [k for k in kinds if KINDS[k].rider],
                "poses": list(dict.fromkeys(look for k in kinds if KINDS[k].expressive == "pose" for look in KINDS[k].looks)),
                "flyers": [k for k in kinds if KINDS[k].zone == "sky"], "standing": 2, "skyless": list(SKYLESS),
                "times": {place: sorted(set(allowed_times(place))) for place in places.PLACES},
                "weathers": {place: sorted(set(allowed_weather(place))) for place in places.PLACES}},
            "example": "a red car on the left and a cat on the right, on a beach, at sunset",
        },
    }
