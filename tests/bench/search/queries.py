#!/usr/bin/env python3
"""Makes the sets of queries and, by a plain scan, what each must find.

    queries.py FOLDER [--scale 1.0] [--seed 2]

Reads FOLDER/items.jsonl and writes FOLDER/queries.json: `items` (how many pages there are), and
`queries`, each `{set, text, units, truth: paths that must be found}` and, where it applies,
`target` (the one page that is meant), `filters`, `from`, `to`, `sort`, `facets` (counts that must come out),
`anchors` (of rows), `term` (what a suggestion must offer).
"""

import argparse
import collections
import json
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import portal  # noqa: E402
from truth import GAP, HAN, LINE, Scan, normal  # noqa: E402

HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
FACETS = ("column", "topic", "issuer", "validity", "kind")


class Sets:
    """Collects queries; every choice comes from one generator."""

    def __init__(self, scan, seed, scale):
        self.scan, self.scale = scan, scale
        self.chance = random.Random(seed)
        self.queries = []

    def some(self, count):
        return max(3, round(count * self.scale))

    def add(self, name, text, units=None, truth=None, **more):
        units = units or [text]
        if truth is None:
            truth = sorted(set.intersection(*(set(self.scan.having(unit)) for unit in units)))
        paths = [self.scan.items[number]["path"] for number in truth]
        self.queries.append({"set": name, "text": text, "units": units, "truth": paths, **more})

    def run(self, pattern, least):
        """A run of characters from a random line, at least so long."""
        while True:
            page = self.scan.page(self.chance.randrange(len(self.scan.items)))
            found = [run for run in re.findall(pattern, page) if len(run) >= least]
            if found:
                return self.chance.choice(found)

    def cut(self, run, size):
        start = self.chance.randrange(len(run) - size + 1)
        return run[start:start + size]

    def substrings(self):
        for size in (2, 3, 4, 5, 6, 8):
            for _ in range(self.some(25)):
                self.add(f"substring {size}", self.cut(self.run(HAN_RUN, size), size))
        for _ in range(self.some(20)):
            mixed = re.compile(rf"(?=\w*[{HAN}])(?=\w*[a-z0-9])\w+")
            run = self.run(mixed, 5)
            edge = re.search(rf"[{HAN}][a-z0-9]|[a-z0-9][{HAN}]", run).start()
            self.add("Han beside digits", run[max(0, edge - 2):edge + 3])
        for _ in range(self.some(15)):
            self.add("Latin or digits", self.run(re.compile(r"(?<!\w)[a-z0-9]{2,}(?!\w)"), 2))
        for _ in range(self.some(20)):
            run = self.run(re.compile(rf"[{HAN}]{{2,4}}{GAP}[{HAN}]{{2,4}}(?={GAP}|{LINE})"), 5)
            self.add("across punctuation", run.replace(GAP, self.chance.choice("，、；")), [run])
        for _ in range(self.some(15)):
            self.sentence()

    def sentence(self):
        while True:
            line = self.chance.choice(self.chance.choice(self.scan.items)["lines"])
            if 24 <= len(line) <= 70:
                return self.add("whole sentence", line)

    def terms(self):
        """Natural terms of 3–8 characters: what the texts define, else keywords and known words."""
        defined = re.compile(rf"所称(?:的)?([{HAN}]{{3,8}}?){GAP}?是指")
        found = sorted({term for term in defined.findall(self.scan.text) if term[0] not in "的前本"})
        if len(found) < 30:
            known = [words[0] for words in portal.words() if len(words[0]) >= 3]
            found = sorted({*known, *portal.corpus.KEYWORDS, *portal.corpus.OBJECTS, *portal.corpus.THEMES})
            found = [term for term in found if 3 <= len(term) <= 8 and self.scan.having(term)]
        self.chance.shuffle(found)
        self.natural = found[:self.some(90)]
        for term in self.natural:
            self.add("natural term", term)

    def known_items(self):
        items = self.chance.sample(self.scan.items, self.some(40))
        for item in items:
            self.add("full title", item["title"], target=item["path"])
            piece = self.cut(self.longest(item["title"]), 8)
            self.add("8 of a title", piece, target=item["path"], titles=self.titles(piece))
        for item in items[:self.some(10)]:
            self.add("index number", item["index"], target=item["path"])
        numbered = [item for item in self.scan.items if item["number"]]
        for item in self.chance.sample(numbered, min(len(numbered), self.some(25))):
            self.number(item)
        for _ in range(self.some(25)):
            page = self.scan.page(self.chance.randrange(len(self.scan.items)))
            runs = [run for run in HAN_RUN.findall(page) if len(run) >= 3]
            first, second = (self.cut(self.chance.choice(runs), 3) for _ in range(2))
            self.add("two units", f"{first} {second}", [first, second])

    def longest(self, title):
        runs = [run for run in HAN_RUN.findall(normal(title)) if len(run) >= 8]
        return self.chance.choice(runs)

    def titles(self, piece):
        return [item["path"] for item in self.scan.items if piece in normal(item["title"])]

    def number(self, item):
        code, year, serial = re.match(r"(.+)〔(\d+)〕(\d+)号", item["number"]).groups()
        place = self.scan.place[item["path"]]
        spellings = {
            "〔〕": item["number"], "[ ]": f"{code}[{year}]{serial}号", "（）": f"{code}（{year}）{serial}号",
            "none, spaces": f"{code}{year} {serial}号"}
        for name, text in spellings.items():
            self.add(f"number {name}", text, truth=[place], target=item["path"])
        # Without the bureau's word a number is not one document's: any with this year and serial is right.
        ending = f"〔{year}〕{serial}号"
        same = [at for at, other in enumerate(self.scan.items) if other["number"].endswith(ending)]
        half = self.chance.choice([f"{year} {serial}号", f"〔{year}〕{serial}号", f"{year}年第{serial}号"])
        self.add("number half", half, truth=same)

    def words(self):
        for term, pinyin, initials, traditional, slip in portal.words():
            truth = self.scan.having(term)
            if len(truth) < 3:
                continue
            self.add("traditional", traditional, [term], truth)
            titled = any(term in self.scan.items[number]["title"] for number in truth)
            if len(term) >= 3:
                more = {"term": term, "titled": titled}
                self.add("pinyin", pinyin, [term], truth, **more)
                self.add("initials", initials, [term], truth, **more)
            if not self.scan.having(slip):
                self.add("homophone slip", slip, [term], truth, term=term, titled=titled)

    def services(self):
        rows = [(item, *row) for item in self.scan.items for row in item["rows"]]
        for item, _, name in self.chance.sample(rows, min(len(rows), self.some(15))):
            same = [key for key, other in item["rows"] if other == name]
            self.add("row of services", name, target=item["path"], anchors=same)
        files = [(item, name) for item in self.scan.items for name in item["files"]]
        for item, name in self.chance.sample(files, min(len(files), self.some(10))):
            self.add("attachment", name.removesuffix(".txt"), target=item["path"])

    def facets(self):
        for term in self.natural[:self.some(20)]:
            hits = [self.scan.items[number] for number in self.scan.having(term)]
            self.add("facets", term, facets=self.counts(hits))
            one = self.chance.choice(hits)
            for field in FACETS:
                if one.get(field):
                    self.filtered(term, hits, {field: [one[field]]})
            first, last = sorted((one["date"], self.chance.choice(hits)["date"]))
            self.filtered(term, hits, {"column": [one["column"]]}, first, last)
            self.filtered(term, hits, {}, first, last)

    def filtered(self, term, hits, filters, first="", last="9999"):
        kept = [item for item in hits if first <= item["date"] <= last
                and all(item[field] in values for field, values in filters.items())]
        truth = [self.scan.place[item["path"]] for item in kept]
        more = {"from": first, "to": last} if first else {}
        sort = self.chance.choice(["relevance", "date"])
        self.add("filters and ranges", term, [term], truth, filters=filters, sort=sort, **more)

    def counts(self, hits):
        counted = {field: collections.Counter(item[field] for item in hits if item[field]) for field in FACETS}
        counted["year"] = collections.Counter(item["date"][:4] for item in hits)
        return counted

    def nonsense(self):
        rare = [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xD8, 0xF8) for cell in range(0xA1, 0xFF)]
        while sum(query["set"] == "nonsense" for query in self.queries) < self.some(20):
            text = "".join(self.chance.sample(rare, 4))
            if not any(self.scan.having(text[at:at + 2]) for at in range(3)):
                self.add("nonsense", text)
        hidden = [item["title"] for item in self.scan.withheld if not self.scan.having(item["title"])]
        for title in hidden[:self.some(10)]:
            self.add("withheld title", title)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    scan = Scan(options.folder / "items.jsonl")
    sets = Sets(scan, options.seed, options.scale)
    for make in (sets.substrings, sets.terms, sets.known_items, sets.words, sets.services, sets.facets, sets.nonsense):
        make()
    result = {"items": len(scan.items), "queries": sets.queries}
    (options.folder / "queries.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
