"""Print a page as PDF with the Chromium that is on the machine: no package of ours carries a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from returnhub.problems import Code, Where, refuse

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge"),
)
"""What Chromium and its kin are called where they are on the path."""

SECONDS = 120.0
"""After this long a browser is taken to hang."""


def find_browser(environment: Mapping[str, str] = os.environ) -> str:
    """The browser named in CHROMIUM, else the first one on the path, else Playwright's. Raises Problems."""
    named = environment.get("CHROMIUM")
    if named:
        found = shutil.which(named, path=environment.get("PATH"))
        if found is None:
            raise refuse(Code.ASSESSMENT_BROWSER_MISSING, kind="named", found=named)
        return found
    on_path = (shutil.which(name, path=environment.get("PATH")) for name in NAMES)
    found = next((path for path in on_path if path), None) or next(_playwrights(environment), None)
    if found is None:
        raise refuse(Code.ASSESSMENT_BROWSER_MISSING, expected=", ".join(NAMES))
    return found


def _playwrights(environment: Mapping[str, str]) -> Iterator[str]:
    """Browsers that `playwright install` has put into its own folder, the newest first."""
    home = Path(environment.get("HOME") or Path.home())
    folders = [home / ".cache" / "ms-playwright", home / "Library" / "Caches" / "ms-playwright"]
    if environment.get("PLAYWRIGHT_BROWSERS_PATH"):
        folders.insert(0, Path(environment["PLAYWRIGHT_BROWSERS_PATH"]))
    for folder in folders:
        for program in sorted(folder.glob("chromium-*/chrome-*/*"), reverse=True):
            if program.name in ("chrome", "Chromium.app"):
                inner = program / "Contents" / "MacOS" / "Chromium"
                yield str(inner if inner.exists() else program)


def print_page(page: Path, target: Path, browser: str, seconds: float = SECONDS) -> None:
    """Write `page` (an HTML file) to `target` as PDF, whole or not at all. Raises Problems.

    The browser gets a profile of its own that is deleted, and no network: the page needs none.
    """
    part = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(prefix="returnhub-print-", ignore_cleanup_errors=True) as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={part.absolute()}",
            page.absolute().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium's sandbox refuses to start for root; the page has no script and no network
            command.insert(1, "--no-sandbox")
        try:
            reason = _run(command, seconds)
            if not reason and not _is_pdf(part):
                reason = "it wrote no PDF"
            if reason:
                raise refuse(
                    Code.ASSESSMENT_PRINT_FAILED, Where(file=str(target)), browser=browser, reason=reason
                )
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _run(command: list[str], seconds: float) -> str:
    """Why the browser failed; nothing if it did not. On a time-out all its processes end with it."""
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as fault:
        return (fault.strerror or "it cannot be started").lower()
    try:
        code = started.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(started)
        return f"it did not finish within {seconds:g} seconds"
    except BaseException:
        _end(started)
        raise
    return f"it ended with code {code}" if code else ""


def _end(started: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        started.kill()
    else:
        # a browser is several processes; the group is ours alone, by start_new_session
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False
