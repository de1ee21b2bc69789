"""
``python -m mutants [--sample N]`` runs them; it ends with 1 if one survives that mutants/accepted.csv does not list.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from claimbook.system.kernels import process_count
from mutants import catching, formulas, numbers

ACCEPTED = Path(__file__).with_name("accepted.csv")
SEED = 2026


def main() -> None:
    """Run all mutants or a fixed sample, and say what caught them and which survived."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, always the same ones")
    parser.add_argument("--all-survivors", action="store_true", help="list those that are accepted too")
    options = parser.parse_args()
    began = perf_counter()
    chosen = every_mutant()
    if options.sample:
        chosen = random.Random(SEED).sample(chosen, min(options.sample, len(chosen)))
    with ProcessPoolExecutor(process_count()) as pool:
        caught = list(pool.map(caught_by, chosen, chunksize=50))
    survivors = [str(mutant) for mutant, check in zip(chosen, caught, strict=True) if not check]
    known = accepted()
    print(table(chosen, caught))
    unknown = [mutant for mutant in survivors if mutant not in known]
    for mutant in survivors if options.all_survivors else unknown:
        print(f"survived: {mutant}")
    stale = [mutant for mutant in known if mutant not in survivors] if not options.sample else []
    for mutant in stale:
        print(f"listed in mutants/accepted.csv, and caught or gone: {mutant}")
    print(
        f"{len(chosen)} mutants in {perf_counter() - began:.0f} s: {len(chosen) - len(survivors)} caught, "
        f"{len(survivors) - len(unknown)} accepted, {len(unknown)} survived."
    )
    sys.exit(1 if unknown or stale else 0)


def every_mutant() -> list[numbers.Mutant | formulas.Mutant]:
    """The mutants of the tables, and those of the derivations."""
    return [*numbers.mutants(), *formulas.mutants()]


def caught_by(mutant: numbers.Mutant | formulas.Mutant) -> str:
    """The first check that notices a mutant, empty if none does."""
    return catching.caught(mutant) if isinstance(mutant, numbers.Mutant) else formulas.caught(mutant)


def accepted() -> dict[str, str]:
    """Mutants that change nothing, and why."""
    with ACCEPTED.open(encoding="utf-8", newline="") as table:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(table)}


def table(chosen: list[numbers.Mutant | formulas.Mutant], caught: list[str]) -> str:
    """How many mutants of each table each check caught."""
    checks = ["reading", "check", "oracle", "articles", "results", "outputs", ""]
    counts = Counter(
        (mutant.table if isinstance(mutant, numbers.Mutant) else "derivations", check)
        for mutant, check in zip(chosen, caught, strict=True)
    )
    lines = [f"{'':16}" + "".join(f"{check or 'survived':>10}" for check in checks)]
    for name in dict.fromkeys(name for name, _ in counts):
        lines.append(f"{name:16}" + "".join(f"{counts[name, check]:10}" for check in checks))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
