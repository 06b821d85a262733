"""What a scene is called: one canonical caption, and the many that people might write."""
from .kinds import ALL_KINDS, ALL_MATERIALS, COLORS
from .world import SLOTS

# The first of each is the canonical one.
PLACE = {"meadow": ("in a meadow", "on the grass", "in a green field"), "beach": ("on a beach", "at the beach", "on the sand"),
         "snow": ("in the snow", "in snowy mountains", "on the snow"), "desert": ("in a desert", "on a sand dune"),
         "city": ("in a city street", "in the city", "on the street"), "room": ("in a room", "indoors", "in a living room"),
         "sea": ("under the sea", "underwater", "in the ocean"), "moon": ("on the moon", "in space")}
TIME = {"day": ("by day", "in daylight", "on a sunny day"), "sunset": ("at sunset", "in the evening", "at dusk"),
        "night": ("at night", "in the dark", "at midnight")}
WEATHER = {"clear": (), "rain": ("in the rain", "while it rains", "on a rainy day"),
           "snow": ("while it snows", "in a snowfall", "with snowflakes")}
STYLE = {"3d": ("3d render", "photo", "3d model"), "flat": ("flat cartoon", "cartoon", "flat illustration"),
         "ink": ("line drawing", "ink drawing", "sketch"), "pixel": ("pixel art", "pixel picture", "8 bit picture")}
MATERIAL = {"gold": ("golden", "gold"), "stone": ("stone", "marble"), "wood": ("wooden", "wood"), "glass": ("glass", "crystal")}
POSITION = {"left": ("on the left", "at left", "on the left side"), "center": ("in the center", "in the middle", "at center"),
            "right": ("on the right", "at right", "on the right side")}
SCALE = {"small": ("small", "tiny", "little"), "plain": (), "big": ("big", "large", "huge")}
SKY = ("in the sky", "in the air", "flying above")
ON = ("on top of", "on", "sitting on")
NOUN = {"face": ("face", "smiley", "emoji"), "car": ("car", "jeep"), "cup": ("cup", "mug", "coffee"), "ball": ("ball", "football"),
        "burger": ("burger", "hamburger"), "gift": ("gift", "present"), "chick": ("chick", "baby chick"),
        "airplane": ("airplane", "plane"), "house": ("house", "home"), "bicycle": ("bicycle", "bike"),
        "rabbit": ("rabbit", "bunny"), "hat": ("hat", "top hat"), "donut": ("donut", "doughnut"), "train": ("train", "locomotive")}


def nouns(kind):
    return NOUN.get(kind, (kind,))


def article(words):
    return "an" if words[0] in "aeiou" else "a"


class Canonical:
    """Choices that always take the first and leave nothing out."""

    def pick(self, options):
        return options[0]

    def chance(self, p):
        return False


class Free:
    """Choices as people might make them."""

    def __init__(self, rng):
        self.rng, self.plain = rng, rng.random() < 0.45

    def pick(self, options):
        return options[0] if self.plain else options[int(self.rng.integers(len(options)))]

    def chance(self, p):
        return self.rng.random() < p


class Told:
    """What a caption says of a scene, gathered while it is written."""

    def __init__(self):
        self.scene = set()      # of place, time, weather, style
        self.things = {}        # number of the thing -> set of kind, paint, look, scale

    def thing(self, index, *facts):
        self.things.setdefault(index, set()).update(facts)


def noun(thing, how, style="3d", told=None, index=0):
    """a small golden cat, without the article."""
    kind, words, said = ALL_KINDS[thing.kind], [], {"kind"}
    if SCALE[thing.scale]:
        if not how.chance(0.1):
            words.append(how.pick(SCALE[thing.scale]))
            said.add("scale")
    if kind.expressive:
        if not how.chance(0.06):
            words.append(thing.look)
            said.add("look")
    else:
        said.add("look")
    if style == "ink":
        said.discard("paint")
    elif not thing.paint:
        if kind.own and not how.chance(0.7):
            words.append(kind.own)
        said.add("paint")
    elif not how.chance(0.07):
        words.append(how.pick(MATERIAL[thing.paint]) if thing.paint in ALL_MATERIALS else thing.paint)
        said.add("paint")
    words.append(how.pick(nouns(thing.kind)))
    if told:
        told.thing(index, *said)
    return " ".join(words)


