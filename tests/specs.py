"""What the specification of any chart has to have."""

import json
import re


def assert_whole(spec):
    """A chart says what it shows and where it comes from, loads nothing, and holds only finite numbers."""
    assert len(spec["description"]) >= 40
    assert spec["usermeta"]["source"].startswith("Source: ")
    text = json.dumps({key: value for key, value in spec.items() if key != "$schema"}, ensure_ascii=False)
    assert "http" not in text
    assert "NaN" not in text
    assert "Infinity" not in text


def assert_readable(table):
    """A chart's table has headings of words, and in its cells no colour, line's end, side or empty column."""
    assert len(table) >= 1
    for heading in table:
        assert re.match(r"[A-Z0-9][^_]*$", heading), heading
        assert not table[heading].isna().all(), heading
    for cell in table.select_dtypes(exclude="number").to_numpy().ravel():
        assert not re.search(r"[\n¦]|^#[0-9a-f]{6}$|^(left|right|center|transparent)$", str(cell)), cell
