#!/usr/bin/env python3
"""Writes the words of the conversion to traditional characters from the dictionaries of OpenCC.

    make_words.py DICTIONARIES > src/render/traditional/words.txt

DICTIONARIES is the folder that holds `STPhrases.txt`, `STCharacters.txt` and `TWVariants.txt`, as
the crate `ferrous-opencc` carries them. What is written does the same as its chain `s2tw`: the
longest word at each place, then the forms of Taiwan character by character, which are joined into
the words here. Of several forms of a word the first is taken. Left out are the words without which
every text comes out the same: what they say is said by their parts, and no other word begins
inside them and ends outside. Standard library only; two runs give the same bytes.
"""

import collections
import pathlib
import random
import sys

HEADER = """\
# Words and characters of simplified Chinese and what they are in traditional characters: the
# dictionaries of the OpenCC project (github.com/BYVoid/OpenCC, Apache License 2.0), joined and
# shortened by tests/tools/make_words.py. A word without a second form is taken as one word and
# then character by character.
"""


def dictionary(path):
    """The words of a dictionary and the first form of each."""
    words = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if not line.startswith("#") and len(parts) == 2:
            words[parts[0]] = parts[1].split(" ")[0]
    return words


class Words:
    """Words of two characters and more, and single characters that change."""

    def __init__(self, words, characters):
        self.words, self.characters = words, characters
        self.most = max(map(len, words))
        self.begun = collections.Counter(w[:end] for w in words for end in range(1, len(w)))

    def by_character(self, text):
        return "".join(self.characters.get(c, c) for c in text)

    def steps(self, text):
        """Where each word of a text begins, and what it becomes."""
        at = 0
        while at < len(text):
            ends = range(min(len(text), at + self.most), at + 1, -1)
            end = next((end for end in ends if text[at:end] in self.words), at + 1)
            word = text[at:end]
            yield at, self.words.get(word) or self.by_character(word)
            at = end

    def convert(self, text):
        return "".join(form for _, form in self.steps(text))

    def drop_if_idle(self, word):
        """Whether a word was dropped, since no text comes out another without it."""
        form = self.words.pop(word)
        steps = list(self.steps(word))
        entered = any(at and self.begun[word[at:]] for at, _ in steps)
        if entered or "".join(part for _, part in steps) != form:
            self.words[word] = form
            return False
        self.begun.subtract(word[:end] for end in range(1, len(word)))
        return True


def check(whole, kept, rounds=200_000):
    """Both must say the same of each word, and of words and halves of words in a row."""
    chance = random.Random(1)
    known = sorted(whole.words)
    halves = lambda word: chance.choice([word, word[: len(word) // 2], word[len(word) // 2 :]])
    rows = ("".join(halves(word) for word in chance.sample(known, 4)) for _ in range(rounds))
    for text in [*known, *rows]:
        assert whole.convert(text) == kept.convert(text), text


def main():
    folder = pathlib.Path(sys.argv[1])
    words, characters, local = (
        dictionary(folder / f"{name}.txt") for name in ("STPhrases", "STCharacters", "TWVariants")
    )
    assert all(len(key) == 1 for key in [*characters, *local])
    forms = {**local, **characters, **words}
    assert all(len(key) == len(form) for key, form in forms.items())
    forms = {key: "".join(local.get(c, c) for c in form) for key, form in forms.items()}
    single = {key: form for key, form in forms.items() if len(key) == 1 and key != form}
    long = {key: form for key, form in forms.items() if len(key) > 1}
    whole, kept = Words(dict(long), single), Words(long, single)
    order = sorted(long, key=lambda word: (-len(word), word))
    while dropped := sum(kept.drop_if_idle(word) for word in order if word in kept.words):
        print(f"{dropped} words are idle", file=sys.stderr)
    check(whole, kept)
    told = {w: f for w, f in kept.words.items() if f != kept.by_character(w)}
    lines = (f"{word}\t{told[word]}" if word in told else word for word in kept.words)
    lines = [*lines, *(f"{key}\t{form}" for key, form in single.items())]
    sys.stdout.write(HEADER + "".join(f"{line}\n" for line in sorted(lines)))


if __name__ == "__main__":
    main()
