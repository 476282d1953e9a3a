"""As whom PostgreSQL runs: it refuses to run as root.

An ordinary user runs it as themselves. Root runs it as the owner of the folder, if that is somebody else;
else in a user namespace, where nothing on disk changes hands and a folder that only root may enter will do;
where the kernel does not let one be made (often so in a container), as `postgres` or another user that is
nobody's login.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, refuse
from returnhub.service.database.programs import Programs

_ENTER = str(Path(__file__).with_name("enter.py"))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to run a program: `who` as enter.py takes it, and who then owns the files on disk."""

    name: str
    who: str
    uid: int
    gid: int

    def line(self, program: Path, *arguments: str, dies_with_parent: int = 0) -> list[str]:
        """The command line; `dies_with_parent` is the signal the program gets when this process dies."""
        enter = [sys.executable, "-I", "-S", _ENTER, str(dies_with_parent), str(os.getpid()), self.who]
        return [*enter, str(program), *arguments]

    def own(self, path: Path) -> None:
        """Give a file, or a folder with all in it, to who the programs run as, if it is not theirs yet."""
        if path.lstat().st_uid == self.uid:
            return
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)
        # last, so that a half-done change is seen and done again
        os.chown(path, self.uid, self.gid)


SAME = Way("as this user", "same", os.geteuid(), os.getegid())
"""As who we are."""


def choose(programs: Programs, home: Path) -> Way:
    """The first way in which the programs run here and reach the folder. Raises Problems if there is none."""
    tried: list[str] = []
    for way in possible(home):
        said = _tries(way, programs, home)
        if said is None:
            return way
        tried.append(f"{way.name}: {said}")
    raise refuse(Code.SERVICE_USER_MISSING, tried="; ".join(tried))


def possible(home: Path) -> Iterator[Way]:
    """Each way that is worth a try, best first."""
    if os.geteuid() != 0:
        yield SAME
        return
    owner = home.stat()
    if owner.st_uid != 0:
        yield Way("as the folder's owner", f"user:{owner.st_uid}:{owner.st_gid}", owner.st_uid, owner.st_gid)
    people = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    if people:
        # initdb looks its user up by number, so it has to be one that the system knows
        inside = people.get("postgres") or next(iter(people.values()))
        yield Way("in a user namespace", f"namespace:{inside.pw_uid}:{inside.pw_gid}", 0, os.getegid())
    for name in ("postgres", "nobody"):
        if name in people:
            who = people[name]
            yield Way(f"as {name}", f"user:{who.pw_uid}:{who.pw_gid}", who.pw_uid, who.pw_gid)


def _tries(way: Way, programs: Programs, home: Path) -> str | None:
    """What goes wrong when a program is run in this way; None if nothing does."""
    if way.uid not in (os.geteuid(), home.stat().st_uid):
        # the server's user has to pass through the folder; what lies in it stays closed to them
        home.chmod(0o711)
    for line in (
        way.line(programs.path("initdb"), "--version"),
        way.line(Path("/bin/sh"), "-c", 'cd "$1"', "sh", str(home)),
    ):
        try:
            done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
        except (OSError, subprocess.SubprocessError) as fault:
            return str(fault)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["it does not run"])[-1]
    return None
