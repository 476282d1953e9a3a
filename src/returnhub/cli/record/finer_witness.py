"""Finer words for what witnesses say and refuse: `finer` takes them up."""

from __future__ import annotations

from returnhub.problems import Code

KINDS: dict[tuple[Code, str], tuple[str, str]] = {
    (Code.RECORD_LOG_UNREACHABLE, "address"): (
        "this is not the address of a log",
        "write it as https://record.example.org/log, without question mark or user name",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "down"): (
        "the log cannot be reached: {reason}",
        "nothing was cosigned, and nothing was found wrong; check its address, and try again later",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "slow"): (
        "the log did not answer within {within} seconds",
        "nothing was cosigned, and nothing was found wrong; try again later",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "long"): (
        "a file there is longer than {most} bytes, as no file of a log is",
        "check the address",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "lacks"): (
        "there is no {found} there",
        "check the address; a log that was never signed has no checkpoint. A file that stays away: ask the "
        "keeper, and say in public that it is",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "unreadable"): (
        "{found} cannot be read: {reason}",
        "check who may read the log's files",
    ),
    (Code.RECORD_LOG_UNREACHABLE, "status"): (
        "the log's server answered {status}",
        "nothing was cosigned, and nothing was found wrong; check its address, and try again later",
    ),
    (Code.RECORD_LOG_MISSING, "unsigned"): (
        'there is no checkpoint in "{file}", so nothing there can be checked',
        "name a log's folder or a copy of one; a log that was never signed: record checkpoint",
    ),
    (Code.OPTION_WRONG, "database_export"): (
        '"{found}" is a database, and a check reads files',
        "copy it first: record export LOG -o copy; then: record verify copy",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "exists"): (
        "the checkpoint of {size} entries has a time-stamp already",
        "the earlier one shows more: keep this one elsewhere, or stamp a later checkpoint",
    ),
    (Code.OPTION_WRONG, "stamp_database"): (
        '"{found}" is a database, and time-stamps lie with a log\'s files',
        "make a copy and stamp that: record export LOG -o copy; it keeps them when it is brought up to date",
    ),
    (Code.OPTION_WRONG, "roots"): (
        "--roots goes with a whole log, and {found} is one file by itself",
        "name a log's folder, or leave it out",
    ),
    (Code.OPTION_WRONG, "web"): (
        '"{found}" is a web address, and a check reads files',
        "ask its keeper for a copy, or fetch the files: wget --recursive --no-parent --no-host-directories",
    ),
    (Code.RECORD_WITNESS_WRONG, "exists"): (
        'there is a witness at "{file}" already',
        "name a folder that is not there yet",
    ),
    (Code.RECORD_WITNESS_WRONG, "missing"): (
        'there is no witness at "{file}"',
        "check the spelling, or make one: record witness init",
    ),
    (Code.RECORD_WITNESS_WRONG, "key_type"): (
        "a log signs with an Ed25519 key, and this is another: {found}",
        "give the log's own public key, not a witness's",
    ),
    (Code.RECORD_WITNESS_WRONG, "state"): (
        "the witness's own file cannot be read, so it cosigns nothing",
        "restore the witness's folder; an older copy may cosign a second past",
    ),
    (Code.RECORD_WITNESS_WRONG, "bind"): (
        "cannot listen at {host}, port {port}: {reason}",
        "choose another port: --port",
    ),
    (Code.RECORD_WITNESS_REFUSED, "address"): (
        "this is not the address of a witness",
        "write it as https://witness.example.org, without question mark or user name",
    ),
    (Code.RECORD_WITNESS_REFUSED, "down"): (
        "the witness cannot be reached: {reason}",
        "check its address and that it runs; the checkpoint stands without its cosignature",
    ),
    (Code.RECORD_WITNESS_REFUSED, "slow"): (
        "the witness did not answer within {within} seconds",
        "ask again later; the checkpoint stands without its cosignature",
    ),
    (Code.RECORD_WITNESS_REFUSED, "long"): (
        "the answer is longer than {most} bytes, so it is no witness's",
        "check the address",
    ),
    (Code.RECORD_WITNESS_REFUSED, "ahead"): (
        "the witness has cosigned {signed} entries, and this log's checkpoint holds {size}",
        "the log was cut or put back: sign nothing more, and compare it with the newest copy",
    ),
    (Code.RECORD_WITNESS_REFUSED, "forked"): (
        "the witness cosigned another tree: its first {signed} entries are not the first of these {size}",
        "sign nothing more; compare both logs, and ask who changed one: docs/how-to/check-the-record.md",
    ),
    (Code.RECORD_WITNESS_REFUSED, "unknown"): (
        "the witness does not know this log or its key (answer {status})",
        "give its operator the log's public key: record witness trust",
    ),
    (Code.RECORD_WITNESS_REFUSED, "busy"): (
        "the witness was asked by somebody else at the same time",
        "ask again",
    ),
    (Code.RECORD_WITNESS_REFUSED, "status"): (
        "the witness answered {status}",
        "ask its operator; the checkpoint stands without its cosignature",
    ),
    (Code.RECORD_WITNESS_REFUSED, "answer"): (
        "the answer is not written as witnesses write it",
        "check the address; the checkpoint stands without its cosignature",
    ),
    (Code.RECORD_WITNESS_REFUSED, "signature"): (
        "the cosignature of {name}+{key_id} is wrong",
        "check the witness's key with its operator",
    ),
    (Code.RECORD_WITNESS_REFUSED, "time"): (
        "the cosignature of {name} states a time that is not now: {found}",
        "compare the clocks of both machines",
    ),
    (Code.RECORD_WITNESS_REFUSED, "stranger"): (
        "no key that was given has cosigned; cosigned by: {found}",
        "check the witness's key with its operator",
    ),
    (Code.RECORD_WITNESS_REFUSED, "rolled_back"): (
        "the log holds {size} entries, and this witness cosigned {signed}: it was cut or put back, or "
        "this is an old copy of it",
        "nothing was cosigned; read it where it is kept, and if it stays so, ask the keeper in public",
    ),
    (Code.RECORD_WITNESS_REFUSED, "two_pasts"): (
        "two pasts, both signed by the log's key: no log holds both the {signed} entries that this witness "
        "cosigned and the {size} that are shown now",
        "nothing was cosigned, and both checkpoints are kept in {found}: publish them, and ask the keeper",
    ),
    (Code.RECORD_WITNESS_REFUSED, "tiles"): (
        "the log's tiles do not lead to the root of its checkpoint of {size} entries",
        "read it again in a minute; if it stays so, ask the keeper, and keep a copy of both",
    ),
    (Code.RECORD_WITNESS_REFUSED, "lacks"): (
        "there is no {found} there",
        "check the address; a log that was never signed has no checkpoint",
    ),
    (Code.RECORD_WITNESS_REFUSED, "unreadable"): (
        "{found} cannot be read: {reason}",
        "check who may read the log's files",
    ),
    (Code.RECORD_WITNESS_REFUSED, "unknown_log"): (
        "this witness does not watch the log {found}",
        "if it is to, tell it the log's key: record witness trust",
    ),
    (Code.RECORD_WITNESS_REFUSED, "unknown_key"): (
        "no key that this witness trusts for the log has signed; signed by: {found}",
        "if the keeper says by a way that you trust that the key is new: record witness trust",
    ),
}
