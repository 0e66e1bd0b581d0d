"""How much of a folder of labelled claim files is decided, and what it costs.

Each ``*.jsonl`` of the folder is a claim file with a label ``truth`` on every line; thence is run
on it as its users run it, and with ``--peers`` so are plain SymPy and the checkers of ``peers``.
Printed: the shares of true claims decided true and certified, and of those that are ill-posed as
they stand but certified where they are defined (``elsewhere``); of false claims refuted; and every
claim where thence contradicts the label, to be looked at by hand.

    python benchmarks/bench_corpora.py FOLDER [--budget 10] [--jobs 1] [--only NAME] [--peers]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peers

TRUE = ("certified", "symbolic", "kernel")
FALSE = ("refuted", "ill-posed")


@dataclass(frozen=True)
class Labelled:
    """A claim file, and which of its claims are true."""

    file: Path
    truth: Mapping[str, bool]

    @classmethod
    def read(cls, file: Path) -> Labelled:
        items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return cls(file, {item["id"]: item["truth"] for item in items})

    def ids(self, truth: bool) -> list[str]:
        return [name for name, label in self.truth.items() if label is truth]


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


HEADER = (
    f"{'file':22}{'who':12}{'true':>6}{'decided':>9}{'certified':>11}{'elsewhere':>11}{'false':>7}{'refuted':>9}"
    f"{'against':>9}{'median s':>10}{'wall s':>8}"
)


def elsewhere(entry: Mapping[str, Any]) -> bool:
    """Whether a claim is ill-posed, and every such statement certified where it is defined."""
    statements = [s for s in entry.get("statements", []) if s["grade"] == "ill-posed"]
    found = [
        any(e["method"] == "where defined" and e["data"]["grade"] == "certified" for e in evidence)
        for evidence in (s["evidence"] for s in statements)
    ]
    return entry["grade"] == "ill-posed" and all(found)


def measure_thence(claims: Labelled, options: argparse.Namespace) -> list[str]:
    """Print thence's row; returns what contradicts a label."""
    start = time.monotonic()
    out = options.records / f"{claims.file.stem}.json"
    found = decide(claims.file, options.budget, options.jobs, out)
    wall = time.monotonic() - start
    grades = {key: found.get(key, {"grade": "error"})["grade"] for key in claims.truth}
    true, false = claims.ids(True), claims.ids(False)
    against = [key for key in true if grades[key] == "refuted"]
    against += [key for key in false if grades[key] in TRUE]
    seconds = [found[key]["seconds"] for key in true if key in found]
    print(
        f"{claims.file.stem:22}{'thence':12}{len(true):6}"
        f"{share(sum(grades[k] in TRUE for k in true), len(true)):>9}"
        f"{share(sum(grades[k] == 'certified' for k in true), len(true)):>11}"
        f"{share(sum(elsewhere(found[k]) for k in true if k in found), len(true)):>11}"
        f"{len(false):7}{share(sum(grades[k] in FALSE for k in false), len(false)):>9}"
        f"{len(against):9}"
        f"{statistics.median(seconds) if seconds else 0:10.2f}{wall:8.0f}",
        flush=True,
    )
    return [f"{claims.file.stem} {key}: {grades[key]}" for key in against]


def measure_peer(peer: str, claims: Labelled, options: argparse.Namespace) -> None:
    """Print a peer's row.  None of them certifies, so that column is empty."""
    start = time.monotonic()
    said = peers.answers(peer, claims.file, options.budget, options.jobs)
    wall = time.monotonic() - start
    true, false = claims.ids(True), claims.ids(False)
    against = sum(said.get(k) not in (None, label) for k, label in claims.truth.items())
    print(
        f"{'':22}{peer:12}{len(true):6}"
        f"{share(sum(said.get(k) is True for k in true), len(true)):>9}{'-':>11}{'-':>11}"
        f"{len(false):7}{share(sum(said.get(k) is False for k in false), len(false)):>9}{against:9}"
        f"{'':10}{wall:8.0f}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--budget", type=float, default=10.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--peers", action="store_true", help="next to the peers installed here")
    parser.add_argument("--records", type=Path, default=Path("out/corpora"))
    options = parser.parse_args()
    options.records.mkdir(parents=True, exist_ok=True)
    contradicted = []
    print(HEADER)
    for file in sorted(options.folder.glob("*.jsonl")):
        if not options.only or file.stem in options.only:
            claims = Labelled.read(file)
            contradicted += measure_thence(claims, options)
            for peer in peers.installed() if options.peers else ():
                measure_peer(peer, claims, options)
    for line in contradicted:
        print(f"against its label: {line}")


if __name__ == "__main__":
    main()