def _named(thing, how, style, told, index):
    words = noun(thing, how, style, told, index)
    return f"{article(words)} {words}"


def _phrases(scene, how, told):
    """One phrase for each thing, or for a thing and its rider."""
    things, phrases = scene.things, []
    riders = {t.carrier: i for i, t in enumerate(things) if t.zone == "on"}
    order = sorted((i for i, t in enumerate(things) if t.zone != "on"),
                   key=lambda i: (things[i].zone == "sky", SLOTS.index(things[i].slot)))
    if how.chance(0.25):
        order.reverse()
    placed = not how.chance(0.10)
    for i in order:
        thing, phrase = things[i], _named(things[i], how, scene.style, told, i)
        if i in riders:
            phrase = f"{_named(things[riders[i]], how, scene.style, told, riders[i])} {how.pick(ON)} {phrase}"
        if thing.zone == "sky":
            phrase += " " + how.pick(SKY)
        if placed and not (thing.zone == "sky" and how.chance(0.5)):
            if len(order) > 1 or thing.slot != "center" or how.chance(0.2):
                phrase += " " + how.pick(POSITION[thing.slot])
                told.thing(i, "slot")
                if i in riders:
                    told.thing(riders[i], "slot")
        phrases.append(phrase)
    if len(phrases) == 1 and things[order[0]].slot == "center" and placed:
        for i in range(len(things)):
            told.thing(i, "slot")
    return phrases


def write(scene, how):
    """A caption, and what it tells."""
    told = Told()
    phrases = _phrases(scene, how, told)
    joiner = how.pick((" and ", " and ", ", ", " next to ")) if len(phrases) == 2 else " and "
    text = joiner.join(phrases) if len(phrases) < 3 else ", ".join(phrases[:-1]) + " and " + phrases[-1]
    tail = []
    if not how.chance(0.06):
        tail.append(how.pick(PLACE[scene.place]))
        told.scene.add("place")
    if scene.place == "moon":       # where it is always night
        told.scene |= {"time"} if "place" in told.scene else set()
    elif scene.time != "day" and not how.chance(0.06) or scene.time == "day" and how.chance(0.3):
        tail.append(how.pick(TIME[scene.time]))
        told.scene.add("time")
    elif scene.time == "day":       # saying nothing means by day
        told.scene.add("time")
    if scene.weather == "clear":
        told.scene.add("weather")
    elif not how.chance(0.06):
        tail.append(how.pick(WEATHER[scene.weather]))
        told.scene.add("weather")
    if how.chance(0.2):
        tail.reverse()
    text = (" " if how.chance(0.5) else ", ").join([text, *tail])
    if scene.style == "3d" and not how.chance(0.12):
        told.scene.add("style")
    elif scene.style == "3d" or not how.chance(0.03):
        told.scene.add("style")
        style = how.pick(STYLE[scene.style])
        text = f"{text}, {style}" if how.chance(0.4) else f"{article(style)} {style} of {text}"
    return text, told


def canonical(scene):
    """a red car on the left and a cat on the right, on a beach, at sunset"""
    return write(scene, Canonical())[0]


def vary(scene, rng):
    """One of many captions, and what it tells; a tenth say nothing at all."""
    if rng.random() < 0.10:
        return "", Told()
    return write(scene, Canonical() if rng.random() < 0.2 else Free(rng))


def known_words():
    """Every word of the grammar, of the kinds that are switched off too: switching them on keeps the tokens."""
    texts = ["a an the and of on in at to next with from , . ? ! make put add remove change turn into it"]
    for table in (PLACE, TIME, WEATHER, STYLE, MATERIAL, POSITION, SCALE, NOUN):
        texts += [text for options in table.values() for text in options]
    texts += [*SKY, *ON, *ALL_KINDS, *COLORS, *(look for kind in ALL_KINDS.values() for look in kind.looks)]
    return sorted({word for text in texts for word in text.split() if word.isalpha()})
