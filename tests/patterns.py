"""The patterns that a JSON description, such as a schema, holds texts to."""

from collections.abc import Iterator
from typing import Any


def patterns_in(described: Any) -> Iterator[str]:
    """Each pattern in a description, however deep."""
    if isinstance(described, dict):
        if isinstance(described.get("pattern"), str):
            yield described["pattern"]
        described = list(described.values())
    if isinstance(described, list):
        for part in described:
            yield from patterns_in(part)
