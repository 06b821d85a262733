"""What a scene is called: one canonical caption, and the many that people might write."""
from world import HEADS, SIZE, SLOTS

POSITION = {"left": "on the left", "center": "in the center", "right": "on the right"}
SKY = {"day": "under a blue sky", "sunset": "under a sunset sky",
       "night": "under a night sky", "overcast": "under an overcast sky"}
GROUND = {"grass": "on grass", "sand": "on sand", "snow": "on snow", "water": "on water"}
EXTRA = {"none": "", "sun": "with a sun", "moon": "with a moon", "cloud": "with a cloud"}

SKY_WORDS = {"day": ("blue", "clear", "day", "daytime", "sunny"),
             "sunset": ("sunset", "sunset", "orange", "evening"),
             "night": ("night", "starry", "dark"),
             "overcast": ("overcast", "cloudy", "grey", "gray")}
GROUND_WORDS = {"grass": ("grass", "lawn", "meadow"), "sand": ("sand", "beach"),
                "snow": ("snow",), "water": ("water", "sea")}
POSITION_WORDS = {"left": ("on the left", "at left", "on the left side"),
                  "center": ("in the center", "in the middle", "at center", "in the centre"),
                  "right": ("on the right", "at right", "on the right side")}

VOWELS = "aeiou"


def article(word):
    return "an" if word[0] in VOWELS else "a"


def canonical(scene):
    """a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun"""
    things = sorted(scene.objects, key=lambda thing: SLOTS.index(thing.slot))
    first = " and ".join(f"{article(t.color)} {t.color} {t.kind} {POSITION[t.slot]}" for t in things)
    parts = [first, GROUND[scene.ground], SKY[scene.sky], EXTRA[scene.extra]]
    return ", ".join(part for part in parts if part)


def grammar():
    """The canonical caption as data, for readers of the describer's labels."""
    return {
        "template": ["objects", "ground", "sky", "extra"],
        "joiner": ", ",
        "object": {"order": list(SLOTS), "template": "{article} {color} {object} {position}",
                   "joiner": " and ", "article": {"default": "a", "before_vowel": "an"}},
        "position": POSITION,
        "phrases": {"sky": SKY, "ground": GROUND, "extra": EXTRA},
        "synonyms": {"sky": {k: sorted(set(v)) for k, v in SKY_WORDS.items()},
                     "ground": {k: list(v) for k, v in GROUND_WORDS.items()},
                     "position": {k: list(v) for k, v in POSITION_WORDS.items()}},
        "example": "a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun",
    }


def labels_file():
    """What describer/labels.json says."""
    return {"input": {"name": "sample", "size": SIZE, "range": [-1, 1]},
            "heads": [{"name": name, "labels": list(names)} for name, names in HEADS],
            "caption": grammar()}


