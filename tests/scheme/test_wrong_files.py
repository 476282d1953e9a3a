"""Each wrong file gives one error that a policy analyst understands: place, sentence, mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.cli import words
from returnhub.problems import Problem

Change = Callable[[str, str, str], Path]
ProblemsOf = Callable[[Path], list[Problem]]

S, F, T, C = "scheme.yaml", "figures.yaml", "statements.yaml", "claims.yaml"

WRONG = [
    # file, old, new, field, what the words must hold
    (
        S,
        "kind: open",
        "kind: opn",
        "hubs.hill.custody.kind",
        ['"opn" is not one of: closed, open, none', "did you mean open?"],
    ),
    (
        S,
        "places: hub_places\n",
        "places: hub_placs\n",
        "hubs.hill.places",
        ['no figure is called "hub_placs"', "did you mean hub_places"],
    ),
    (
        S,
        "limit: hub_stay_limit",
        "limit: hub_rate",
        "hubs.hill.stay.limit",
        ['in "share a year", and "days" is needed'],
    ),
    (
        S,
        "amount: place_cost",
        "amount: people_in_all",
        "costs.places.amount",
        ['"GBP a place-year" is needed'],
    ),
    (
        S,
        "name: Hub on the hill",
        "nam: Hub on the hill",
        "hubs.hill.nam",
        ['no field "nam"', "did you mean name?"],
    ),
    (S, "starts: 2027-01-01", "starts: 1.1.2027", "starts", ['"1.1.2027" is not a date', "2026-11-25"]),
    (S, "starts: 2027-01-01", "starts: 2027", "starts", ["2027 is not a date"]),
    (S, "starts: 2027-01-01", "starts: 2027-02-30", "starts", ['"2027-02-30" is not a date']),
    (S, "code: XXA", "code: NO", "hubs.hill.host.code", ["NO without quotes means false", 'quote it: "NO"']),
    (S, "code: XXA", "code: XX", "hubs.hill.host.code", ['"XX"', "three capital letters"]),
    (S, "id: small-hub", "id: Small Hub", "id", ['"Small Hub"', "small letters"]),
    (
        S,
        "open_to_people: true",
        "open_to_people: maybe",
        "hubs.hill.host_procedure.open_to_people",
        ["neither true nor false"],
    ),
    (S, "procedure: return_hub", "procedure: returns_only", "hubs", ['"returns_only" has no hub']),
    (S, "kind: open\n", "kind: closed\n", "hubs.hill.custody", ["held in a closed hub", "legal ground"]),
    (
        S,
        "authority: nobody",
        "authority: nobody\n      ground: Flight risk",
        "hubs.hill.custody.ground",
        ["nobody is held"],
    ),
    (S, "to_year: 5", "to_year: 0", "costs.places.to_year", ["0 is less than 1"]),
    (S, "to_year: 5", "to_year: five", "costs.places.to_year", ['"five" is not a whole number']),
    (S, "from_year: 1", "from_year: 9", "costs.places.to_year", ["from year 9 to year 5"]),
    (
        S,
        "statements: [minister_offers]\nprocedure",
        "statements: [minister_ofers]\nprocedure",
        "status.statements.1",
        ["did you mean minister_offers"],
    ),
    (
        S,
        "not_origins: [SYR]",
        "not_origins: [SYX]",
        "is_for.not_origins.1",
        ['"SYX" is not a state of origin'],
    ),
    (S, "not_origins: [SYR]", "not_origins: SYR", "is_for.not_origins", ['"SYR" is not a list']),
    (S, "not_origins: [SYR]", "not_origins: [012]", "", ["012 means the number 10"]),
    (S, "profile: uk-2025", "profile: uk-2026", "rules.profile", ["did you mean uk-2025"]),
    (S, "says: United Kingdom law.", "sys: United Kingdom law.", "rules.sys", ['no field "sys"']),
    (S, "extends: none", "extends: non", "extends", ['extends "non"', "did you mean none?"]),
    (
        S,
        "stands: offered",
        "stands: offered\n      clauses: [eu_conditions_of_stai]",
        "agreement.terms.hosts-people.clauses.1",
        ["no clause is called"],
    ),
    (
        S,
        "jurisdiction: Hostland",
        "jurisdiction:",
        "hubs.hill.custody.jurisdiction",
        ["nothing is given here", "courts govern"],
    ),
    (
        S,
        "says: People may leave.",
        "says: 2026-01-01",
        "hubs.hill.custody.says",
        ["means a date to YAML", "quote it"],
    ),
    (S, "host: {code: XXA, name: Hostland}", "host: Hostland", "hubs.hill.host", ["code, name"]),
    (
        S,
        "title: A small hub",
        "title: A small hub\nfigures: {}",
        "figures",
        ["does not belong into scheme.yaml"],
    ),
    (
        S,
        "      - {when: The stay ends, leads_to: Release with papers, who_bears_it: host state}",
        "      []",
        "hubs.hill",
        ["without a way back"],
    ),
    (
        F,
        "{low: 20, high: 100}",
        "{low: 540, high: 30}",
        "hub_places.range",
        ["540 to 30: the low end is above the high", "swap them"],
    ),
    (F, "value: 40\n", "value: 400\n", "hub_places.value", ["400 lies outside 20 to 100"]),
    (
        F,
        "value: 40\n",
        "value: 40 places\n",
        "hub_places.value",
        ['"40 places" is not a number', "without unit"],
    ),
    (F, "value: 40\n", "value: yes\n", "hub_places.value", ["true is not a number"]),
    (F, "value: 40\n", 'value: "40"\n', "hub_places.value", ['"40" is not a number']),
    (F, "value: 40\n", "value: .nan\n", "hub_places.value", ['".nan" is not a number']),
    (F, "{low: 20, high: 100}", "{low: 20, high: 1e+300}", "hub_places.range", ["1,000,000 is the most"]),
    (F, "{low: 20, high: 100}", "{low: 20}", "hub_places.range.high", ['"high" is missing']),
    (F, "{low: 20, high: 100}", "[20, 100]", "hub_places.range", ["low, high"]),
    (F, "{low: 20, high: 100}", "{low: 0, high: 100}", "hub_places.range", ["needs a low end above 0"]),
    (F, "{low: 30, high: 540}", "{low: -30, high: 540}", "hub_document_days.range", ["-30 cannot be"]),
    (
        F,
        "unit: share, value: 0.5",
        "unit: share, value: 50",
        "hub_document_share.value",
        ["50 is not a share", "0.12"],
    ),
    (F, "unit: places", "unit: beds", "hub_places.unit", ['"beds" is not one of']),
    (
        F,
        "distribution: loguniform",
        "distribution: gamma",
        "hub_places.distribution",
        ['"gamma" is not one of'],
    ),
    (F, "  range: {low: 20, high: 100}\n", "", "hub_places.distribution", ["needs a range"]),
    (F, "  why: Made up.\n", "", "hub_places", ["assumption and does not say why"]),
    (
        F,
        "  confidence: secondary\n",
        "  confidence: sure\n",
        "hub_document_days.confidence",
        ["primary, secondary"],
    ),
    (
        F,
        '  source:\n    - {cite: "Made up", date: 2025-10-21}\n',
        "",
        "hub_document_days.confidence",
        ["no source is given"],
    ),
    (
        F,
        "    IRN: {value: 400}",
        "    IRX: {value: 400}",
        "hub_document_days.by_origin.IRX",
        ['"IRX" is not a state of origin'],
    ),
    (
        F,
        "    IRN: {value: 400}",
        "    Iran: {value: 400}",
        "hub_document_days.by_origin.Iran",
        ["three capital letters"],
    ),
    (
        F,
        "    IRN: {value: 400}",
        "    IRN: {}",
        "hub_document_days.by_origin.IRN",
        ["neither a value nor a range"],
    ),
    (F, "- id: hub_places", "- id: hub places", "hub places.id", ["small letters, digits and _"]),
    (F, "- {id: hub_rate,", "- {id: hub_places,", "id", ['"hub_places" is used twice']),
    (F, "value: 365,", "value: 365, value: 366,", "", ['"value" stands here twice']),
    (F, "id: referral_days", "id: referral_day", "procedure", ['no figure is called "referral_days"']),
    (
        F,
        "unit: days, value: 60,",
        "unit: share, value: 0.5,",
        "referral_days.unit",
        ['"days" is needed for the way to the hub'],
    ),
    (T, "hand: first hand", "hand: first", "minister_offers.hand", ["did you mean first hand"]),
    (
        T,
        "statements: [minister_denies]",
        "statements: [minister_offers]",
        "offered_or_not.sides.2.statements.1",
        ["on two sides"],
    ),
    (
        T,
        "statements: [minister_denies]",
        "statements: []",
        "offered_or_not.sides.2.statements",
        ["the list is empty"],
    ),
    (
        T,
        "statements: [minister_denies]",
        "statements: [nobody]",
        "offered_or_not.sides.2.statements.1",
        ['no statement is called "nobody"'],
    ),
    (T, "says: Hostland offers some places.", "says: Offers.", "minister_offers.says", ["too short"]),
    (T, "conflicts:\n", "conflict:\n", "conflict", ['no field "conflict"']),
    (
        T,
        "outlet: A paper",
        "outlet: 24",
        "minister_offers.outlet",
        ["24 means the number 24 to YAML", 'quote it if it is a text: "24"'],
    ),
    (
        C,
        "holders: [minister_offers]",
        "holders: minister_offers",
        "places_are_few.holders",
        ["is not a list"],
    ),
    (C, "finding: holds\n", "finding: true\n", "places_are_few.finding", ["quote it"]),
    (C, "  because: The figure says so.\n", "", "places_are_few", ['needs "because"']),
    (
        C,
        "kind: from sourced figures",
        "kind: computed by the model",
        "places_are_few",
        ["the name of a check"],
    ),
]


def _name(case: tuple[str, str, str, str, list[str]]) -> str:
    return f"{case[3]}: {case[4][0]}"


@pytest.mark.parametrize("case", WRONG, ids=_name)
def test_a_wrong_file_says_where_what_and_how_to_mend(
    case: tuple[str, str, str, str, list[str]], change: Change, problems_of: ProblemsOf
) -> None:
    file, old, new, field, said = case
    problems = problems_of(change(file, old, new))
    at_field = [p for p in problems if p.where.field == field]
    assert at_field, [(p.where.field, words.sentence(p)) for p in problems]
    problem = at_field[0]
    text = f"{words.sentence(problem)} {words.mend(problem)}"
    assert all(part in text for part in said), text
    assert "{" not in text
    assert problem.where.line is not None


def test_one_slip_is_one_error(change: Change, problems_of: ProblemsOf) -> None:
    for file, old, new, *_ in WRONG[:4]:
        folder = change(file, old, new)
        assert len(problems_of(folder)) == 1
        change(file, new, old)


def test_a_weight_without_a_row_for_each_origin_is_refused(small: Path, problems_of: ProblemsOf) -> None:
    with (small / "figures.yaml").open("a") as f:
        f.write(
            "- {id: origin_weight_boat, says: Weights by boat., unit: ratio, value: 0,\n"
            "   confidence: assumption, why: A test., by_origin: {IRN: {value: 1}}}\n"
        )
    problem = problems_of(small)[0]
    assert problem.where.field == "origin_weight_boat.by_origin"
    assert "AFG" in words.sentence(problem)


def test_a_scheme_that_extends_nothing_is_told_where_the_figures_come_from(
    change: Change, problems_of: ProblemsOf
) -> None:
    folder = change("scheme.yaml", "extends: none\n", "sending: {code: XXB, name: Sendland}\n")
    missing = [p for p in problems_of(folder) if p.given.get("name") == "claims_a_year"]
    assert 'write "extends: none"' in words.mend(missing[0])
