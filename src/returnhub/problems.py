"""Every error as a value: what went wrong (code), where, and what was given. No words here.

The sentence and the mend that a person reads live in `returnhub.cli.words`; a test holds that each
code below has both. The codes by floor:

file        .missing .unreadable .unwritable .empty .too_big .encoding .format
yaml        .syntax .not_a_mapping .duplicate_key .ambiguous .forbidden
scheme      .unknown_name .extends_missing .extends_loop .field_missing .field_unknown .field_wrong
            .value_unknown .figure_missing .figure_unit .name_twice .reference_missing .origin_unknown
            .hubs_missing .hubs_not_expected .ground_missing .ground_not_expected .way_back_missing
            .years_reversed .host_untold .days_missing .sway_itself .kinds_not_whole
            .switch_unknown
figure      .no_value .range_reversed .range_missing .value_outside_range .outside_unit
            .low_not_above_zero .why_missing .source_missing .origin_missing .unused
statement   .reference_missing .side_twice
claim       .incomplete
procedure   .event_not_allowed .time_reversed
rule        .syntax .not_allowed .fact_unknown .type_wrong .value_unknown .too_long .too_deep
            .version_overlap .version_gap .profile_unknown .untested .test_failed .date_wrong
caseload    .column_unknown .column_missing .column_twice .map_wrong .value_wrong .row_length
            .quote_open .text_wrong .id_twice .no_rows .too_many
sheet       .missing .chosen .rows_above .hidden_read .heading_blank .heading_missing .cell_error
            .cell_uncalculated .cell_merged .digits_lost .unchanged .reason_unchanged .row_twice
screening   .case_unknown .no_rule_in_force
simulation  .option_wrong .runs_missing .runs_there .runs_foreign .runs_other .runs_busy
            .cluster_missing .cluster_unreachable .cluster_differs
assessment  .check_failed .claim_answer_unknown .output_unwritable .browser_missing .print_failed
record      .log_missing .log_exists .log_wrong .log_busy .log_unreachable .origin_wrong .note_wrong
            .key_wrong .key_missing .key_exists .key_inside .signature_wrong .checkpoint_wrong .receipt_wrong
            .proof_wrong .tile_wrong .entry_wrong .entry_unknown .entry_waiting .content_wrong .handover_wrong
            .erasure_refused .forked .rolled_back .database .witness_wrong .witness_refused
            .timestamp_wrong
service     .programs_missing .user_missing .data_version .home_foreign .running .password_wrong
            .socket_taken .database_failed .database_busy .database_unreachable .not_running
            .port_taken .process_failed
command     .not_allowed .not_theirs .refused .not_possible .field_missing .field_wrong .changed .two_people
            .file_wrong .too_many
option      .wrong .output_unwritable
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """What went wrong; the value is `floor.word`."""

    FILE_MISSING = "file.missing"
    FILE_UNREADABLE = "file.unreadable"
    FILE_UNWRITABLE = "file.unwritable"
    FILE_EMPTY = "file.empty"
    FILE_TOO_BIG = "file.too_big"
    FILE_ENCODING = "file.encoding"
    FILE_FORMAT = "file.format"

    YAML_SYNTAX = "yaml.syntax"
    YAML_NOT_A_MAPPING = "yaml.not_a_mapping"
    YAML_DUPLICATE_KEY = "yaml.duplicate_key"
    YAML_AMBIGUOUS = "yaml.ambiguous"
    YAML_FORBIDDEN = "yaml.forbidden"

    SCHEME_UNKNOWN_NAME = "scheme.unknown_name"
    SCHEME_EXTENDS_MISSING = "scheme.extends_missing"
    SCHEME_EXTENDS_LOOP = "scheme.extends_loop"
    SCHEME_FIELD_MISSING = "scheme.field_missing"
    SCHEME_FIELD_UNKNOWN = "scheme.field_unknown"
    SCHEME_FIELD_WRONG = "scheme.field_wrong"
    SCHEME_VALUE_UNKNOWN = "scheme.value_unknown"
    SCHEME_FIGURE_MISSING = "scheme.figure_missing"
    SCHEME_FIGURE_UNIT = "scheme.figure_unit"
    SCHEME_NAME_TWICE = "scheme.name_twice"
    SCHEME_REFERENCE_MISSING = "scheme.reference_missing"
    SCHEME_ORIGIN_UNKNOWN = "scheme.origin_unknown"
    SCHEME_HUBS_MISSING = "scheme.hubs_missing"
    SCHEME_HUBS_NOT_EXPECTED = "scheme.hubs_not_expected"
    SCHEME_GROUND_MISSING = "scheme.ground_missing"
    SCHEME_GROUND_NOT_EXPECTED = "scheme.ground_not_expected"
    SCHEME_WAY_BACK_MISSING = "scheme.way_back_missing"
    SCHEME_YEARS_REVERSED = "scheme.years_reversed"
    SCHEME_HOST_UNTOLD = "scheme.host_untold"
    SCHEME_DAYS_MISSING = "scheme.days_missing"
    SCHEME_SWAY_ITSELF = "scheme.sway_itself"
    SCHEME_KINDS_NOT_WHOLE = "scheme.kinds_not_whole"
    SCHEME_SWITCH_UNKNOWN = "scheme.switch_unknown"

    FIGURE_NO_VALUE = "figure.no_value"
    FIGURE_RANGE_REVERSED = "figure.range_reversed"
    FIGURE_VALUE_OUTSIDE_RANGE = "figure.value_outside_range"
    FIGURE_RANGE_MISSING = "figure.range_missing"
    FIGURE_OUTSIDE_UNIT = "figure.outside_unit"
    FIGURE_LOW_NOT_ABOVE_ZERO = "figure.low_not_above_zero"
    FIGURE_WHY_MISSING = "figure.why_missing"
    FIGURE_SOURCE_MISSING = "figure.source_missing"
    FIGURE_ORIGIN_MISSING = "figure.origin_missing"
    FIGURE_UNUSED = "figure.unused"

    STATEMENT_REFERENCE_MISSING = "statement.reference_missing"
    STATEMENT_SIDE_TWICE = "statement.side_twice"

    CLAIM_INCOMPLETE = "claim.incomplete"

    PROCEDURE_EVENT_NOT_ALLOWED = "procedure.event_not_allowed"
    PROCEDURE_TIME_REVERSED = "procedure.time_reversed"

    RULE_SYNTAX = "rule.syntax"
    RULE_NOT_ALLOWED = "rule.not_allowed"
    RULE_FACT_UNKNOWN = "rule.fact_unknown"
    RULE_TYPE_WRONG = "rule.type_wrong"
    RULE_VALUE_UNKNOWN = "rule.value_unknown"
    RULE_TOO_LONG = "rule.too_long"
    RULE_TOO_DEEP = "rule.too_deep"
    RULE_VERSION_OVERLAP = "rule.version_overlap"
    RULE_VERSION_GAP = "rule.version_gap"
    RULE_PROFILE_UNKNOWN = "rule.profile_unknown"
    RULE_UNTESTED = "rule.untested"
    RULE_TEST_FAILED = "rule.test_failed"
    RULE_DATE_WRONG = "rule.date_wrong"

    CASELOAD_COLUMN_UNKNOWN = "caseload.column_unknown"
    CASELOAD_COLUMN_MISSING = "caseload.column_missing"
    CASELOAD_COLUMN_TWICE = "caseload.column_twice"
    CASELOAD_MAP_WRONG = "caseload.map_wrong"
    CASELOAD_VALUE_WRONG = "caseload.value_wrong"
    CASELOAD_ROW_LENGTH = "caseload.row_length"
    CASELOAD_QUOTE_OPEN = "caseload.quote_open"
    CASELOAD_TEXT_WRONG = "caseload.text_wrong"
    CASELOAD_ID_TWICE = "caseload.id_twice"
    CASELOAD_NO_ROWS = "caseload.no_rows"
    CASELOAD_TOO_MANY = "caseload.too_many"

    SHEET_MISSING = "sheet.missing"
    SHEET_CHOSEN = "sheet.chosen"
    SHEET_ROWS_ABOVE = "sheet.rows_above"
    SHEET_HIDDEN_READ = "sheet.hidden_read"
    SHEET_HEADING_BLANK = "sheet.heading_blank"
    SHEET_CELL_ERROR = "sheet.cell_error"
    SHEET_CELL_UNCALCULATED = "sheet.cell_uncalculated"
    SHEET_CELL_MERGED = "sheet.cell_merged"
    SHEET_DIGITS_LOST = "sheet.digits_lost"
    SHEET_HEADING_MISSING = "sheet.heading_missing"
    SHEET_UNCHANGED = "sheet.unchanged"
    SHEET_REASON_UNCHANGED = "sheet.reason_unchanged"
    SHEET_ROW_TWICE = "sheet.row_twice"

    SCREENING_CASE_UNKNOWN = "screening.case_unknown"
    SCREENING_NO_RULE_IN_FORCE = "screening.no_rule_in_force"

    SIMULATION_OPTION_WRONG = "simulation.option_wrong"
    SIMULATION_RUNS_MISSING = "simulation.runs_missing"
    SIMULATION_RUNS_THERE = "simulation.runs_there"
    SIMULATION_RUNS_FOREIGN = "simulation.runs_foreign"
    SIMULATION_RUNS_OTHER = "simulation.runs_other"
    SIMULATION_RUNS_BUSY = "simulation.runs_busy"
    SIMULATION_CLUSTER_MISSING = "simulation.cluster_missing"
    SIMULATION_CLUSTER_UNREACHABLE = "simulation.cluster_unreachable"
    SIMULATION_CLUSTER_DIFFERS = "simulation.cluster_differs"

    MODEL_WRONG = "model.wrong"

    ASSESSMENT_CHECK_FAILED = "assessment.check_failed"
    ASSESSMENT_CLAIM_ANSWER_UNKNOWN = "assessment.claim_answer_unknown"
    ASSESSMENT_OUTPUT_UNWRITABLE = "assessment.output_unwritable"
    ASSESSMENT_BROWSER_MISSING = "assessment.browser_missing"
    ASSESSMENT_PRINT_FAILED = "assessment.print_failed"

    RECORD_LOG_MISSING = "record.log_missing"
    RECORD_LOG_EXISTS = "record.log_exists"
    RECORD_LOG_WRONG = "record.log_wrong"
    RECORD_LOG_BUSY = "record.log_busy"
    RECORD_LOG_UNREACHABLE = "record.log_unreachable"
    RECORD_ORIGIN_WRONG = "record.origin_wrong"
    RECORD_NOTE_WRONG = "record.note_wrong"
    RECORD_KEY_WRONG = "record.key_wrong"
    RECORD_KEY_MISSING = "record.key_missing"
    RECORD_KEY_EXISTS = "record.key_exists"
    RECORD_KEY_INSIDE = "record.key_inside"
    RECORD_SIGNATURE_WRONG = "record.signature_wrong"
    RECORD_CHECKPOINT_WRONG = "record.checkpoint_wrong"
    RECORD_RECEIPT_WRONG = "record.receipt_wrong"
    RECORD_PROOF_WRONG = "record.proof_wrong"
    RECORD_TILE_WRONG = "record.tile_wrong"
    RECORD_ENTRY_WRONG = "record.entry_wrong"
    RECORD_ENTRY_UNKNOWN = "record.entry_unknown"
    RECORD_ENTRY_WAITING = "record.entry_waiting"
    RECORD_CONTENT_WRONG = "record.content_wrong"
    RECORD_HANDOVER_WRONG = "record.handover_wrong"
    RECORD_ERASURE_REFUSED = "record.erasure_refused"
    RECORD_FORKED = "record.forked"
    RECORD_ROLLED_BACK = "record.rolled_back"
    RECORD_DATABASE = "record.database"
    RECORD_WITNESS_WRONG = "record.witness_wrong"
    RECORD_WITNESS_REFUSED = "record.witness_refused"
    RECORD_TIMESTAMP_WRONG = "record.timestamp_wrong"

    SERVICE_PROGRAMS_MISSING = "service.programs_missing"
    SERVICE_USER_MISSING = "service.user_missing"
    SERVICE_DATA_VERSION = "service.data_version"
    SERVICE_HOME_FOREIGN = "service.home_foreign"
    SERVICE_RUNNING = "service.running"
    SERVICE_PASSWORD_WRONG = "service.password_wrong"
    SERVICE_SOCKET_TAKEN = "service.socket_taken"
    SERVICE_DATABASE_FAILED = "service.database_failed"
    SERVICE_DATABASE_BUSY = "service.database_busy"
    SERVICE_DATABASE_UNREACHABLE = "service.database_unreachable"
    SERVICE_NOT_RUNNING = "service.not_running"
    SERVICE_PORT_TAKEN = "service.port_taken"
    SERVICE_PROCESS_FAILED = "service.process_failed"

    COMMAND_NOT_ALLOWED = "command.not_allowed"
    COMMAND_NOT_THEIRS = "command.not_theirs"
    COMMAND_REFUSED = "command.refused"
    COMMAND_NOT_POSSIBLE = "command.not_possible"
    COMMAND_FIELD_MISSING = "command.field_missing"
    COMMAND_FIELD_WRONG = "command.field_wrong"
    COMMAND_CHANGED = "command.changed"
    COMMAND_TWO_PEOPLE = "command.two_people"
    COMMAND_FILE_WRONG = "command.file_wrong"
    COMMAND_TOO_MANY = "command.too_many"

    OPTION_WRONG = "option.wrong"
    OPTION_OUTPUT_UNWRITABLE = "option.output_unwritable"


@dataclass(frozen=True, slots=True)
class Where:
    """A place a person can go to: a file, its line (1 is the first), a column, and the field's path."""

    file: str = ""
    line: int | None = None
    column: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `given` holds the values that the words need: what was found, what was expected, near names.
    """

    code: Code
    where: Where = Where()
    given: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class Problems(Exception):
    """Raised once with everything that is wrong, so that a person mends all of it in one go."""

    def __init__(self, items: Iterable[Problem]) -> None:
        self.items: tuple[Problem, ...] = tuple(items)
        super().__init__("; ".join(map(_told, self.items)))


_ABOUT_NOBODY = ("scheme", "figure", "simulation", "model", "file")
"""Floors whose problems are given names and amounts, never anything of a person: those may stand in a log."""


def _told(p: Problem) -> str:
    """For a traceback: `simulation.option_wrong, hub, found: berlin, expected: ['kosovo']`."""
    place = f"{p.where.file}:{p.where.line}" if p.where.line else p.where.file
    told = p.given.items() if p.code.partition(".")[0] in _ABOUT_NOBODY else ()
    given = (f"{key}: {value}" for key, value in told)
    return ", ".join(part for part in (p.code.value, place, p.where.field, *given) if part)


def refuse(code: Code, where: Where | None = None, **given: object) -> Problems:
    """One problem, ready to raise: `raise refuse(Code.FILE_MISSING, Where(file=name), near=[...])`."""
    return Problems([Problem(code, where or Where(), MappingProxyType(given))])
