"""JSON Schema of a scheme's folder, for editors that complete and check YAML while one types."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme
from returnhub.scheme.parts import CLAIMS, FIGURES, SCHEME, STATEMENTS
from returnhub.scheme.statements import Claim, Conflict, Statement

Schema = dict[str, Any]

FILES = (SCHEME, FIGURES, STATEMENTS, CLAIMS)
"""The files that have a schema; rules.yaml is described with the rules."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ELSEWHERE = ("figures", "statements", "conflicts", "claims", "facts", "hosts", "files", "rules_files")


def schema(file: str | None = None) -> Schema:
    """The schema of one file of the folder, or of the folder as an object with a property for each file."""
    models: list[type[BaseModel]] = [Scheme, Figure, Statement, Conflict, Claim]
    _, whole = models_json_schema([(m, "validation") for m in models], ref_template="#/$defs/{model}")
    defs: Schema = whole["$defs"]
    top = _scheme(defs)
    by_file: Schema = {
        SCHEME: top,
        FIGURES: _list_of("Figure"),
        STATEMENTS: {
            "type": "object",
            "properties": {"statements": _list_of("Statement"), "conflicts": _list_of("Conflict")},
            "additionalProperties": False,
        },
        CLAIMS: _list_of("Claim"),
    }
    head: Schema = {"$schema": _DRAFT, "title": f"returnhub {file or 'scheme folder'}"}
    if file is not None:
        return {**head, **by_file[file], "$defs": defs}
    return {**head, "type": "object", "properties": by_file, "required": [SCHEME], "$defs": defs}


def _scheme(defs: Schema) -> Schema:
    """scheme.yaml whole, or in part where it extends another; `Scheme` itself leaves the definitions."""
    full = cast("Schema", defs.pop("Scheme"))
    for name in _ELSEWHERE:
        full["properties"].pop(name, None)
    required: list[str] = full.pop("required")
    partly = {name: _partly(value, defs) for name, value in full["properties"].items()}
    return {
        **full,
        "properties": {},
        "if": {"required": ["extends"]},
        "then": {"properties": partly, "required": ["id"]},
        "else": {"properties": full["properties"], "required": required},
        "additionalProperties": True,
        "propertyNames": {"enum": list(partly)},
    }


def _partly(value: Schema, defs: Schema) -> Schema:
    """A mapping, or rows with ids, of which a scheme may give some fields and take the others from what
    it extends."""
    if value.get("type") == "array":
        row = _partly(value["items"], defs)
        return {**value, "items": {**row, "required": ["id"]}} if "id" in row.get("properties", {}) else value
    name = str(value.get("$ref", "")).rpartition("/")[2]
    inner = defs.get(name, {})
    if inner.get("type") != "object":
        return value
    fields = {k: _partly(v, defs) for k, v in inner["properties"].items()}
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
