"""What is locked, and its audit: no finding is not the same as nothing looked up."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("run.txt", "all.txt")
# What looks fit for the job and is not: it does not import with these versions, is maintained no more, or misreads.
UNFIT = {"scrapbook", "testbook", "recognizers-text-suite", "ploomber", "ploomber-engine", "nbval", "cn2an"}
AUDIT = ROOT / "requirements" / "audit.py"
SOUND = {"name": "pandas", "version": "3.1.1", "vulns": []}
UNKNOWN = {"name": "altair", "skip_reason": "Dependency not found and could not be audited"}
BAD = {"name": "nbconvert", "version": "7.0.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["7.17.1"]}]}


def audit(report: object, *, code: int = 0, says: str = "") -> tuple[int, str]:
    """Run the audit with a program in the place of pip-audit."""
    stands_for = f"import sys; sys.stdout.write({json.dumps(report)!r}); sys.stderr.write({says!r}); sys.exit({code})"
    done = subprocess.run(
        [sys.executable, AUDIT, sys.executable, "-c", stands_for], check=False, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        ([SOUND], 0, "1 of 1 packages were looked up, 0 findings"),
        ([SOUND, BAD, UNKNOWN], 1, "nbconvert 7.0.0: CVE-2026-1, mended in 7.17.1"),
        ([SOUND, UNKNOWN], 2, "not audited, the service does not know them: altair"),
        ([UNKNOWN] * 9, 2, "0 of 9 packages were looked up"),  # pip-audit: 0, "no known vulnerabilities found"
        ([], 2, "0 of 0 packages"),
    ],
)
def test_what_was_not_looked_up_is_not_called_sound(found, code, words):
    left, told = audit({"dependencies": found})

    assert left == code
    assert words in told


def test_a_service_that_cannot_be_reached_is_said_in_one_line():
    left, told = audit("", code=1, says="Traceback\n  …\nConnectionError: no route to host")

    assert (left, told) == (2, "not audited, the service could not be asked: ConnectionError: no route to host\n")


def test_ci_audits_and_goes_on_without_a_network():
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")

    assert "make audit-dependencies" in workflow
    assert "schedule:" in workflow  # what was sound when it was locked may not be so a month later
    assert "audit-dependencies" not in (ROOT / ".ci" / "run").read_text("utf-8")


def locked(name: str) -> dict[str, tuple[int, ...]]:
    """Map the packages of a lock file to their versions."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {n: tuple(map(int, v.split("."))) for n, v in re.findall(r"^([\w.-]+)==(\d+(?:\.\d+)*)", text, re.MULTILINE)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_names_no_host(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())

    assert len(packages) > 50
    assert [each.splitlines()[0] for each in packages if not re.match(r"[\w.\[\]-]+==", each)] == []
    assert [each.splitlines()[0] for each in packages if "--hash=sha256:" not in each] == []
    assert "://" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_known_to_be_unsafe_or_unfit_is_not_locked(name):
    versions = locked(name)

    assert versions.get("nbconvert", (7, 17, 1)) >= (7, 17, 1)  # before, a notebook could write files elsewhere
    assert UNFIT.isdisjoint(versions)
