"""Run as a script of its own: become who a program is to run as, die with the parent, and turn into it.

    python -I -S enter.py SIGNAL PARENT WHO PROGRAM [ARGUMENT ...]

WHO is `same`, `namespace:UID:GID` (a user namespace in which root is that user) or `user:UID:GID`.
SIGNAL is what the kernel sends to the program when PARENT dies, also by kill -9; 0 for none.

A script and not a function between fork and exec: the parent may have threads, and what Python does there
can then wait for ever. Nothing of returnhub is imported, so that it starts in some 20 ms.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

NEW_USER_NAMESPACE = 0x10000000
PR_SET_PDEATHSIG = 1


def _check(done: int, what: str) -> None:
    if done != 0:
        reason = os.strerror(ctypes.get_errno())
        sys.exit(f"cannot {what}: {reason}")


def _become(who: str, libc: ctypes.CDLL) -> None:
    how, _, numbers = who.partition(":")
    if how == "same":
        return
    uid, gid = (int(n) for n in numbers.split(":"))
    if how == "user":
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        return
    outside_uid, outside_gid = os.geteuid(), os.getegid()
    _check(libc.unshare(NEW_USER_NAMESPACE), "make a user namespace")
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outside_uid} 1"),
        ("gid_map", f"{gid} {outside_gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)


def _enter(arguments: list[str]) -> None:
    death, parent, who, *line = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        _become(who, libc)
    except OSError as fault:
        sys.exit(f"cannot become {who}: {fault.strerror}")
    # only now: the kernel forgets the signal when who we are changes
    if death != "0":
        _check(libc.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0), "ask to die with the parent")
        if os.getppid() != int(parent):
            sys.exit("the parent is gone")
    os.umask(0o077)
    os.chdir("/")
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    try:
        os.execv(line[0], line)
    except OSError as fault:
        sys.exit(f"cannot run {line[0]}: {fault.strerror}")


if __name__ == "__main__":
    _enter(sys.argv[1:])
