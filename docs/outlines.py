# /// script
# dependencies = ["shapely"]
# ///
"""Draws `static/img/outlines.svg`, the land under the map of events.

From `land-50m.json` of the npm package world-atlas (ISC; the data are Natural Earth's, public domain):

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/outlines.py package/land-50m.json static/img/outlines.svg

Land and sea only: no boundary is read, so none can be drawn. The window and the scale are those of
`news/queries/glance.py`: plate carrée with the parallel of 15° at true length.
"""

import argparse
import json
from itertools import accumulate, pairwise
from pathlib import Path

from shapely import Polygon, box, unary_union

WEST, NORTH, UNITS_EAST, UNITS_SOUTH = 90, 46.4, 9.659, 10
WIDTH, HEIGHT = 541, 580
# In units of the drawing: how far land goes on over the edge, what is too fine and what too small to be seen.
MARGIN, FINEST, SMALLEST = 4, 0.5, 1.2
LAND = "#2b4a7d"


def rings(topology):
    """Every ring of the land as degrees east and north."""
    (east, north), (left, lowest) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [
            (x * east + left, y * north + lowest)
            for x, y in accumulate(arc, lambda at, by: (at[0] + by[0], at[1] + by[1]))
        ]
        for arc in topology["arcs"]
    ]
    for land in topology["objects"]["land"]["geometries"]:
        for polygon in land["arcs"]:
            yield [_joined(arcs, ring) for ring in polygon]


def _joined(arcs, ring):
    """Arcs one after the other; one that is named by a number below zero is walked backwards."""
    points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def land(topology):
    """The polygons inside the frame, in units of the drawing, the largest first."""
    frame = box(-MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN)
    drawn = [Polygon(_placed(outer), [_placed(ring) for ring in inner]).buffer(0) for outer, *inner in rings(topology)]
    inside = unary_union([polygon.intersection(frame) for polygon in drawn if polygon.intersects(frame)])
    parts = [part for part in inside.geoms if part.area >= SMALLEST]
    return sorted((part.simplify(FINEST) for part in parts), key=lambda part: -part.area)


def _placed(ring):
    return [((east - WEST) * UNITS_EAST, (NORTH - north) * UNITS_SOUTH) for east, north in ring]


def path(polygons):
    """Steps from point to point in tenths of a unit: shorter than places."""
    found = []
    for polygon in polygons:
        for ring in [polygon.exterior, *(hole for hole in polygon.interiors if Polygon(hole).area >= SMALLEST)]:
            points = [(round(x * 10), round(y * 10)) for x, y in ring.coords[:-1]]
            steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
            found.append(f"M{_pair(*points[0])}l{' '.join(_pair(*step) for step in steps if any(step))}z")
    return "".join(found).replace(" -", "-")


def _pair(x, y):
    return f"{x / 10:g} {y / 10:g}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("atlas", type=Path, help="land-50m.json of world-atlas")
    arguments.add_argument("drawing", type=Path, help="where the drawing goes")
    asked = arguments.parse_args()
    drawn = path(land(json.loads(asked.atlas.read_text())))
    asked.drawing.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<!-- Natural Earth, public domain; made by docs/outlines.py --><path fill="{LAND}" d="{drawn}"/></svg>\n'
    )


if __name__ == "__main__":
    main()
