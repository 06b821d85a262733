"""Cuts WordNet 3.0 down to the lexicon of the offline planner.

    python3 build.py /usr/share/wordnet > ../../src/BelmAgent.Planning/Lexicon/wordnet.txt

Each line of the result is a class and its members, the frequent ones before a bar: `noun.bird owl parrot … | dotterel …`.
A noun belongs to the lowest of the CLASSES above its first sense, and above a further sense that is used often enough.
"""

import sys
from collections import defaultdict
from pathlib import Path

# A class, and the synsets it is made of, as lemma and number of the sense.
CLASSES = {
    "person": ["person 1", "people 1"], "woman": ["woman 1", "female 2", "girl 1"], "man": ["man 1", "male 2", "boy 1"], "child": ["child 1", "baby 1"],
    "group": ["gathering 1", "social_group 1", "band 2"],
    "animal": ["animal 1"], "bird": ["bird 1"], "insect": ["insect 1"], "fish": ["fish 1"], "dog": ["dog 1"], "cat": ["cat 1"], "horse": ["horse 1"],
    "reptile": ["reptile 1"],
    "plant": ["plant 2"], "tree": ["tree 1"], "flower": ["flower 1"],
    "food": ["food 1", "food 2"], "fruit": ["edible_fruit 1"], "vegetable": ["vegetable 1"], "dessert": ["dessert 1", "cake 3", "pastry 2", "cookie 1"],
    "dish": ["dish 2"], "drink": ["beverage 1"], "meat": ["meat 1"],
    "vehicle": ["vehicle 1", "conveyance 3"], "car": ["car 1"], "truck": ["truck 1"], "boat": ["vessel 2"], "plane": ["aircraft 1"],
    "bicycle": ["bicycle 1"],
    "building": ["building 1"], "house": ["house 1"], "structure": ["structure 1"], "room": ["room 1"],
    "clothes": ["clothing 1"], "headwear": ["headdress 1"], "footwear": ["footwear 1", "footwear 2"], "jewelry": ["jewelry 1"],
    "furniture": ["furniture 1"], "seat": ["seat 3"], "instrument": ["musical_instrument 1"], "weapon": ["weapon 1"], "tool": ["tool 1"],
    "container": ["container 1"], "fabric": ["fabric 1"], "material": ["material 1"], "toy": ["toy 1", "plaything 1"], "device": ["device 1", "equipment 1"],
    "artwork": ["art 1", "picture 1", "creation 2"], "artifact": ["artifact 1"], "thing": ["object 1", "substance 1", "food 3"],
    "place": ["location 1", "geological_formation 1", "land 1", "land 4", "way 6", "tract 1", "city 1", "country 2"], "water": ["body_of_water 1"],
    "weather": ["weather 1", "precipitation 3", "atmospheric_phenomenon 1"], "time": ["time_period 1", "time_of_day 1"],
    "bodypart": ["body_part 1", "external_body_part 1", "hair 1"], "color": ["color 1"], "light": ["light 1"],
}
COMMON_ONLY = {"material", "thing", "group"}  # classes whose rare members nobody asks for
NOUNS_ONLY = {"device", "artifact", "structure"}  # classes whose rare members count if they are no verb or adjective besides
LIVING = {"animal", "bird", "fish", "insect", "fruit", "vegetable", "flower"}  # a second sense counts: the first is often its fur, flesh or wood
OTHER = "other"  # nouns of no class, kept only if frequent: they show that a word is spelled correctly


def synsets(path):
    found = {}
    for line in path.open(encoding="latin-1"):
        if line.startswith(" "):
            continue
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        lemmas = [fields[4 + 2 * i] for i in range(count)]
        at = 4 + 2 * count
        pointers = [(fields[at + 1 + 4 * i], fields[at + 2 + 4 * i], fields[at + 3 + 4 * i]) for i in range(int(fields[at]))]
        found[fields[0]] = (lemmas, pointers)
    return found


def index(path):
    found = {}
    for line in path.open(encoding="latin-1"):
        if line.startswith(" "):
            continue
        fields = line.split()
        senses = int(fields[2])
        found[fields[0]] = (fields[-senses:], int(fields[-senses - 1]))
    return found


def counts(path):
    found = defaultdict(int)
    for line in path.open(encoding="latin-1"):
        key, sense, count = line.split()
        lemma, rest = key.split("%")
        found[(lemma, rest.split(":")[0], int(sense))] += int(count)
    return found


def is_word(lemma):
    return lemma.isascii() and lemma.islower() and lemma.replace("-", "").isalpha() and 2 < len(lemma) < 15


def is_compound(lemma):
    return lemma.count("_") == 1 and all(is_word(part) for part in lemma.split("_"))


def emit(name, frequent, rare):
    print(name, *sorted(frequent), *(["|", " ".join(sorted(rare))] if rare else []))


def synonyms(nouns, noun_index, used, visible):
    """Words that share their first sense, one of them frequent: "grandma granny grandmother"."""
    groups = set()
    for offset, (lemmas, _) in nouns.items():
        same = [w for w in lemmas if w in visible and offset in noun_index[w][0][:1]]
        if len(same) > 1:
            groups.add(tuple(sorted(same)))
    for group in sorted(groups):
        print("synonym", *group)


def hypernyms(nouns, noun_index, used, visible):
    """The nearest frequent name above a word's first sense: "musician cellist pianist"."""
    below = defaultdict(set)
    for word in visible:
        above, seen = [noun_index[word][0][0]], set()
        found = None
        while above and not found:
            above = [target for offset in above for kind, target, pos in nouns[offset][1] if kind == "@" and pos == "n" and target not in seen]
            seen.update(above)
            names = [w for offset in above for w in nouns[offset][0] if w in visible and w != word and noun_index[w][1] and noun_index[w][0][0] == offset]
            found = max(names, key=lambda w: used[(w, "1", 1)], default=None)
        if found:
            below[found].add(word)
    for name in sorted(below):
        print("isa", name, *sorted(below[name]))


