"""How do the pictures of the README come about? From a real demo, looked at in a real browser.

    culprit demo --out demo
    python tools/picture_of_report.py demo/screen/report.html --patient p0017529

writes docs/pictures/report.png (the head of the report with the worklist) and docs/pictures/timeline.png (the first patient, or the
one given with --patient). Needs chromium and ImageMagick's convert. Make them again whenever the report changes its looks.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTH, HEAD_HEIGHT, PATIENT_HEIGHT = 1240, 1500, 1180
# a picture in a README must not cost more than this
MOST_BYTES = 400_000
_TRIM = ("-fuzz", "1%", "-trim", "+repage", "-bordercolor", "white", "-border", "24")
_CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def tool(*names: str) -> str:
    """The first of these programs that is installed; ends with a message when none is."""
    for name in names:
        if found := shutil.which(name):
            return found
    sys.exit(f"none of {', '.join(names)} is installed")


def photograph(page: Path, picture: Path, height: int) -> None:
    """Draws the top of a page into a picture of few colours, borders of plain paper cut away."""
    with tempfile.TemporaryDirectory() as profile:
        raw = Path(profile) / "page.png"
        subprocess.run(
            [
                tool("chromium", "chromium-browser", "google-chrome"),
                *_CHROMIUM,
                f"--user-data-dir={profile}/user",
                f"--window-size={WIDTH},{height}",
                f"--screenshot={raw}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        for colours in (128, 64, 32):
            subprocess.run(
                [
                    tool("magick", "convert"),
                    str(raw),
                    *_TRIM,
                    "-dither",
                    "None",
                    "-colors",
                    str(colours),
                    "-strip",
                    f"PNG8:{picture}",
                ],
                check=True,
            )
            if picture.stat().st_size <= MOST_BYTES:
                print(f"{picture}: {picture.stat().st_size:,} bytes")
                return
    sys.exit(f"{picture} is larger than {MOST_BYTES:,} bytes")


def only_patient(report: str, patient: str) -> str:
    """The report with one patient's section alone, opened. Raises ValueError when there is none."""
    before, rest = _cut(report, "<main", ">")
    sections = rest.split("<section")
    chosen = [section for section in sections[1:] if 'class="patient"' in section[:200] and patient in section[:2000]]
    if not chosen:
        raise ValueError(f"no section of patient '{patient}' in this report")
    section = "<section" + chosen[0].partition("</section>")[0].replace("<details", "<details open") + "</section>"
    return f"{before}{section}</main></body></html>"


def _cut(text: str, mark: str, end: str) -> tuple[str, str]:
    start = text.index(end, text.index(mark)) + len(end)
    return text[:start], text[start:]


def main() -> None:
    """Makes both pictures."""
    parser = argparse.ArgumentParser(description="the pictures of the README")
    parser.add_argument("report", type=Path, help="report.html of a demo")
    parser.add_argument("--patient", default="", help="whose timeline; default: the first of the worklist")
    asked = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    photograph(asked.report, PICTURES / "report.png", HEAD_HEIGHT)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "patient.html"
        page.write_text(only_patient(asked.report.read_text(encoding="utf-8"), asked.patient), encoding="utf-8")
        photograph(page, PICTURES / "timeline.png", PATIENT_HEIGHT)


if __name__ == "__main__":
    main()
