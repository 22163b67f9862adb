"""How does the picture of docs/course.md come about? From the example on that page, looked at in a real browser.

    python tools/picture_of_course.py

writes docs/pictures/course.png. Needs chromium and ImageMagick's convert. Make it again whenever the page changes its looks.
"""

import contextlib
import io
import re
import tempfile
from pathlib import Path

from culprit.cli.main import main as culprit
from tools.picture_of_report import PICTURES, photograph

PAGE = PICTURES.parent / "course.md"
ON, HEIGHT = "2023-04-25", 1210


def main() -> None:
    """Makes the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in re.findall(r"^```csv file=(clinic/\S+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as page:
            culprit(["follow", str(folder / "clinic"), "--patient", "anna", "--on", ON, "--format", "html"])
        (folder / "course.html").write_text(page.getvalue(), encoding="utf-8")
        photograph(folder / "course.html", PICTURES / "course.png", HEIGHT)


if __name__ == "__main__":
    main()
