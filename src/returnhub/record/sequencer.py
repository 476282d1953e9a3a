"""The sequencer: brings entries that wait into the tree and under a signed checkpoint, for any store.

Integrating and signing are two steps, each whole or not at all. What is signed is what the store holds
for good, so a death between the two leaves a sealed tree that the next pass signs: never two trees.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from returnhub.record.entry import Manifest
from returnhub.record.log import Log
from returnhub.record.note import Note
from returnhub.record.signer import Signer


def step(log: Log, signer: Signer, manifest: Callable[[], Manifest]) -> Note | None:
    """One pass: sign what is sealed, take up what waits, sign that too. The last checkpoint made, if any.

    `manifest` is asked once for each seal, so that each says which guards were on at its own time. A log
    that was put back is refused before anything is added. Raises Problems as `Signer.check` and `.sign` do.
    """
    signer.check(log)
    made = _sign(log, signer)
    while log.waiting() and log.integrate(manifest()):
        made = _sign(log, signer) or made
    return made


def run(
    log: Log,
    signer: Signer,
    manifest: Callable[[], Manifest],
    *,
    every: float,
    made: Callable[[Note], None],
) -> None:
    """Pass after pass, `every` seconds, until an exception ends it; `made` is told of each checkpoint.

    Witnesses are asked in `made`, so a slow one delays the next pass and never loses an entry.
    """
    while True:
        checkpoint = step(log, signer, manifest)
        if checkpoint is not None:
            made(checkpoint)
        time.sleep(every)


def _sign(log: Log, signer: Signer) -> Note | None:
    made = None
    for size in log.unsigned():
        made = signer.sign(log, size)
        log.keep(made)
    return made
