#!/usr/bin/env python3
"""Prints the tables of a measurement of search, and ends with 1 when something is not found.

    table.py FOLDER [--assert]

Reads items.jsonl, queries.json, ours.json, and where they exist build.json and pagefind.json.
With `--assert` only what must hold at any size is judged, and the last line is `N passed, N failed`.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from figures import KNOWN, Judge, mean  # noqa: E402
from truth import Scan  # noqa: E402

NUMBERS = [name for name in KNOWN if name.startswith("number")]


def read(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def number(value, digits=3):
    return "" if value is None else f"{value:.{digits}f}"


def kilobytes(value):
    return "" if value is None else f"{value / 1000:.0f}"


def by_set(title, rows):
    print(f"\n### {title}, by set of queries\n")
    print("| set | n | recall | P@10 | MRR@10 | count right / exact | cold KB mean / p95 | requests | main thread ms, first: mean / p95 | again: mean / p95 | besides |")
    print("| :-- | --: | --: | --: | --: | :-- | :-- | --: | :-- | :-- | :-- |")
    for name, row in rows.items():
        besides = [f"{what} {row[what]:.2f}" for what in ("titled", "anchored", "suggested", "facets") if row[what] is not None]
        print(f"| {name} | {row['queries']} | {number(row['recall'])} | {number(row['precision'])} | {number(row['rank'])} "
              f"| {number(row['count'], 2)} / {number(row['exact'], 2)} | {kilobytes(row['cold'])} / {kilobytes(row['cold95'])} "
              f"| {number(row['requests'], 0)} | {number(row['busy'], 1)} / {number(row['busy95'], 1)} "
              f"| {number(row['again'], 1)} / {number(row['again95'], 1)} | {', '.join(besides)} |")


def over(rows, names, measure):
    return mean([rows[name][measure] for name in names if name in rows])


def substrings(rows):
    return [name for name in rows if name.startswith("substring") or name in ("Han beside digits", "across punctuation")]


def goals(rows):
    """The rows of the issue's table that queries give, as texts."""
    numbers = [number(rows[name]["rank"], 2) for name in NUMBERS if name in rows]
    word = rows.get("natural term", {})
    return {
        "recall, any substring": number(over(rows, substrings(rows), "recall")),
        "P@10, natural terms": number(word.get("precision")),
        "MRR@10 full title": number(rows.get("full title", {}).get("rank")),
        "MRR@10 document number, five spellings": " / ".join(numbers),
        "facet counts equal to the scan's": number(rows.get("facets", {}).get("facets"), 2),
        "cold word query, ten results, mean / p95 KB": f"{kilobytes(word.get('cold'))} / {kilobytes(word.get('cold95'))}",
        "word query, main thread, all cached, mean / p95 ms": f"{number(word.get('again'), 1)} / {number(word.get('again95'), 1)}",
        "word query, main thread, first time, mean / p95 ms": f"{number(word.get('busy'), 1)} / {number(word.get('busy95'), 1)}",
    }


def built(build, engine):
    """The rows that building gives."""
    if not build or engine not in build:
        return {}
    made = build[engine]
    megabytes = build["text"] / 1e6
    rows = {
        f"index and texts, bytes an item of {build['characters']:.0f} characters": f"{sum(made['bytes'].values()) / build['items']:.0f}",
        "index only, MB of text a second and core": f"{megabytes / max(made['index'], 0.01):.1f}",
        "build: wall s / processor s / peak MB": f"{made['wall']:.1f} / {made['processor']:.1f} / {made['peak']:.0f}",
        "bytes whose file keeps its name after ten more": f"{made['kept'] * 100:.1f} %" if made["kept"] is not None else "",
    }
    if "copy" in made:
        rows["whole build / copy of the output"] = f"{made['wall'] / made['copy']['wall']:.2f} (copy {made['copy']['wall']:.1f} s)"
    return rows


def compare(ours, theirs):
    print("\n### Goals\n\n| what | gongkai | Pagefind 1.6 |\n| :-- | --: | --: |")
    for what, value in ours.items():
        print(f"| {what} | {value} | {theirs.get(what, '')} |")


def sizes(build, rows):
    print("\n### Bytes by kind of file\n\n| kind | bytes an item | cold word query |\n| :-- | --: | --: |")
    stored = build["ours"]["bytes"] if build else {}
    sent = rows.get("natural term", {}).get("bytes", {})
    for kind in sorted({*stored, *sent}):
        item = f"{stored[kind] / build['items']:.0f}" if kind in stored else ""
        print(f"| {kind} | {item} | {number(sent.get(kind), 0)} |")


def verdicts(rows):
    """What must hold at any size: name and whether it does."""
    for name, row in rows.items():
        if row["recall"] is not None:
            yield f"recall of {name} is 1.000", row["recall"] == 1.0
        if row["count"] is not None:
            yield f"counts of {name}", row["count"] == 1.0
        for measure in ("anchored", "facets", "titled"):
            if row[measure] is not None:
                yield f"{name} {measure}", row[measure] == 1.0
    for name in ("full title", "index number"):
        yield f"rank of {name}", rows[name]["rank"] >= 0.98
    for name in NUMBERS:
        yield f"rank of {name}", rows[name]["rank"] == 1.0
    yield "precision of natural terms", rows["natural term"]["precision"] >= 0.98
    for name in ("pinyin", "initials", "homophone slip"):
        yield f"suggestions for {name}", rows[name]["suggested"] >= 0.5


def main():
    folder = pathlib.Path(sys.argv[1])
    scan = Scan(folder / "items.jsonl")
    queries = read(folder / "queries.json")["queries"]
    judge = Judge(scan, queries, read(folder / "ours.json"))
    rows = judge.figures()
    by_set("gongkai", rows)
    if "--assert" in sys.argv:
        outcome = list(verdicts(rows))
        bad = [name for name, good in outcome if not good]
        print("\n" + "\n".join([*(f"FAIL {name}" for name in bad), *judge.misses[:60]]))
        print(f"{len(outcome) - len(bad)} passed, {len(bad)} failed")
        sys.exit(bool(bad))
    build, theirs = read(folder / "build.json"), read(folder / "pagefind.json")
    other = Judge(scan, queries, theirs).figures() if theirs else {}
    if other:
        by_set("Pagefind 1.6", other)
    compare({**goals(rows), **built(build, "ours")}, {**goals(other), **built(build, "pagefind")} if other else {})
    sizes(build, rows)
    print(f"\n### Misses ({len(judge.misses)})\n")
    print("\n".join(f"- {miss}" for miss in judge.misses))


if __name__ == "__main__":
    main()
