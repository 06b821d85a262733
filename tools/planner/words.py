"""The words of requests and captions as the tagger sees them. The planner computes the same (src/BelmAgent.Planning/Tagging/TagWords.cs)."""

import re
from pathlib import Path

import numpy as np

LEXICON = Path(__file__).parents[2] / "src/BelmAgent.Planning/Lexicon"
PREPOSITIONS = set(
    "in on at under over above below behind beside besides near next by with without to into onto from of for against around across along"
    " through between among inside outside beneath upon off down up towards toward during like as".split())
AUXILIARIES = set("is are was were be been being has have had does do".split())
MARKS = 13


def _own():
    lines = (line.split(": ", 1) for line in (LEXICON / "words.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    own = {}
    for name, words in lines:
        own.setdefault(name, []).extend(words.split(" "))
    return own


OWN = _own()
CLASSES, ADJECTIVES, VERBS, BASES, PASTS, SYNONYMS, ABOVE, NAMES = {}, set(), set(), {}, {}, {}, {}, []
for _line in (LEXICON / "wordnet.txt").read_text(encoding="utf-8").splitlines():
    _name, *_words = _line.lower().split() or [""]
    if _name.startswith("noun."):
        for _word in _words:
            if _word != "|":
                CLASSES.setdefault(_word, set()).add(len(NAMES))
        NAMES.append(_name)
    elif _name == "adj":
        ADJECTIVES.update(_words)
    elif _name == "verb":
        VERBS.update(_words)
    elif _name == "past":
        for _past, _base in (pair.split("=", 1) for pair in _words):
            BASES[_past] = _base
            PASTS.setdefault(_base, set()).add(_past)
    elif _name == "synonym":
        for _word in _words:
            SYNONYMS[_word] = set(_words)
    elif _name == "isa":
        for _word in _words[1:]:
            ABOVE[_word] = _words[0]

PLURALS = dict(pair.lower().split("=", 1) for pair in OWN["plural"])
NO_CONTENT = {word.lower() for word in OWN["no-content"]} | PREPOSITIONS | AUXILIARIES
COLORS = {word.lower() for word in OWN["color"]}
MATERIALS = {word.lower() for word in OWN["material"]}
FEATURES = len(NAMES) + MARKS

TOKEN = re.compile(r"(?<=[^\W_])['’]s\b|[^\W_](?:(?!['’]s\b)(?:[^\W_]|['’-]))*(?<=[^\W_])|[^\s\[\]]")
PHRASE = re.compile(r"[^\W_](?:(?:[^\W_]|['’-])*[^\W_])?")
CONTRACTIONS = [
    (r"(?<=\w)n['’]t\b", " not"), (r"(?<=\w)['’]re\b", " are"), (r"(?<=\w)['’]ll\b", " will"), (r"(?<=\w)['’]d\b", " would"),
    (r"(?<=\w) (?:n|['’]n['’]?|&) (?=\w)", " and "), (r"(?<=\w)['’]m\b", " am"), (r"(?<=\w)['’]ve\b", " have"), (r"\b(it|he|she|that|there|what)['’]s\b", r"\1 is")]


def split(text):
    return [word.lower() for word in TOKEN.findall(text)]


def split_request(text):
    for pattern, written in CONTRACTIONS:
        text = re.sub(pattern, written, text, flags=re.IGNORECASE)
    return split(text)


def spelled(word):
    return word.lower().replace("’", "'").replace("colour", "color").replace("grey", "gray")


def without_number(word):
    word = word.lower().replace("’", "'")
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def stem(word):
    return without_number(spelled(word))


def is_content(word):
    return word[0].isalnum() and spelled(word) not in NO_CONTENT


def is_slip(typed, meant):
    """Whether a word that nobody knows is another with a typing error or two."""
    if len(meant) < 4 or (typed[0] != meant[0] and len(meant) < 6) or typed in ADJECTIVES or typed in VERBS or classes(typed) or typed in PLURALS.values():
        return False
    most = 1 if len(meant) < 6 else 2
    return abs(len(typed) - len(meant)) <= most and _slips(without_number(typed), meant) <= most


def _slips(word, other):
    """How many letters were left out, added, mistaken or exchanged with their neighbours."""
    before, last = None, list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        now = [at]
        for to, meant in enumerate(other, 1):
            now.append(min(now[-1] + 1, last[to] + 1, last[to - 1] + (letter != meant)))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == meant:
                now[-1] = min(now[-1], before[to - 2] + 1)
        before, last = last, now
    return last[-1]


def content(text):
    """The content words of a prompt, sorted: what a plan is compared by (ContentWords.cs)."""
    return sorted(stem(word) for word in PHRASE.findall(text.replace("[", "").replace("]", "")) if spelled(word) not in NO_CONTENT)


def singular(noun):
    if noun in PLURALS:
        return PLURALS[noun]
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith("ss"):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("ches", "shes", "xes", "sses")) else noun[:-1]


def other_number(word):
    """The plural of a word in the singular, and the other way round."""
    if singular(word) != word:
        return singular(word)
    irregular = next((many for many, one in PLURALS.items() if one == word), None)
    return irregular or (word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "es" if word.endswith(("ch", "sh", "x", "s")) else word + "s")


def is_same(word, other):
    """Whether two words are one but for their number: child, children."""
    return singular(spelled(word)) == singular(spelled(other))


def classes(noun):
    return CLASSES[noun] if noun in CLASSES else CLASSES.get(singular(noun), set())


def above(noun, steps=3):
    noun, names = singular(noun), []
    while len(names) < steps and noun in ABOVE:
        noun = ABOVE[noun]
        names.append(noun)
    return names


def is_name_of(said, meant):
    said, meant = singular(said), singular(meant)
    return meant in SYNONYMS.get(said, ()) or said in above(meant)


def likeness(word, other):
    if not is_content(word) or not is_content(other):
        return 0.0
    if stem(word) == stem(other):
        return 1.0
    word, other = spelled(word), spelled(other)
    return 0.7 if is_name_of(word, other) or is_name_of(other, word) else 0.0


def kinship(word, other):
    return min(3, len(classes(spelled(word)) & classes(spelled(other)))) / 3 if is_content(word) and is_content(other) else 0.0


def features(word, is_there, is_meant):
    numbers = np.zeros(FEATURES, np.float32)
    word = spelled(word)
    own = classes(word)
    for number in own:
        numbers[number] = 1
    is_function = not is_content(word)
    numbers[-MARKS:] = [
        word in ADJECTIVES, word in VERBS, is_function, word.endswith("ing"), word.endswith("ed") or word in BASES, word.endswith("s"),
        word[0].isdigit(), not word[0].isalnum(), not own and word not in ADJECTIVES and word not in VERBS and not is_function,
        is_there, is_meant, word in COLORS, word in MATERIALS]
    return numbers


def _is_doubled(verb):
    return re.search(r"[^aeiou][aeiou][bdgklmnprt]$", verb) and len(verb) <= 5


def doing(verb):
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if _is_doubled(verb) else verb + "ing"


def done(verb):
    """The forms that the past participle of a verb may have."""
    if verb in PASTS:
        return PASTS[verb]
    if verb.endswith("e"):
        return {verb + "d"}
    if re.search(r"[^aeiou]y$", verb):
        return {verb[:-1] + "ied"}
    return {verb + verb[-1] + "ed", verb + "ed"} if _is_doubled(verb) else {verb + "ed"}
