#!/usr/bin/env python3
"""Copies the item pages of a built portal for Pagefind, with its own marks on them.

    pages.py SITE ITEMS.jsonl FOLDER

What is searched is the article, as ours does; lists, navigation and the head of the portal would
only hurt. The facets that ours has are marked as filters.
"""

import json
import pathlib
import sys

FIELDS = ("column", "topic", "issuer", "validity", "kind")


def main():
    site, listing, folder = (pathlib.Path(argument) for argument in sys.argv[1:])
    with listing.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    for item in items:
        if item["withheld"]:
            continue
        page = (site / item["path"]).read_text(encoding="utf-8")
        values = {**{field: item[field] for field in FIELDS}, "year": item["date"][:4]}
        marks = "".join(
            f'<span hidden data-pagefind-ignore data-pagefind-filter="{field}[data-value]" data-value="{value}"></span>'
            for field, value in values.items() if value)
        page = page.replace("<article ", "<article data-pagefind-body ", 1).replace("</h1>", f"</h1>{marks}", 1)
        for aside in ('<nav class="near"', '<nav class="outline"', '<aside class="mistake"'):
            page = page.replace(aside, aside.replace(" class", " data-pagefind-ignore class"))
        target = folder / item["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
