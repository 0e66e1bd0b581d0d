"""How much of a folder of labelled claim files is decided, and what it costs.

Each ``*.jsonl`` of the folder is a claim file with a label ``truth`` on every line; thence is run
on it as its users run it.  Printed: the shares of true claims decided true and certified, of false
claims refuted, and every claim where thence contradicts the label, to be looked at by hand.

    python benchmarks/bench_corpora.py FOLDER [--budget 10] [--jobs 1] [--only NAME]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TRUE = ("certified", "symbolic", "kernel")
FALSE = ("refuted", "ill-posed")


def decide(file: Path, budget: float, jobs: int, out: Path) -> dict[str, dict[str, Any]]:
    """The record's entries of a claim file by id, from ``thence check``."""
    command = [sys.executable, "-m", "thence", "check", str(file), "--json", "--no-cache"]
    command += ["--budget", str(budget), "--jobs", str(jobs), "--out", str(out)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    record = json.loads(out.read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in record["claims"]}


def share(part: int, whole: int) -> str:
    """A percentage, or a dash where there is nothing to share."""
    return f"{100 * part / whole:3.0f} %" if whole else "    -"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--budget", type=float, default=10.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--records", type=Path, default=Path("out/corpora"))
    options = parser.parse_args()
    options.records.mkdir(parents=True, exist_ok=True)
    contradicted = []
    print(f"{'file':22}{'true':>6}{'decided':>9}{'certified':>11}{'false':>7}{'refuted':>9}"
          f"{'against':>9}{'median s':>10}{'wall s':>8}")  # fmt: skip
    for file in sorted(options.folder.glob("*.jsonl")):
        if options.only and file.stem not in options.only:
            continue
        labels = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            labels[item["id"]] = item["truth"]
        start = time.monotonic()
        found = decide(file, options.budget, options.jobs, options.records / f"{file.stem}.json")
        wall = time.monotonic() - start
        grades = {key: found.get(key, {"grade": "error"})["grade"] for key in labels}
        true = [key for key, truth in labels.items() if truth]
        false = [key for key, truth in labels.items() if not truth]
        against = [key for key in true if grades[key] == "refuted"]
        against += [key for key in false if grades[key] in TRUE]
        contradicted += [(file.stem, key, grades[key]) for key in against]
        seconds = [found[key]["seconds"] for key in true if key in found]
        held = sum(grades[k] in TRUE for k in true)
        print(
            f"{file.stem:22}{len(true):6}{share(held, len(true)):>9}"
            f"{share(sum(grades[k] == 'certified' for k in true), len(true)):>11}{len(false):7}"
            f"{share(sum(grades[k] in FALSE for k in false), len(false)):>9}{len(against):9}"
            f"{statistics.median(seconds) if seconds else 0:10.2f}{wall:8.0f}",
            flush=True,
        )
    for name, key, grade in contradicted:
        print(f"against its label: {name} {key}: {grade}")


if __name__ == "__main__":
    main()
