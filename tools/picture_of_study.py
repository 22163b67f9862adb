"""How do the pictures of the study's page come about? From the worked example, looked at in a real browser.

    culprit study examples/hip-study/protocol.toml --out hip
    culprit study examples/hip-study/by-tissue.toml --out hip-by-tissue
    python tools/picture_of_study.py hip hip-by-tissue

writes docs/pictures/study*.png. Make them again whenever the figures change their looks.
"""

import argparse
from pathlib import Path

from tools.picture_of_report import PICTURES, photograph

_HEAD = 1500
# which figure of which study, and how high its drawing is at most
_FIGURES = (
    ("soft", "phosphate", 420),
    ("soft", "panels", 800),
    ("tissue", "swimmer", 900),
    ("tissue", "recurrence_free", 460),
    ("tissue", "body", 700),
    ("tissue", "forest", 300),
)


def main() -> None:
    """Makes all of them."""
    parser = argparse.ArgumentParser(description="the pictures of docs/study.md")
    parser.add_argument("soft", type=Path, help="the --out folder of examples/hip-study/protocol.toml")
    parser.add_argument("tissue", type=Path, help="the --out folder of examples/hip-study/by-tissue.toml")
    asked = parser.parse_args()
    folders = {"soft": asked.soft, "tissue": asked.tissue}
    photograph(asked.soft / "study.html", PICTURES / "study.png", _HEAD)
    for folder, name, height in _FIGURES:
        picture = PICTURES / f"study-{name.removesuffix('_free')}.png"
        photograph(folders[folder] / "figures" / f"{name}.svg", picture, height)


if __name__ == "__main__":
    main()
