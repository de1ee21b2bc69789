"""What the specification of any chart has to have."""

import json


def assert_whole(spec):
    """A chart says what it shows and where it comes from, loads nothing, and holds only finite numbers."""
    assert len(spec["description"]) >= 40
    assert spec["usermeta"]["source"].startswith("Source: ")
    text = json.dumps({key: value for key, value in spec.items() if key != "$schema"}, ensure_ascii=False)
    assert "http" not in text
    assert "NaN" not in text
    assert "Infinity" not in text