def attributes(adjectives, adj_index, used):
    """Adjectives of one attribute, which exclude one another: a head, its opposite, and those like them, by their first sense."""
    first = {}
    for word, (senses, tagged) in adj_index.items():
        if is_word(word) and tagged:
            first.setdefault(senses[0], []).append(word)
    heads = {}
    for offset, (_, pointers) in adjectives.items():
        nouns_of = sorted(target for kind, target, pos in pointers if kind == "=" and pos == "n")
        opposite = sorted(target for kind, target, pos in pointers if kind == "!" and pos == "a")
        if nouns_of or opposite:
            heads[offset] = "n" + nouns_of[0] if nouns_of else "a" + min([offset, *opposite])
    groups = defaultdict(set)
    for offset, (_, pointers) in adjectives.items():
        names = {heads[offset]} if offset in heads else {heads[target] for kind, target, pos in pointers if kind == "&" and target in heads}
        for name in names:
            groups[name].update(first.get(offset, []))
    for name in sorted(groups):
        if len(groups[name]) > 1:
            print("attribute", *sorted(groups[name]))


def main(root):
    nouns, noun_index, used = synsets(root / "data.noun"), index(root / "index.noun"), counts(root / "cntlist.rev")
    roots = {noun_index[lemma.split()[0]][0][int(lemma.split()[1]) - 1]: name for name, lemmas in CLASSES.items() for lemma in lemmas}
    others = set(index(root / "index.verb")) | set(index(root / "index.adj"))
    memo = {}

    def classes(offset):
        if offset not in memo:
            memo[offset] = set()
            if offset in roots:
                memo[offset] = {roots[offset]}
            else:
                above = [classes(target) for kind, target, pos in nouns[offset][1] if kind == "@" and pos == "n"]
                memo[offset] = set().union(*above) if above else set()
        return memo[offset]

    members, compounds = defaultdict(lambda: (set(), set())), set()
    for lemma, (senses, tagged) in noun_index.items():
        proper = [s for s in senses if all(kind != "@i" for kind, _, _ in nouns[s][1]) and any(word.split("(")[0].lower() == lemma for word in nouns[s][0])]
        if not proper or not (is_word(lemma) or is_compound(lemma)):
            continue
        numbers = [(s, used[(lemma, "1", senses.index(s) + 1)]) for s in proper]
        total = sum(n for _, n in numbers)
        chosen = [s for i, (s, n) in enumerate(numbers) if i == 0 or (total and n >= 0.25 * total) or (i == 1 and classes(s) & LIVING)]
        found = set().union(*(classes(s) for s in chosen)) - {"artifact", "thing", "group"} or set().union(*(classes(s) for s in chosen))
        # A word that nobody counted may be known for a later sense: "saucer" is a shape first.
        is_other = lemma in others
        found = found or (set() if tagged or is_other else next((c for c in map(classes, proper) if c), set()))
        if is_other and not tagged and found & NOUNS_ONLY:
            found = {"known"}
        if "_" in lemma:
            if found - {"time", "place", "person"} and (tagged or len(lemma) < 14) and any(p in noun_index for p in lemma.split("_")):
                compounds.add(lemma)
            continue
        for name in found or {OTHER if tagged else "known"}:
            members[name][0 if tagged else 1].add(lemma)
    known = members.pop("known", (set(), set()))[1]  # words that are spelled correctly, and whose class does not matter
    uncertain = {w for w in known if w in noun_index}  # nouns that are rather verbs or adjectives: "kite"
    known -= uncertain
    members["uncertain"] = (set(), uncertain)
    for name in [*CLASSES, OTHER, "uncertain"]:
        frequent, rare = members[name]
        emit(f"noun.{name}", frequent, set() if name in COMMON_ONLY else rare)
        known |= rare if name in COMMON_ONLY else set()
    emit("compound", compounds, set())
    visible = set().union(*(frequent | rare for name, (frequent, rare) in members.items() if name not in {OTHER, "uncertain", "time", "color", "group"}))
    synonyms(nouns, noun_index, used, visible)
    hypernyms(nouns, noun_index, used, visible)
    attributes(synsets(root / "data.adj"), index(root / "index.adj"), used)

    for kind in ("adj", "verb", "adv"):
        words = {lemma: tagged for lemma, (_, tagged) in index(root / f"index.{kind}").items() if is_word(lemma)}
        if kind == "verb":  # more often a verb than a noun
            as_verb, as_noun = defaultdict(int), defaultdict(int)
            for (lemma, pos, _), n in used.items():
                as_verb[lemma] += n if pos == "2" else 0
                as_noun[lemma] += n if pos == "1" else 0
            emit("mainly", {w for w, t in words.items() if t and w in noun_index and as_verb[w] > as_noun[w]}, set())
        emit(kind, {w for w, t in words.items() if t}, set())
        known |= {w for w, t in words.items() if not t}
    for name, (frequent, rare) in members.items():
        known -= frequent | (set() if name in COMMON_ONLY else rare)
    emit("known", set(), known)

    verbs = index(root / "index.verb")
    irregular = [line.split()[:2] for line in (root / "verb.exc").open(encoding="latin-1")]
    print("past", " ".join(f"{form}={base}" for form, base in sorted(irregular)
                           if is_word(form) and is_word(base) and base in verbs and verbs[base][1] and not form.endswith("ing") and form != base))


main(Path(sys.argv[1]))
