"""Charts in the house's colours: each as a Vega-Lite specification that says its numbers and needs no colour.

They are drawn on the reader's own machine. What cannot see them is told the same in words and in a table beside them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

Spec = dict[str, Any]
PICK = "pick"
# The small one is for two digits over each of 24 months on a phone.
NUMBER_SIZE, LABEL_SIZE, SMALL_SIZE = 15, 14, 11
ROW, COLUMN_HEIGHT, CELL, DOT_ROW = 38, 240, 48, 30
WIDEST_LABEL = 190


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: `key` names what it stands for, `label` is on the axis, `value` is what is drawn.

    `low` and `high` are the ends of a spread, `column` where it stands in a grid; `hollow` is drawn as an outline.
    """

    key: str
    label: str
    value: float
    low: float | None = None
    high: float | None = None
    column: str = ""
    hollow: bool = False


def draw(spec: Spec, key: str) -> str | None:
    """Draw a chart; the key of the mark somebody has just clicked on, None where it was none."""
    answer = st.vega_lite_chart(spec, on_select="rerun", selection_mode=PICK, key=key)
    picked = answer.get("selection", {}).get(PICK, [])
    return str(picked[0]["key"]) if picked else None


def bars(told: str, points: Sequence[Point]) -> Spec:
    """Lying bars, one below the other, each with its number at the end. `told` is what the chart says when read out."""
    rows = {"field": "key", "type": "nominal", "sort": None, "title": None, "axis": _labels(points)}
    length = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    number = {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontSize": NUMBER_SIZE}
    return _spec(
        told,
        points,
        height={"step": ROW},
        encoding={"y": rows, "x": length},
        layer=[_picked({"type": "bar", "cornerRadiusEnd": 3, "height": {"band": 0.68}}), _numbers(number)],
    )


def columns(told: str, points: Sequence[Point], named: Mapping[str, Sequence[str]]) -> Spec:
    """Standing columns, one for each month, each with its number on top; `named` says which are named, and how."""
    across = {"field": "key", "type": "ordinal", "sort": None, "title": None, "axis": _named(named)}
    tall = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    number = {"type": "text", "baseline": "bottom", "dy": -4, "fontSize": SMALL_SIZE}
    return _spec(
        told,
        points,
        height=COLUMN_HEIGHT,
        encoding={"x": across, "y": tall},
        layer=[_picked({"type": "bar", "cornerRadiusEnd": 2}), _numbers(number, "datum.value > 0")],
    )


def spreads(told: str, points: Sequence[Point], named: Mapping[str, Sequence[str]]) -> Spec:
    """For each month a diamond at the middle with its number, on a line over the middle half."""
    across = {"field": "key", "type": "ordinal", "sort": None, "title": None, "axis": _named(named)}
    middle = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    ends = {"y": {"field": "low", "type": "quantitative", "axis": None}, "y2": {"field": "high"}}
    number = {"type": "text", "align": "left", "baseline": "middle", "dx": 9, "fontSize": LABEL_SIZE - 1}
    return _spec(
        told,
        points,
        height=COLUMN_HEIGHT,
        encoding={"x": across},
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55}, "encoding": ends},
            {**_picked({"type": "point", "shape": "diamond", "filled": True, "size": 150}), "encoding": {"y": middle}},
            {**_numbers(number), "encoding": {"y": middle, "text": {"field": "value", "format": ".0f"}}},
        ],
    )


def grid(told: str, points: Sequence[Point], headings: Sequence[str]) -> Spec:
    """Places below each other and terms side by side, a circle with a number where they meet; outlines are to come."""
    down = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": _axis(labelLimit=WIDEST_LABEL)}
    across = {
        "field": "column",
        "type": "nominal",
        "sort": list(headings),
        "scale": {"domain": list(headings)},
        "title": None,
        "axis": _axis(orient="top", labelAngle=0, labelPadding=LABEL_SIZE * 2, labelExpr="split(datum.value, ' ')"),
    }
    size = {"field": "value", "type": "quantitative", "legend": None, "scale": {"range": [450, 1200], "zero": True}}
    filled = {"condition": {"test": "datum.hollow", "value": 0}, "value": 1}
    ink, paper = _colours()["textColor"], _colours()["backgroundColor"]
    number = {"type": "text", "baseline": "middle", "fontSize": NUMBER_SIZE}
    return _spec(
        told,
        points,
        height={"step": CELL},
        encoding={"x": across, "y": down},
        layer=[
            {
                **_picked({"type": "point", "shape": "circle", "filled": True, "strokeWidth": 2}),
                "encoding": {
                    "size": size,
                    "fillOpacity": filled,
                    "stroke": {"value": _colours()["linkColor"]},
                    "fill": {"value": _colours()["linkColor"]},
                },
            },
            {
                "mark": number,
                "encoding": {
                    "text": {"field": "value"},
                    "color": {"condition": {"test": "datum.hollow", "value": ink}, "value": paper},
                },
            },
        ],
    )


