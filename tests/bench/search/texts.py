"""Where the words of the measured portal come from: an invented vocabulary, or public statutes.

Both sources give pieces, one for each item: `{"phrase": what the title is about, "blocks":
[(sort, text)]}` where sort is `heading`, `paragraph`, `entry` (of a list) or `row` (of a table).
Lengths are log-normal around 1,300 characters, as those of real notices are: many short ones and
a few very long ones. The same seed gives the same pieces.
"""

import math
import pathlib
import random
import re

import corpus

MEAN = 1300
SIGMA = 0.8
SHORTEST, LONGEST = 120, 12000

# What Markdown or the portal's own rules would read as more than a character.
SPECIAL = {
    **dict.fromkeys("*_`#~$\\|<>[]^{}", ""), "\t": " ", "\u3000": " ", "\u2028": "", "\u2029": "",
}
SPECIAL = str.maketrans(SPECIAL)


def plain(text):
    """The text as it will stand on the page, with nothing that Markdown reads as a mark."""
    text = re.sub(r"\s+", " ", text.translate(SPECIAL)).strip()
    text = re.sub(r"^(\d+)[.)]", r"\1．", text)
    return re.sub(r"^[-+=:!]+\s*", "", text)


def length(chance):
    """How many characters the next item has."""
    drawn = chance.lognormvariate(math.log(MEAN) - SIGMA * SIGMA / 2, SIGMA)
    return int(min(max(drawn, SHORTEST), LONGEST))


def common_characters():
    """The 3,755 common characters: the first level of GB 2312, in the order of the standard."""
    rows = range(0xB0, 0xD8)
    cells = range(0xA1, 0xFF)
    codes = (bytes((row, cell)) for row in rows for cell in cells)
    return [code.decode("gb2312", "ignore") for code in codes if code.decode("gb2312", "ignore")]


def zipf(count, flatness=8):
    """Cumulative weights that fall with the rank, as those of words do."""
    total, weights = 0.0, []
    for rank in range(count):
        total += 1 / (rank + flatness)
        weights.append(total)
    return weights


class Invented:
    """Texts of invented words among real ones: grams as many and as uneven as in real prose."""

    def __init__(self, seed, terms):
        self.chance = random.Random(seed)
        characters = common_characters()
        self.chance.shuffle(characters)
        weights = zipf(len(characters), 60)
        words = set()
        while len(words) < 9000:
            size = self.chance.choices((2, 3, 4), (70, 15, 15))[0]
            words.add("".join(self.chance.choices(characters, cum_weights=weights, k=size)))
        self.words = sorted(words)
        self.chance.shuffle(self.words)
        # Real terms stand among the frequent words, so that each occurs in several items.
        for place, term in enumerate(terms):
            self.words.insert(40 + place * 20, term)
        self.weights = zipf(len(self.words))
        self.sentences = [self.sentence() for _ in range(60000)]

    def word(self):
        return self.chance.choices(self.words, cum_weights=self.weights)[0]

    def sentence(self):
        pick, word = self.chance.choice, self.word
        parts = [pick(corpus.SUBJECTS), pick(corpus.ADVERBS), pick(corpus.VERBS), word(), word()]
        parts.append(pick(corpus.OBJECTS))
        for _ in range(self.chance.randint(0, 3)):
            parts.append("、" + word() + word())
        parts.append(pick(corpus.TAILS))
        drawn = self.chance.random()
        if drawn < 0.1:
            parts.append(f"，累计{pick(corpus.VERBS)}{self.chance.randint(3, 9800)}件")
        elif drawn < 0.13:
            parts.append(f"，执行 GB/T {self.chance.randint(1000, 40000)}—{self.chance.randint(2005, 2024)}")
        return "".join(parts) + "。"

    def paragraph(self, most):
        text = ""
        while len(text) < most:
            text += self.chance.choice(self.sentences)
        return text

    def pieces(self):
        while True:
            blocks, left = [], length(self.chance)
            while left > 0:
                heading = corpus.NUMERALS[len(blocks) % 10] + "、" + self.chance.choice(corpus.HEADINGS)
                blocks.append(("heading", heading))
                for _ in range(self.chance.randint(1, 4)):
                    sort = self.chance.choices(("paragraph", "entry", "row"), (90, 7, 3))[0]
                    text = self.paragraph(self.chance.randint(40, 160))
                    blocks.append((sort, text))
                    left -= len(text)
            phrase = self.word() + self.word() + self.chance.choice(corpus.OBJECTS)
            yield {"phrase": phrase, "blocks": blocks}


class Laws:
    """Paragraphs of the Markdown statutes of a folder; spliced when more are wanted than there are."""

    # Case reports tell of persons; the portal's own rules would stop at their numbers.
    SKIPPED = ("DLC", "案例", "scripts", ".git")

    def __init__(self, seed, folder):
        self.chance = random.Random(seed)
        root = pathlib.Path(folder)
        files = [path for path in sorted(root.glob("*/**/*.md"))
                 if path.relative_to(root).parts[0] not in self.SKIPPED and path.stem != "_index"]
        self.laws = [law for law in map(self.read, files) if law["blocks"]]
        self.chance.shuffle(self.laws)

    def read(self, path):
        name = re.sub(r"[(（]\d{4}.*?[)）]$", "", path.stem)
        blocks = []
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not line.strip() or line.startswith(("# ", "<!--")):
                continue
            sort = "heading" if line.startswith("#") else "paragraph"
            text = plain(line)
            if text and not re.search(r"\d{11,}|绝密|机密|★", text):
                blocks.append((sort, text))
        return {"name": plain(name), "blocks": blocks}

    def pieces(self):
        yield from self.cut()
        lines = [(block, law["name"]) for law in self.laws for block in law["blocks"]]
        while True:
            blocks, left = [], length(self.chance)
            while left > 0:
                block, name = self.chance.choice(lines)
                blocks.append(block)
                left -= len(block[1])
            yield {"phrase": f"《{name}》", "blocks": blocks}

    def cut(self):
        """The statutes in order, each cut where an item has its length."""
        for law in self.laws:
            heading, blocks, left = "", [], length(self.chance)
            for sort, text in law["blocks"]:
                if sort == "heading":
                    heading = re.sub(r"^第.{1,4}[章节编]\s*", "", text)
                blocks.append((sort, text))
                left -= len(text)
                if left <= 0:
                    yield {"phrase": f"《{law['name']}》{heading[:16]}", "blocks": blocks}
                    blocks, left = [], length(self.chance)
            if sum(len(text) for _, text in blocks) > SHORTEST:
                yield {"phrase": f"《{law['name']}》{heading[:16]}", "blocks": blocks}
