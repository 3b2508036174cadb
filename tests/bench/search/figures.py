"""Judges the results of one engine by the scan: figures by set of queries, and every miss in words."""

import statistics

# Sets whose answer is a suggestion, and sets that rightly find nothing.
SUGGESTING = ("pinyin", "initials", "homophone slip")
EMPTY = ("nonsense", "withheld title")
# Sets where one page is meant, or where any of a few is right.
KNOWN = ("full title", "8 of a title", "index number", "number 〔〕", "number [ ]", "number （）",
         "number none, spaces", "number half", "row of services", "attachment")


def path_of(url):
    return url.split("#")[0].split("?")[0].removeprefix("./").lstrip("/")


def mean(values):
    values = [value for value in values if value is not None]
    return statistics.fmean(values) if values else None


def share(values, part):
    """The value that `part` of the values do not exceed."""
    values = sorted(value for value in values if value is not None)
    return values[min(len(values) - 1, int(part * len(values)))] if values else None


class Judge:
    """Compares the results of an engine with the truth of each query."""

    def __init__(self, scan, queries, results):
        self.scan, self.misses = scan, []
        self.sets = {}
        for query, result in zip(queries, results):
            if result:
                self.sets.setdefault(query["set"], []).append((query, result))

    def miss(self, query, what):
        self.misses.append(f"{query['set']} 「{query['text']}」: {what}")

    def recall(self, query, result):
        """Share of the pages that must be found; none where the list was too long to fetch."""
        if not query["truth"] or query["set"] in SUGGESTING:
            return None
        if result.get("whole") is None:
            return None if result["first"]["count"] >= len(query["truth"]) else 0.0
        found = {path_of(url) for url in result["whole"]}
        missing = [path for path in query["truth"] if path not in found]
        if missing:
            self.miss(query, f"{len(missing)} of {len(query['truth'])} not found, as {missing[0]}")
        return 1 - len(missing) / len(query["truth"])

    def right(self, query, path):
        if path not in self.scan.place:
            self.miss(query, f"{path} is no public page")
            return False
        if path in query["truth"]:
            return True
        if query["set"].startswith("number ") and query["set"] != "number half" or query.get("filters") is not None:
            return False
        return self.scan.may(self.scan.place[path], query["units"])

    def precision(self, query, result):
        """Share of the first ten results that hold the query; nothing found counts as all wrong."""
        if not query["truth"] or query["set"] in SUGGESTING:
            return None
        # What is found by a synonym says so on the page, and stands behind all that holds the query itself.
        via = result["first"].get("via") or []
        shown = [path_of(url) for url in result["first"]["urls"][:10] if url not in via]
        wrong = [path for path in shown if not self.right(query, path)]
        if wrong:
            self.miss(query, f"{len(wrong)} of {len(shown)} shown do not hold it, as {wrong[0]}")
        return 1 - len(wrong) / len(shown) if shown else 0.0

    def rank(self, query, result):
        """One over the rank of the page that is meant, among the first ten."""
        if query["set"] not in KNOWN:
            return None
        wanted = [query["target"]] if "target" in query else query["truth"]
        for place, url in enumerate(result["first"]["urls"][:10], 1):
            if path_of(url) in wanted:
                if place > 1 and query["set"] != "8 of a title":
                    self.miss(query, f"at rank {place}")
                return 1 / place
        if query["set"] != "8 of a title":
            self.miss(query, f"{wanted[0]} not among the first ten")
        return 0.0

    def titled(self, query, result):
        """For a piece of a title: whether the first result has it in its title."""
        if not query.get("titles"):
            return None
        first = result["first"]["urls"][:1]
        good = bool(first) and path_of(first[0]) in query["titles"]
        if not good:
            self.miss(query, f"the first result has it not in its title: {first}")
        return float(bool(good))

    def anchored(self, query, result):
        if "anchors" not in query:
            return None
        wanted = [f"{query['target']}#{anchor}" for anchor in query["anchors"]]
        good = any(url in wanted for url in result["first"]["urls"])
        if not good:
            self.miss(query, f"does not lead to the row {wanted[0]}: {result['first']['urls'][:2]}")
        return float(bool(good))

    def suggested(self, query, result):
        """Whether the term is among the suggestions, where a title has it; titles that hold it count."""
        if query["set"] not in SUGGESTING or not query["titled"]:
            return None
        offered = (result.get("suggested") or []) + (result["first"].get("suggestions") or [])
        texts = [one if isinstance(one, str) else one.get("text", "") for one in offered[:20]]
        good = any(query["term"] in text for text in texts)
        if not good:
            self.miss(query, f"{query['term']} is not suggested, but {texts[:4]}")
        return float(bool(good))

    def count(self, query, result):
        """Whether a count that is called exact lies between what must and what may be found."""
        first = result["first"]
        if first.get("failed"):
            self.miss(query, f"failed: {first['failed']}")
            return 0.0
        if query["set"] in EMPTY:
            good = first["count"] == 0 or first.get("partial")
        elif query["set"] in SUGGESTING or query["set"].startswith("number") or not first.get("exact"):
            return None
        else:
            via = first.get("via") or []
            extra = [url for url in result.get("whole") or [] if url not in via and not self.right(query, path_of(url))]
            good = first["count"] >= len(query["truth"]) and not extra and not first.get("partial")
        if not good:
            self.miss(query, f"{first['count']} found, the scan has {len(query['truth'])}")
        return float(bool(good))

    def facets(self, query, result):
        """Share of the facets whose counts equal the scan's, of queries whose count is exact."""
        if "facets" not in query or not result.get("exact") or result["first"].get("via"):
            return None
        good = []
        for field, wanted in query["facets"].items():
            got = {str(value): count for value, count in (result["facets"] or {}).get(field, []) if count and value != ""}
            good.append(got == wanted)
            if got != wanted:
                self.miss(query, f"facet {field}: {sorted(got.items())[:3]}, the scan has {sorted(wanted.items())[:3]}")
        return mean([float(one) for one in good])

    def figures(self):
        """One row a set, in the order of the queries."""
        rows = {}
        for name, pairs in self.sets.items():
            row = {"queries": len(pairs)}
            for measure in ("recall", "precision", "rank", "titled", "anchored", "suggested", "count", "facets"):
                row[measure] = mean([getattr(self, measure)(*pair) for pair in pairs])
            row["exact"] = mean([float(bool(result["first"].get("exact"))) for _, result in pairs])
            row.update(self.costs([result for _, result in pairs]))
            rows[name] = row
        return rows

    @staticmethod
    def costs(results):
        """Bytes of a cold query without page and style sheet, and milliseconds of the main thread."""
        cold = [result["cold"] for result in results if result.get("cold")]
        search = [sum(size for kind, size in one["bytes"].items() if kind not in ("page", "style")) for one in cold]
        kinds = {kind for one in cold for kind in one["bytes"]}
        return {
            "cold": mean(search), "cold95": share(search, 0.95),
            "requests": mean([one["requests"] for one in cold]), "wall cold": share([one["wall"] for one in cold], 0.5),
            "bytes": {kind: mean([one["bytes"].get(kind, 0) for one in cold]) for kind in sorted(kinds)},
            "busy": mean([result["busy"] for result in results]), "busy95": share([result["busy"] for result in results], 0.95),
            "again": mean([result["again"]["busy"] for result in results]),
            "again95": share([result["again"]["busy"] for result in results], 0.95),
        }
