"""Where were the tumours? One dot for each patient on the outline of a body seen from the front."""

import re
from collections.abc import Sequence

from culprit.report.drawing import Drawing
from culprit.study.case import Case
from culprit.study.figures.frame import BLUE, GREY, ORANGE, QUIET, WIDTH, Figure, finished, text
from culprit.study.protocol import Protocol
from culprit.study.written import words

MOST_DOTS = 120
_APART = 9.6
# the body's left is on the right of the picture, as when one stands before the patient; x is the distance from the middle
_SITES: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("skull", "cranial", "mening", "brain"), 10, 38),
    (("ethmoid", "sinus", "nasal", "nose", "orbit"), 6, 60),
    (("maxilla", "mandib", "jaw", "oral", "tongue", "parotid", "gingiv"), 12, 76),
    (("neck", "thyroid", "larynx"), 6, 100),
    (("clavic", "shoulder", "scapul"), 52, 128),
    (("rib", "chest", "thora", "stern", "breast"), 34, 170),
    (("humer", "upper arm"), 74, 190),
    (("elbow", "radius", "ulna", "forearm"), 88, 252),
    (("hand", "finger", "palm", "wrist", "thumb"), 102, 316),
    (("femoral head", "hip joint", "acetab"), 36, 304),
    (("femoral neck", "trochanter"), 48, 318),
    (("groin", "inguin"), 24, 312),
    (("glute", "buttock"), 44, 296),
    (("iliac", "ilium"), 34, 276),
    (("sacr", "coccy"), 4, 288),
    (("pubi", "ischi", "perine"), 14, 320),
    (("knee", "patell"), 36, 442),
    (("distal femur",), 36, 420),
    (("thigh", "femoral shaft", "femur"), 40, 368),
    (("tibia", "calf", "fibul", "leg"), 36, 500),
    (("ankle",), 34, 556),
    (("foot", "toe", "heel", "plantar", "metatars", "calcan"), 40, 584),
)
_REGIONS = {
    "head_neck": (0.0, 62.0), "spine": (0.0, 210.0), "trunk": (22.0, 190.0), "pelvis": (22.0, 284.0), "hip": (42.0, 304.0),
    "upper_limb": (82.0, 222.0), "lower_limb": (38.0, 400.0),
}  # fmt: skip
_LABELS = {
    "head_neck": 66.0, "spine": 150.0, "trunk": 196.0, "upper_limb": 240.0, "pelvis": 284.0, "hip": 320.0, "lower_limb": 440.0,
}  # fmt: skip
# head, neck, shoulder, arm, hand, flank, leg and foot of one side; the other is its mirror
_HALF = (
    "M0 18C-16 18 -24 32 -23 52C-22 68 -16 82 -9 88L-9 104C-12 112 -40 114 -56 122C-70 130 -74 150 -78 176C-82 206 -86 226 -92 256"
    "C-96 280 -100 296 -106 312C-110 324 -108 338 -101 338C-94 338 -94 322 -90 310C-84 290 -76 264 -72 242C-68 220 -62 198 -58 176"
    "C-54 196 -50 214 -46 232C-46 250 -52 268 -54 292C-58 330 -56 372 -50 414C-46 446 -48 480 -46 512C-44 536 -42 556 -42 572"
    "C-48 584 -56 594 -54 600C-44 604 -30 602 -26 594C-24 580 -26 560 -26 540C-24 510 -20 478 -22 448C-22 420 -12 372 -8 340L0 334"
)


