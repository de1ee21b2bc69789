"""What moved, as tables in a terminal."""

from typing import TYPE_CHECKING

from claimbook.commands.console import escape, new_table, paint, tell, tell_table

if TYPE_CHECKING:
    from claimbook.project import Project
    from claimbook.results.diff import Difference


def from_to(row: dict[str, str]) -> str:
    """What a value was and is; a claim in words has none."""
    return escape(f"{row['before']} → {row['after']}" if row["before"] or row["after"] else "in words")


def print_difference(difference: "Difference", project: "Project") -> None:
    """Print what moved as tables: verdicts that turned first, then values by size of change."""
    from claimbook.results.diff import describe_change

    changes = [describe_change(change, project) for change in [*difference.turned, *difference.moved]]
    if changes:
        table = new_table("Claim", "Claimed", "Found", "Change", "How likely", "Verdict")
        for row in changes:
            turned = row["verdict_before"] != row["verdict_after"]
            verdict = paint(row["verdict_after"])
            table.add_row(
                escape(row["name"]),
                escape(row["claimed"]),
                from_to(row),
                row["factor"],
                row["chance"],
                f"{paint(row['verdict_before'])} → {verdict}" if turned else verdict,
            )
        tell_table(table)
    if difference.quantities:
        table = new_table("Other quantity", "Derived", "Change")
        for row in (describe_change(change, project) for change in difference.quantities):
            table.add_row(escape(row["name"]), from_to(row), row["factor"])
        tell_table(table)
    for kind, names in (("Only before", difference.gone), ("Only after", difference.new)):
        if names:
            tell(f"{kind}: {escape(', '.join(names))}")
    tell(
        f"Verdicts turned: {len(difference.turned)}. Other claims that moved: {len(difference.moved)}. "
        f"Verdict and figure unchanged: {difference.untouched}."
    )
