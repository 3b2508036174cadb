#!/usr/bin/env python3
"""Tells of a folder of an index, as JSON: bytes by kind of file, and the share that another build keeps.

    sizes.py FOLDER [OTHER]

A file is kept when OTHER has the same bytes under the same name.
"""

import collections
import json
import pathlib
import re
import sys

KINDS = [
    ("texts", r"^(t/|fragment/)"), ("suggestions", r"^suggest/"), ("offline", r"^offline/"), ("metas", r"^[^/]+/m\d+\.bin$"),
    ("facets", r"^[^/]+/(f-\w+|days)\.bin$|^filter/"), ("numbers", r"^[^/]+/n\d+\.bin$"),
    ("grams", r"^[^/]+/[0-9a-f]+(-\d)?\.bin$|^index/"), ("script", r"\.js$|wasm"), ("manifest", r"json$|pf_meta$"),
]


def files(folder):
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def main():
    folder = pathlib.Path(sys.argv[1])
    ours = files(folder)
    sums, counts = collections.Counter(), collections.Counter()
    for name, path in ours.items():
        kind = next((kind for kind, pattern in KINDS if re.search(pattern, name)), "other")
        sums[kind] += path.stat().st_size
        counts[kind] += 1
    kept = None
    if len(sys.argv) > 2:
        others = files(pathlib.Path(sys.argv[2]))
        same = [path for name, path in ours.items() if name in others and others[name].read_bytes() == path.read_bytes()]
        kept = sum(path.stat().st_size for path in same) / max(1, sum(sums.values()))
    print(json.dumps({"bytes": sums, "files": counts, "kept": kept}))


if __name__ == "__main__":
    main()