def dots(told: str, points: Sequence[Point], people: Mapping[str, str], named: Mapping[str, str]) -> Spec:
    """People below each other and months side by side, a dot where they meet; an outline says that there was none."""
    columns = list(named)
    across = {
        "field": "column",
        "type": "ordinal",
        "sort": columns,
        "scale": {"domain": columns},
        "title": None,
        "axis": _axis(
            orient="top",
            labelAngle=0,
            labelOverlap="parity",
            labelExpr=f"({json.dumps(dict(named))})[datum.value]",
        ),
    }
    rows = {
        "field": "key",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [*people]},
        "title": None,
        "axis": _axis(labelExpr=f"({json.dumps(dict(people))})[datum.value]", labelLimit=WIDEST_LABEL),
    }
    sea = _colours()["linkColor"]
    return _spec(
        told,
        points,
        height={"step": DOT_ROW},
        encoding={"x": across, "y": rows},
        layer=[
            {
                **_picked({"type": "point", "shape": "circle", "filled": True, "size": 130, "strokeWidth": 2}),
                "encoding": {
                    "fillOpacity": {"condition": {"test": "datum.hollow", "value": 0}, "value": 1},
                    "stroke": {"value": sea},
                    "fill": {"value": sea},
                },
            }
        ],
    )


def _spec(told: str, points: Sequence[Point], **more: object) -> Spec:
    ink, sea = _colours()["textColor"], _colours()["linkColor"]
    # What Vega reads out of marks and axes is English; the description is read instead, and the table.
    silent = {"aria": False}
    return {
        "description": told,
        "usermeta": {"embedOptions": {"actions": False}},
        "data": {"values": [_row(point) for point in points]},
        "background": "transparent",
        "width": "container",
        "config": {
            "bar": {"color": sea, **silent},
            "point": {"color": sea, "opacity": 1, **silent},
            "rule": {"color": sea, **silent},
            "text": {"color": ink, **silent},
            "mark": {"tooltip": None},
            "view": {"stroke": None},
            "axis": {
                "labelColor": ink,
                "labelFontSize": LABEL_SIZE,
                "grid": False,
                "ticks": False,
                "domain": False,
                **silent,
            },
        },
        **more,
    }


def _row(point: Point) -> dict[str, object]:
    drawn = {name: getattr(point, name) for name in ("key", "label", "value", "low", "high", "column", "hollow")}
    return {name: value for name, value in drawn.items() if value is not None}


def _picked(mark: Spec) -> Spec:
    return {
        "mark": {**mark, "cursor": "pointer"},
        "params": [{"name": PICK, "select": {"type": "point", "fields": ["key"]}}],
    }


def _numbers(mark: Spec, where: str = "") -> Spec:
    layer: Spec = {"mark": mark, "encoding": {"text": {"field": "value"}}}
    return {**layer, "transform": [{"filter": where}]} if where else layer


def _axis(**more: object) -> Spec:
    return {"title": None, "labelPadding": 8, **more}


def _labels(points: Sequence[Point]) -> Spec:
    """The words on an axis of keys; a long name is cut where a phone has no room, and stands whole in the table."""
    words = {point.key: point.label for point in points}
    return _axis(labelExpr=f"({json.dumps(words)})[datum.value]", labelLimit=WIDEST_LABEL)


def _named(named: Mapping[str, Sequence[str]]) -> Spec:
    words = {key: list(lines) for key, lines in named.items()}
    return _axis(labelExpr=f"({json.dumps(words)})[datum.value] || ''", labelAngle=0, labelOverlap=False)


def _colours() -> Mapping[str, str]:
    """The theme's own colours, so that there is one place where they are chosen."""
    shade = "dark" if st.context.theme.type == "dark" else "light"
    names = ("textColor", "linkColor", "backgroundColor")
    return {name: str(st.get_option(f"theme.{shade}.{name}")) for name in names}
