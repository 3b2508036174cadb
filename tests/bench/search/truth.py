"""A plain scan of the items, the truth that search is measured against.

An item must be found by a query when the query stands somewhere on its page in one line: in the
same case or another, with or without white space beside Han characters, with any punctuation in
the place of punctuation. It may be found when the same holds with all punctuation left out.
Nothing here knows how the index works.
"""

import bisect
import json
import re
import unicodedata

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BESIDE_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=\w)|(?<=\w)\s+(?=[{HAN}])")
NOT_WORD = re.compile(r"[\W_]+")
INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")
# Stands for any punctuation and white space; between lines and items stand others.
GAP, LINE, ITEM = "\x01", "\x02", "\x03"


def normal(text):
    """Lower case, full width folded, white space beside Han gone; a gap for each run of the rest."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    return NOT_WORD.sub(GAP, BESIDE_HAN.sub("", text)).strip(GAP)


def lines_of(item):
    return [item["title"], item["number"], item["index"], *item["lines"]]


class Scan:
    """All pages that the public may see, as one string in which a query is looked for."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as listing:
            everything = [json.loads(line) for line in listing]
        self.withheld = [item for item in everything if item["withheld"]]
        self.items = [item for item in everything if not item["withheld"]]
        self.place = {item["path"]: number for number, item in enumerate(self.items)}
        parts, self.starts, at = [], [], 0
        for item in self.items:
            text = LINE.join(normal(line) for line in lines_of(item)) + ITEM
            parts.append(text)
            self.starts.append(at)
            at += len(text)
        self.text = "".join(parts)
        self.starts.append(at)

    def page(self, number):
        """The normalised text of one item."""
        return self.text[self.starts[number]:self.starts[number + 1]]

    def having(self, query):
        """Numbers of the items that must be found by one unit of a query."""
        wanted, found = normal(query), []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            number = bisect.bisect_right(self.starts, at) - 1
            found.append(number)
            at = self.text.find(wanted, self.starts[number + 1])
        return found

    def may(self, number, units):
        """Whether every unit stands in some line of the item when punctuation is left out."""
        page = self.page(number).replace(GAP, "").split(LINE)
        return all(any(normal(unit).replace(GAP, "") in line for line in page) for unit in units)
