"""A chart's data as a table for people: what its marks say of themselves, and where they stand."""

from typing import Any

import pandas as pd

#: Where a mark stands; the two at an end of it share the axis of those before.
PLACES = {"x": "x", "x2": "x", "y": "y", "y2": "y"}


def chart_table(spec: dict[str, Any]) -> pd.DataFrame:
    """
    A row for each mark: what it says where a reader points at it, under the same headings, and its numbers.

    Words beside marks repeat these, and a column that only colours or places something is none of the data. So both are
    left out, as is a mark that says nothing, such as a line at one. Where none says anything, the data are the table.

    Parameters
    ----------
    spec : dict
        Vega-Lite, with its data in ``datasets``.
    """
    texts: dict[str, dict[str, str]] = {}
    numbers: dict[str, dict[str, str]] = {}
    for layer in spec.get("layer", [spec]):
        said = said_by(layer)
        if said:
            name = layer.get("data", spec.get("data"))["name"]
            texts[name] = said | texts.get(name, {})
            numbers[name] = measured_by(layer, axes_of(spec)) | numbers.get(name, {})
    if not texts:
        return pd.concat([pd.DataFrame(rows) for rows in spec["datasets"].values()], ignore_index=True)
    tables = [
        pd.DataFrame(spec["datasets"][name]).reindex(columns=[*columns]).rename(columns=columns)
        for name in texts
        for columns in [with_one_heading_each(texts[name], numbers[name])]
    ]
    table = pd.concat(tables, ignore_index=True).drop_duplicates().dropna(axis="columns", how="all")
    worded = {heading for columns in texts.values() for heading in columns.values()}
    return table[sorted(table, key=lambda heading: heading not in worded)]


def said_by(layer: dict[str, Any]) -> dict[str, str]:
    """What a layer's marks say where a reader points at them: the headings by column; nothing of a layer of words."""
    mark, said = layer["mark"], layer.get("encoding", {}).get("tooltip") or []
    if (mark["type"] if isinstance(mark, dict) else mark) == "text":
        return {}
    return {
        one["field"]: one.get("title", headed(one["field"])) for one in (said if isinstance(said, list) else [said])
    }


def measured_by(layer: dict[str, Any], axes: dict[str, str]) -> dict[str, str]:
    """The numbers by which a layer's marks are placed: the headings by column, with what the axis measures."""
    found = {}
    for place, axis in PLACES.items():
        where = layer.get("encoding", {}).get(place, {})
        if "field" in where and (where.get("type") == "quantitative" or place.endswith("2")):
            heading, measured = headed(where["field"]), axes[axis]
            found[where["field"]] = (
                f"{heading} ({measured})" if measured.lower() not in ("", heading.lower()) else heading
            )
    return found


def with_one_heading_each(texts: dict[str, str], numbers: dict[str, str]) -> dict[str, str]:
    """Both, where a number that would be headed as a text is says that it is one."""
    headed = {name: f"{one}, as a number" if one in texts.values() else one for name, one in numbers.items()}
    return headed | texts


def axes_of(spec: dict[str, Any]) -> dict[str, str]:
    """What each axis measures, as far as its title says it."""
    found = {"x": "", "y": ""}
    for layer in spec.get("layer", [spec]):
        for axis in found:
            title = layer.get("encoding", {}).get(axis, {}).get("title") or ""
            found[axis] = found[axis] or title.replace("log scale", "").strip(" ,")
    return found


def headed(field: str) -> str:
    """
    A column's name as a heading.

    Examples
    --------
    >>> headed("printed_low")
    'Printed low'
    """
    return field.replace("_", " ").capitalize()
