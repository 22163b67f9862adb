"""How long does a study take? `python -m benchmarks.study [PATIENTS]`: the example over and over, from CSV to the written folder.

Prints processor seconds, so that others on the same machine do not count. Needs the extra `study`.
"""

import csv
import sys
import tempfile
import time
from pathlib import Path

from culprit.cli.main import main as culprit

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "hip-study"
ELIGIBLE = 22


def cohort(folder: Path, times: int) -> None:
    """The sheets of the example, every patient `times` times under another number."""
    folder.mkdir()
    for file in (EXAMPLE / "cohort").glob("*.csv"):
        with file.open(encoding="utf-8") as given, (folder / file.name).open("w", encoding="utf-8", newline="") as made:
            header, *rows = csv.reader(given)
            writer = csv.writer(made)
            writer.writerow(header)
            writer.writerows([f"{name}-{time}", *cells] for time in range(times) for name, *cells in rows if "-s" in name)


def main() -> None:
    """Runs 22 patients and as many as asked (20,000), and prints what each took."""
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for patients in (ELIGIBLE, asked):
        with tempfile.TemporaryDirectory() as folder:
            cohort(Path(folder) / "cohort", -(-patients // ELIGIBLE))
            plan = Path(folder) / "protocol.toml"
            plan.write_text((EXAMPLE / "protocol.toml").read_text(encoding="utf-8").partition("\n[[printed]]")[0], encoding="utf-8")
            begun = time.process_time()
            status = culprit(["study", str(plan), "--out", f"{folder}/out"])
            print(f"{patients:,} patients: {time.process_time() - begun:.1f} s of processor, exit status {status}", file=sys.stderr)


if __name__ == "__main__":
    main()
