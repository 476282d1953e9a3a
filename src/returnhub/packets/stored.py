"""The list of packets as rows, for the tables that the database holds every packet to; filled at set-up."""

from __future__ import annotations

from psycopg import Connection

from returnhub.packets.kinds import KINDS, listed
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped

Row = tuple[object, ...]


def kind_rows() -> list[Row]:
    """Each kind: its name, who gets it, and the stages in which it may be sent."""
    return [(one.kind, one.to.value, [s.value for s in one.stages]) for one in KINDS.values()]


def field_rows() -> list[Row]:
    """Each field of each kind, as `kinds.Listed` has it."""
    return [
        (kind, f.name, f.shape.value, f.may_be_unknown, list(f.words), f.given)
        for kind, one in KINDS.items()
        for f in listed(one)
    ]


def origin_rows() -> list[Row]:
    """Each state of origin that a fact may name: code and name."""
    return list(read_facts(shipped("law"), [])["origin"].codes.items())


def put_kinds(connection: Connection) -> None:
    """Fill the tables with exactly these rows, as their owner."""
    cursor = connection.cursor()
    cursor.execute("DELETE FROM packets_field")
    cursor.execute("DELETE FROM packets_kind")
    cursor.execute("DELETE FROM packets_origin")
    cursor.executemany("INSERT INTO packets_kind (kind, receiver, stages) VALUES (%s, %s, %s)", kind_rows())
    cursor.executemany(
        "INSERT INTO packets_field (kind_id, name, shape, may_be_unknown, words, given)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        field_rows(),
    )
    cursor.executemany("INSERT INTO packets_origin (code, name) VALUES (%s, %s)", origin_rows())