def vary(scene, rng):
    """A caption of the scene as someone might write it, and the attributes that it still says.

    The second value has one entry per head of the describer: the label's index,
    or -1 where the caption leaves the attribute open.
    """
    pick = lambda options: options[int(rng.integers(len(options)))]
    chance = lambda p: rng.random() < p
    if chance(0.10):
        return "", [-1] * len(HEADS)
    if chance(0.20):
        return _spell(canonical(scene), rng), scene.labels()

    articles = "none" if chance(0.10) else "the" if chance(0.08) else "a"
    plain_words = chance(0.5)
    choose = lambda options: options[0] if plain_words else pick(options)

    def noun(words):
        if articles == "none":
            return words
        return f"the {words}" if articles == "the" else f"{article(words)} {words}"

    said = dict.fromkeys((name for name, _ in HEADS), -1)
    truth = dict(zip(said, scene.labels()))
    things = sorted(scene.objects, key=lambda thing: SLOTS.index(thing.slot))
    if len(things) == 2 and chance(0.30):
        things.reverse()
    alone = len(things) == 2 and chance(0.05)
    if alone:
        things = things[:1]
    placed, colored = not chance(0.08), not chance(0.08)
    phrases = []
    for thing in things:
        words = noun(f"{thing.color} {thing.kind}" if colored else thing.kind)
        where = choose(POSITION_WORDS[thing.slot])
        phrases.append(words if not placed else f"{where} {words}" if chance(0.04) else f"{words} {where}")
        if placed:
            said[f"object_{thing.slot}"] = truth[f"object_{thing.slot}"]
            if colored:
                said[f"color_{thing.slot}"] = truth[f"color_{thing.slot}"]
    if placed and not alone:
        for slot in SLOTS:
            if truth[f"object_{slot}"] == 0:
                said[f"object_{slot}"] = said[f"color_{slot}"] = 0
    objects = pick((" and ", ", ", " next to ")) if chance(0.12) else " and "
    objects = objects.join(phrases)

    tail = []
    if not chance(0.08):
        word = choose(GROUND_WORDS[scene.ground])
        the = articles != "none" and (word in ("beach", "lawn", "meadow", "sea") or chance(0.1))
        tail.append(f"on the {word}" if the else f"on {word}")
        said["ground"] = truth["ground"]
    if not chance(0.08):
        word = choose(SKY_WORDS[scene.sky])
        phrase = noun(f"{word} sky")
        tail.append(("at night" if scene.sky == "night" else f"at {word}") if word in ("night", "sunset") and chance(0.12)
                    else phrase if chance(0.08) else f"under {phrase}")
        said["sky"] = truth["sky"]
    # Only a caption that leaves out something else may leave out the extra too;
    # so a complete caption without an extra means that there is none.
    complete = placed and colored and not alone and said["ground"] >= 0 and said["sky"] >= 0
    if scene.extra == "none":
        # Saying nothing is how the canonical caption says "none".
        if chance(0.05):
            tail.append("without " + noun(pick([e for e in ("sun", "moon", "cloud")])))
        if complete:
            said["extra"], said["extra_count"] = truth["extra"], truth["extra_count"]
    elif complete or not chance(0.40):
        tail.append(f"{pick(('with', 'with', 'with', 'and'))} {noun(scene.extra)}")
        said["extra"], said["extra_count"] = truth["extra"], truth["extra_count"]
    if chance(0.20):
        tail = [tail[i] for i in rng.permutation(len(tail))]

    if chance(0.06) and articles != "none":
        objects = "there is " + objects
    parts = tail + [objects] if chance(0.08) else [objects] + tail
    joiner = ", " if not chance(0.15) else " "
    return _spell(joiner.join(parts), rng), list(said.values())


# Captions with a word that ToyTown does not know. The tokenizer spells such a
# word in letters; the text encoder learns to read past it.
UNKNOWN_CAPTIONS = 0.07
_ONSETS = ("b", "br", "ch", "cl", "d", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr",
           "qu", "r", "s", "sh", "sl", "sp", "st", "t", "th", "tr", "v", "w", "z", "")
_CORES = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "y")
_CODAS = ("", "", "n", "r", "l", "s", "t", "m", "ck", "ng", "st", "nd", "sh", "ful", "ing", "ly", "er", "y")
_COMMON = ("beautiful", "small", "big", "old", "photo", "picture", "painting", "nice", "cute", "tiny", "large",
           "pretty", "detailed", "bright", "very", "drawing", "little", "wooden", "happy", "image", "of", "shiny")


def unknown_word(rng):
    if rng.random() < 0.4:
        return _COMMON[int(rng.integers(len(_COMMON)))]
    pick = lambda options: options[int(rng.integers(len(options)))]
    return "".join(pick(_ONSETS) + pick(_CORES) + pick(_CODAS) for _ in range(int(rng.integers(1, 4))))[:10]


def with_unknown_words(caption, rng):
    words = caption.split(" ")
    for _ in range(int(rng.integers(1, 3))):
        words.insert(int(rng.integers(len(words) + 1)), unknown_word(rng))
    return " ".join(words)


def _spell(caption, rng):
    return with_unknown_words(caption, rng) if rng.random() < UNKNOWN_CAPTIONS else caption


def known_words():
    """Every word that the tokenizer reads as one token."""
    texts = ["a an the and there is with without under next to side at , . sky sun moon cloud"]
    texts += [name for _, labels in HEADS for name in labels if name not in ("none", "0", "1", "2")]
    for group in (SKY_WORDS, GROUND_WORDS, POSITION_WORDS):
        texts += [text for options in group.values() for text in options]
    for group in (POSITION, SKY, GROUND, EXTRA):
        texts += list(group.values())
    return sorted({word for text in texts for word in text.split() if word.isalpha()})
