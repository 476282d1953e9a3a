"""Contents against their commitments, and what is gone against the erasures that say so openly."""

from __future__ import annotations

from binascii import Error as NotBase64
from binascii import a2b_base64, b2a_base64
from hashlib import sha256

from returnhub.record.verify.chain import Erasures
from returnhub.record.verify.entries import Bundle, read_time
from returnhub.record.verify.export import Export, Slice
from returnhub.record.verify.findings import By, Finding, Kind, Ledger, Thing, Why

_PREFIX = b"returnhub/content/v1\n"


class Contents:
    """Checks the contents of one bundle after another. `erased` counts contents that are gone lawfully."""

    def __init__(self, export: Export, erasures: Erasures, ledger: Ledger) -> None:
        self._export, self._erasures, self._ledger = export, erasures, ledger
        self.there = export.has_contents()
        self.erased = 0

    def check(self, place: Slice, bundle: Bundle) -> None:
        """The erasures of this bundle's entries and, if the export has contents, these."""
        erased = self._erasures.within(place.first, place.width)
        for index, (id_, by) in erased.items():
            at = index - place.first
            named = at < len(bundle.ids) and bundle.ids[at].decode() == id_ and bundle.commitments[at]
            # why another was erased is not for erasing
            named = named and at not in bundle.special
            if not named and at not in bundle.malformed:
                wrong = Finding(Kind.MALFORMED, Thing.ERASURE, By.ERASURES, index=by, elsewhere=index, id=id_)
                self._ledger.add(wrong)
        if not self.there:
            self.erased += len(erased)
            return
        seen = self._lines(place, bundle)
        for at, commitment in enumerate(bundle.commitments):
            index = place.first + at
            gone = index in erased and erased[index][0] == bundle.ids[at].decode()
            if not commitment or seen[at] != gone:
                continue
            if gone:
                self._found(Kind.UNERASED, place, bundle, at)
            else:
                self._found(Kind.MISSING, place, bundle, at, Why.NOT_NAMED)
        self.erased += sum(
            not seen[index - place.first] for index in erased if index - place.first < len(seen)
        )

    def _lines(self, place: Slice, bundle: Bundle) -> list[bool]:
        """Check the lines that are there; which entries have one."""
        commitments, first = bundle.commitments, place.first
        sha, decode, encode, prefix = sha256, a2b_base64, b2a_base64, _PREFIX
        count, before = len(commitments), -1
        seen = [False] * count
        for line in self._export.content_lines(place.number):
            try:
                number, salt, content = line.split(b" ", 2)
                at = int(number) - first
                hashed = sha(prefix + decode(salt, strict_mode=True) + content[:-1]).digest()
            except (ValueError, NotBase64):
                self._malformed(place, before + 1)
                continue
            if at >= count and at < 256:
                continue
            if (
                at <= before
                or at >= count
                or len(salt) != 44
                or content[-1:] != b"\n"
                or number != b"%d" % (at + first)
            ):
                self._malformed(place, before + 1)
                continue
            before, seen[at] = at, True
            if encode(hashed, newline=False) != commitments[at] and at not in bundle.malformed:
                self._found(Kind.ALTERED, place, bundle, at, Why.COMMITMENT)
        self._ledger.checked(By.CONTENTS, sum(seen))
        return seen

    def _malformed(self, place: Slice, at: int) -> None:
        end = place.first + place.width
        span = (min(place.first + at, end - 1), end)
        self._ledger.add(Finding(Kind.MALFORMED, Thing.CONTENT, By.CONTENTS, span=span, why=Why.FORM))

    def _found(self, kind: Kind, place: Slice, bundle: Bundle, at: int, why: Why | None = None) -> None:
        self._ledger.add(
            Finding(
                kind,
                Thing.CONTENT,
                By.CONTENTS,
                index=place.first + at,
                id=bundle.ids[at].decode(),
                recorded=read_time(bundle.times[at]) if bundle.times[at] else None,
                why=why,
            )
        )
