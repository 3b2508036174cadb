#!/usr/bin/env python3
"""Runs a command several times and prints medians: wall seconds, processor seconds, peak MiB.

    measure.py [-n 3] [--clean FOLDER] [--json] -- COMMAND ...

FOLDER is removed before each run, outside the measured time. Peak memory is the maximum resident
set of the process, as the kernel counts it.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def once(command):
    # What it says is written to a file, as in a pipe, and shown only when it fails.
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            said.seek(0)
            sys.exit(f"{command[0]} ended with {code}\n{said.read().decode()[-4000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=3)
    parser.add_argument("--clean")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    runs = []
    for _ in range(options.n):
        if options.clean:
            shutil.rmtree(options.clean, ignore_errors=True)
        runs.append(once(options.command))
    wall, processor, peak = (statistics.median(values) for values in zip(*runs))
    if options.json:
        print(json.dumps({"wall": wall, "processor": processor, "peak": peak}))
    else:
        print(f"{wall:.2f} s wall, {processor:.2f} s processor, {peak:.0f} MiB peak")


if __name__ == "__main__":
    main()
