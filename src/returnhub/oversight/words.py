"""What the pages of the record say when somebody brings what can't be checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.problems import Code

_NOT_READ = "This can't be read as a receipt or a proof. It may be cut off, or was changed on its way"

CHECK_REFUSED: Mapping[Code, str] = MappingProxyType(
    {
        Code.RECORD_PROOF_WRONG: _NOT_READ,
        Code.RECORD_RECEIPT_WRONG: "This can't be read as a receipt of this record. It is cut off or changed",
        Code.RECORD_NOTE_WRONG: _NOT_READ,
        Code.RECORD_CHECKPOINT_WRONG: "The checkpoint in this proof is not one of this record",
        Code.RECORD_SIGNATURE_WRONG: "No key of this record signed this. It was changed, or is another's",
        Code.RECORD_ENTRY_WRONG: _NOT_READ,
        Code.FILE_TOO_BIG: "This is longer than any receipt or proof",
    }
)