def body_figure(cases: Sequence[Case], protocol: Protocol) -> Figure:
    """Dots blue for soft tissue, orange for bone, grey when nobody wrote it down; the counts by region stand beside."""
    drawing = Drawing(WIDTH)
    middle, down = 330.0, 24.0
    for mirror in (1, -1):
        drawing.add(
            "path",
            d=_HALF,
            transform=f"translate({middle:g} {down:g}) scale({mirror} 1)",
            fill="#f3f5f7",
            stroke=GREY,
            stroke_width=1.2,
        )
    drawing.add("rect", x=middle - 9.4, y=down + 96, width=18.8, height=238, fill="#f3f5f7")
    text(drawing, middle - 150, 40, "right", colour=QUIET, anchor="middle")
    text(drawing, middle + 150, 40, "left", colour=QUIET, anchor="middle")
    placed: list[tuple[float, float]] = []
    for case in cases[:MOST_DOTS]:
        spot = _spot(case)
        if spot is None:
            continue
        x, y = _free(spot, placed)
        placed.append((x, y))
        colour = {"soft_tissue": BLUE, "bone": ORANGE}.get(case.patient.tissue, GREY)
        drawing.add(
            "circle",
            f"{case.name}: {case.patient.site or words(case.patient.region)}",
            cx=middle + x,
            cy=down + y,
            r=4.6,
            fill=colour,
            stroke="#fff",
        )
    _counts(drawing, cases, middle, down)
    x = 530.0
    for name, colour in (("soft tissue", BLUE), ("bone", ORANGE), ("not known", GREY)):
        count = sum({"soft_tissue": BLUE, "bone": ORANGE}.get(case.patient.tissue, GREY) == colour for case in cases)
        if count:
            drawing.add("circle", cx=x, cy=560, r=5, fill=colour)
            text(drawing, x + 10, 564, f"{name} ({count})")
            x += 40 + 6.6 * len(f"{name} ({count})")
    unknown = sum(not case.patient.region for case in cases)
    rest = f" Region not known: {unknown}." if unknown else ""
    more = f" Only the first {MOST_DOTS} are drawn." if len(cases) > MOST_DOTS else ""
    caption = f"Seen from the front. Dots lie near the site named, beside each other where several share it.{rest}{more}"
    return finished(drawing, 650, "body", "Tumour sites", caption, protocol.synthetic)


def _spot(case: Case) -> tuple[float, float] | None:
    """Distance from the middle (left of the body positive) and height; None without a region or a site that is known."""
    site, side = case.patient.site.casefold(), {"left": 1, "right": -1}.get(case.patient.side, 0)
    found = _named(site)
    if found is None:
        found = _REGIONS.get(case.patient.region)
    return None if found is None else (found[0] * side, found[1])


def _named(site: str) -> tuple[float, float] | None:
    """The place of the longest name that begins a word of the site: the neck of the femur is no neck, and femoral is not oral."""
    fitting = [(len(name), x, y) for names, x, y in _SITES for name in names if re.search(rf"\b{re.escape(name)}", site)]
    return max(fitting)[1:] if fitting else None


def _free(spot: tuple[float, float], placed: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place nearest to the spot on which no other dot lies."""
    nth = 0
    while True:
        dx, dy = _around(nth)
        x, y = spot[0] + dx, spot[1] + dy
        if all((x - other) ** 2 + (y - down) ** 2 >= _APART**2 for other, down in placed):
            return x, y
        nth += 1


def _around(nth: int) -> tuple[float, float]:
    """Places around a point, ring by ring, so that dots lie beside each other."""
    if nth == 0:
        return 0.0, 0.0
    ring, place = 1, nth - 1
    while place >= 6 * ring:
        place -= 6 * ring
        ring += 1
    corners = [(10.0, 0.0), (5.0, 8.7), (-5.0, 8.7), (-10.0, 0.0), (-5.0, -8.7), (5.0, -8.7), (10.0, 0.0)]
    side, step = divmod(place, ring)
    (x, y), (u, v) = corners[side], corners[side + 1]
    return ring * x + step * (u - x), ring * y + step * (v - y)


def _counts(drawing: Drawing, cases: Sequence[Case], middle: float, down: float) -> None:
    for region, y in _LABELS.items():
        count = sum(case.patient.region == region for case in cases)
        if not count:
            continue
        edge = middle + 130
        drawing.add("line", x1=edge, y1=down + y - 4, x2=edge + 60, y2=down + y - 4, stroke=GREY, stroke_dasharray="2 3")
        text(drawing, edge + 68, down + y, words(region), size=13)
        text(drawing, edge + 76 + 7.6 * len(words(region)), down + y, str(count), size=13, bold=True)
