"""The report in a real browser: no error, no request, nothing clipped; and it prints one patient per page."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from culprit.report.page import write_report
from culprit.report.worklist_rows import worklist_rows
from tests.report.example_parts import STATEMENTS
from tests.report.example_run import RUN
from tests.report.examples import everyone

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CULPRIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --hide-scrollbars "
    "--window-size=1180,2000 --enable-logging=stderr --v=0"
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, or CULPRIT_CHROMIUM naming one")

# Run inside a copy without the content policy: reports labels that a browser, with its own fonts, finds on each other.
MEASURE = """
addEventListener("load", () => {
  const hits = [];
  for (const svg of document.querySelectorAll("svg")) {
    const labels = Array.from(svg.querySelectorAll("text")).map((t) => [t.firstChild.data, t.getBoundingClientRect()]);
    labels.forEach(([a, p], i) => labels.slice(i + 1).forEach(([b, q]) => {
      if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4) hits.push(a + " | " + b);
    }));
  }
  const wide = document.documentElement.scrollWidth > innerWidth ? ["page wider than the window"] : [];
  const note = document.createElement("pre");
  note.id = "measured";
  note.textContent = JSON.stringify(hits.concat(wide));
  document.body.append(note);
});
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "report.html"
    patients = everyone()
    write_report(path, [row for patient in patients for row in worklist_rows(patient)], patients, RUN, STATEMENTS)
    return path


def chromium(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


# The browser asks its maker for news now and then; that is not the page's doing.
ITS_OWN = ("google.com", "googleapis.com", "gstatic.com", "gvt1.com")


def asked_by(page: Path, tmp_path: Path) -> tuple[set[str], list[str]]:
    """The hosts that a page asked for anything, and the messages on its console."""
    log = tmp_path / "net.json"
    done = chromium(tmp_path, f"--log-net-log={log}", "--dump-dom", page.as_uri())
    hosts = set(re.findall(r'"url":"https?://([^/:"]+)', log.read_text(encoding="utf-8", errors="replace")))
    return {host for host in hosts if not host.endswith(ITS_OWN)}, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def test_no_console_message_and_no_request(report: Path, tmp_path: Path) -> None:
    assert asked_by(report, tmp_path) == (set(), [])


def test_a_request_and_a_message_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "curious.html"
    page.write_text('<img src="http://127.0.0.1:9/x.png"><script>console.error("x")</script>', encoding="utf-8")
    hosts, messages = asked_by(page, tmp_path)
    assert hosts == {"127.0.0.1"}
    assert messages


def test_no_label_lies_on_another_in_the_browsers_own_fonts(report: Path, tmp_path: Path) -> None:
    page = report.read_text(encoding="utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy = tmp_path / "measured.html"
    copy.write_text(page.replace("</head>", f"<script>{MEASURE}</script></head>"), encoding="utf-8")
    done = chromium(tmp_path, "--dump-dom", copy.as_uri())
    measured = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert measured is not None
    assert measured.group(1) == "[]"


def test_it_prints_with_every_patient_on_a_new_page(report: Path, tmp_path: Path) -> None:
    printed = tmp_path / "report.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", report.as_uri())
    pages = len(re.findall(rb"/Type\s*/Page[^s]", printed.read_bytes()))
    assert pages >= 1 + len(everyone())
