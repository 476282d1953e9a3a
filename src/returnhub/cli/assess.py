"""`returnhub assess FOLDER`: the whole assessment as tables here and as one page that prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.pdf import find_browser, print_page
from returnhub.cli.switches import With, Without, switches
from returnhub.cli.target import check_named, check_page, save, write
from returnhub.cli.workbook import Xlsx, command

if TYPE_CHECKING:
    from returnhub.assessment.assess import Assessment
    from returnhub.cli.output import Mark

Out = Annotated[Path | None, typer.Option("-o", "--out", help="Where to write the page.")]
Replications = Annotated[int, typer.Option(help="Runs, each in another possible world.")]
Years = Annotated[int, typer.Option(help="Years after the scheme's first day.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same people and worlds.")]


def register(app: typer.Typer) -> None:
    """Add the command `assess`."""

    @app.command(short_help="The whole assessment, claim by claim, and its page.")
    def assess(  # pyright: ignore[reportUnusedFunction]: typer holds it
        folder: Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")],
        *,
        out: Out = None,
        replications: Replications = 200,
        years: Years = 10,
        seed: Seed = 1,
        people: Annotated[
            int, typer.Option(min=100, help="Made-up people to screen by the scheme's rules.")
        ] = 20_000,
        matters: Annotated[
            bool,
            typer.Option(
                "--matters/--no-matters",
                help="By more runs: which figures matter most, when it pays, what one more is worth.",
            ),
        ] = True,
        with_: With = None,
        without: Without = None,
        pdf: Annotated[
            Path | None, typer.Option(help="Print the page here too, by the Chromium on this machine.")
        ] = None,
        xlsx: Xlsx = None,
        as_json: output.AsJson = False,
    ) -> None:
        """Assess a scheme claim by claim: the main tables here, the whole as one page that prints."""
        from returnhub.assessment.assess import assess as run
        from returnhub.assessment.report.page import render
        from returnhub.scheme.load import load

        asked = switches(with_, without)
        (scheme,) = asked.turn([load(folder)])
        target = out or Path(f"{scheme.id}-assessment.html")
        check_page(target)
        if xlsx is not None:
            check_named(xlsx, ".xlsx", "--xlsx")
        browser = ""
        if pdf is not None:
            check_named(pdf, ".pdf", "--pdf")
            browser = find_browser()
        assumed = sum(f.is_assumption for f in scheme.figures.values())
        output.note(f"  Scheme   ok: {len(scheme.figures)} figures, {assumed} of them assumptions")
        with output.Progress("Runs", keeps=True) as progress:
            found = run(
                scheme,
                years=years,
                replications=replications,
                seed=seed,
                people=people,
                progress=progress,
                switches=asked,
            )
        if not found.partial and matters:
            found = deepened(found)
        write(target, render(found))
        if pdf is not None:
            print_page(target, pdf, browser)
        agrees = xlsx is None or _workbook(xlsx, folder, found)
        if as_json:
            output.say(
                output.envelope(
                    "assess",
                    {**result(found, target), "pdf": pdf, "workbook": xlsx},
                    seed=seed,
                    inputs=scheme.files,
                    warnings=warnings(found),
                )
            )
        else:
            output.say("\n".join(page(found, target)))
            if pdf is not None:
                output.say(f"PDF: {pdf} ({pdf.stat().st_size / 1000:,.0f} kB)")
            if xlsx is not None:
                output.say(f"Workbook: {xlsx} ({xlsx.stat().st_size / 1000:,.0f} kB)")
        output.end(holds=found.holds and agrees, partial=found.partial or bool(found.unfinished))


def _workbook(target: Path, folder: str, found: Assessment) -> bool:
    """Write the workbook; False if its formulas and the engine do not agree, which is said."""
    from returnhub.assessment.workbook.book import write_assessment

    result = found.evidence.result
    line = command("assess", [folder], result, found.switches, target)
    checked = save(target, lambda part: write_assessment(part, found.scheme, result, line, found.made_on))
    for name in checked.failed:
        output.note(f"error: {target}: the check does not hold: {name}")
    return checked.holds


def deepened(found: Assessment) -> Assessment:
    """The assessment with what asks for more runs; after Ctrl-C, with what of it is finished."""
    from returnhub.assessment.assess import MORE, stopped_at

    for number, (label, more) in enumerate(MORE):
        try:
            with output.Progress(label, keeps=True) as progress:
                found = more(found, progress)
        except KeyboardInterrupt:
            return stopped_at(found, number)
    return found


def page(a: Assessment, target: Path) -> Iterator[str]:
    """The main tables for a person."""
    from returnhub.assessment.report.words import FINDINGS

    yield output.wrap(f"{a.scheme.id}   {a.scheme.status.says.strip()}")
    made = f"{output.counted(a.years, 'year')}, {output.counted(a.replications, 'run')}, seed {a.seed}"
    yield output.wrap(f"{made}. Nine runs in ten lie between low and high.")
    if a.unfinished:
        yield f"Stopped early: without {', '.join(a.unfinished).lower()}."
    if a.partial:
        yield f"Stopped early: only {a.replications} runs are in these numbers."
    yield ""
    yield output.table(_rows(a), head=("", "low", "middle", "high", ""), right=(1, 2, 3))
    yield ""
    yield from _variants(a)
    yield "Claims"
    for answer in a.claims:
        mark = output.mark(_MARKS.get(answer.finding.value, "unknown"))
        yield output.wrap(
            f"{mark} {answer.claim.says} {FINDINGS[answer.finding][0].split(' ', 1)[1]}.", hang="  "
        )
    yield ""
    if a.tornado is not None:
        yield output.wrap(f"Matters most: {', '.join(a.tornado.first_three)}", hang="  ")
    if a.scheme.left_out:
        yield "Left out"
        for text in a.scheme.left_out:
            yield output.wrap(text.replace("`", ""), indent="  - ", hang="    ")
    for check in a.checks:
        mark = output.mark("ok" if check.holds else "broken")
        yield output.wrap(f"Check: {mark} {check.name}: {check.says}", hang="  ")
    size = target.stat().st_size / 1000
    yield f"Report: {target} ({size:,.0f} kB, opens without a network)"


_MARKS: dict[str, Mark] = {"holds": "ok", "does not hold": "broken"}


def _rows(a: Assessment) -> list[tuple[str, str, str, str, str]]:
    from returnhub.assessment.report.summary import rows

    return [(row.says, row.low, row.middle, row.high, row.note) for row in rows(a)]


def _variants(a: Assessment) -> Iterator[str]:
    from returnhub.assessment.numbers import count, over

    if a.evidence.variants:
        yield "Hundreds or thousands? People moved a year:"
        for v in a.evidence.variants:
            yield f"  with {v.places:,} places   {over(v.result.band('moved_a_year'), count)}"
        yield ""


def warnings(a: Assessment) -> list[str]:
    """What a machine should know before it uses the numbers."""
    found = [f"stopped after {a.replications} runs"] if a.partial else []
    found += [f"stopped before: {name.lower()}" for name in a.unfinished]
    return found + [f"check failed: {check.name}: {check.says}" for check in a.checks if not check.holds]


def result(a: Assessment, target: Path) -> dict[str, object]:
    """The answer for a machine: every measure as a band, the claims, the checks."""
    from returnhub.simulation.result import Band

    def bands(measures: dict[str, Band]) -> dict[str, Band | None]:
        return {name: None if band.mean != band.mean else band for name, band in measures.items()}

    r = a.evidence.result
    names = r.measures["measure"].unique(maintain_order=True).to_list()
    even = a.evidence.break_even
    return {
        "scheme": a.scheme.id,
        "years": a.years,
        "replications": a.replications,
        "partial": a.partial,
        "report": str(target),
        "measures": bands({name: r.band(name) for name in names}),
        "variants": {
            str(v.places): bands({"moved_a_year": v.result.band("moved_a_year")}) for v in a.evidence.variants
        },
        "who_in_1000": a.evidence.who.per_1000 if a.evidence.who else None,
        "break_even_within_studies": even.within if even else None,
        "with_optimism_bias": a.evidence.optimism and a.evidence.optimism.per_return_raised,
        "left": [
            {"outcome": row.outcome, "people": row.here, "without": row.without, "moved": row.moved}
            for row in a.evidence.left.rows
        ],
        "one_more": [] if a.margins is None else a.margins.rows,
        "worth_of_knowing": a.evidence.knowing,
        "claims": [
            {
                "id": c.claim.id,
                "finding": c.finding,
                "because": c.because,
                "test_used": c.test_used,
                "assumptions": c.assumptions,
            }
            for c in a.claims
        ],
        "assumptions": [f.id for f in a.assumptions],
        "checks": a.checks,
    }
