"""Charts of every kind with what strains them: long names, no one, one bar, twenty, gaps, no limit."""

from __future__ import annotations

import datetime as dt
import math

from returnhub.charts import (
    Area,
    Bar,
    Certified,
    Chart,
    Column,
    Interval,
    Kind,
    Link,
    Measure,
    Node,
    Outline,
    Side,
    Spread,
    Strip,
    Swing,
    Table,
    Weeks,
    Whole,
    Words,
    bands,
    bars,
    flow,
    intervals,
    shares,
    spread,
    states,
    strips,
    tornado,
    zones,
)

LONG = (
    "People whose claim was refused, who have used up every appeal, and whose state of origin has not said "
    "for years whether it will ever give them a travel document <&\"'>"
)
WORD = "Nichtzurückweisungsgrundsatzvorbehaltsverordnungsdurchführungsbestimmungen"
NAN = math.nan
ENDS = [dt.date(2026, 1, 4) + dt.timedelta(weeks=i) for i in range(520)]


def weeks(n: int, level: float, gap: bool = False) -> Weeks:
    def line(k: float) -> list[float | None]:
        return [None if gap and i % 50 < 9 else level * k * i / max(1, n - 1) for i in range(n)]

    return Weeks(ENDS[:n], line(0.4), line(0.8), line(1), line(1.2), line(1.9))


def every_chart(width: float = 640) -> dict[str, Chart]:
    w = width
    p, gbp, share = Measure.PEOPLE, Measure.GBP, Measure.SHARE
    n, few = len(ENDS), ENDS[:2]
    places = Certified("Certified 250, " + LONG, [0] * 100 + [250] * (n - 100), [0] * n, [900] * n)
    nobody = Weeks(ENDS, *([None] * n for _ in range(5)))
    nodes = [Node(LONG, 0, 1000, 1000, 1000), Node(WORD, 1, 980, 900, 990), Node("moved", 1, 20, 0, 90)]
    nodes += [Node(f"end {i}", 2, 90, 10, 120, 1 + i % 4) for i in range(11)] + [Node("died", 2, 10, 0, 20)]
    links = [Link(LONG, WORD, 980), Link(LONG, "moved", 20), Link(WORD, "died", 0), Link("moved", "died", 10)]
    links += [Link(WORD, f"end {i}", 90 if i else 80) for i in range(11)] + [Link("moved", "end 0", 10)]
    through = [Node("refused", 0, 100, 90, 110), Node("stays", 1, 60, 50, 70), Node("back", 2, 100, 1, 2, 1)]
    passing = [Link("refused", "stays", 60), Link("refused", "back", 40), Link("stays", "back", 60)]
    swings = tuple(Swing(f"{LONG} {i}", LONG, "9", 1e6 * i, 2e5 - i, i % 2 == 0) for i in range(15))
    odd = (Swing("a", "0", "1", math.inf, math.inf), Swing("b", "0", "1", NAN, 3), Swing("c", "0", "1", 4, 5))
    kinds = [Kind("O", "solid", "offers"), Kind("C", "hatched", LONG), Kind("T", "dotted", "talks")]
    kinds += [Kind("R", "crossed", "refuses"), Kind("N", "unsaid", "not said")]
    balkans = ("ALB", "BIH", "MKD", "MNE", "SRB", "XKX")
    areas = [
        Area(code, name, kinds[i % 5], says, i % 2 == 0)
        for i, (code, name, says) in enumerate(
            zip(balkans, ("Albania", WORD, "C", "D", LONG[:60], "Kosovo"), (LONG[:60],) * 6, strict=True)
        )
    ]
    stands = Table("Stands", (Column("State"), Column("Says")), tuple((a.name, a.says) for a in areas))
    return {
        "map": states("m1", Words(LONG), areas, kinds, stands, notes=(LONG,), board_width=w),
        "one state": states("m2", Words("One"), areas[3:4], kinds, stands, board_width=w),
        "no state": states("m3", Words("None"), (), kinds, stands, board_width=w),
        "weeks": bands(
            "w1", Words("Weeks"), weeks(n, 200), p, measured=LONG, certified=places, board_width=w
        ),
        "gaps": bands(
            "w2", Words("Gaps"), weeks(104, 90, True), Measure.DAYS, measured="Days", board_width=w
        ),
        "two weeks": bands("w3", Words("Two"), Weeks(few, *([1, 2],) * 5), p, measured="", board_width=w),
        "no weeks": bands("w4", Words("None"), nobody, p, measured="People", board_width=w),
        "empty weeks": bands(
            "w5", Words("Empty"), Weeks([], [], [], [], [], []), p, measured="", board_width=w
        ),
        "zero weeks": bands("w6", Words("Zero"), weeks(n, 0), p, measured="People", board_width=w),
        "long bars": bars(
            "b1", Words(LONG), (Bar(LONG, 4, 1, 9, True), Bar(WORD, 8e5)), gbp, measured=LONG, width=w
        ),
        "one bar": bars("b2", Words("One"), (Bar("One", 5),), p, counted=True, width=w),
        "twenty": bars("b3", Words("20"), tuple(Bar(f"{i}", i * 99) for i in range(20)), p, width=w),
        "no bars": bars("b4", Words("None"), (), p, width=w),
        "no one": bars(
            "b5", Words("No one"), (Bar("a", NAN), Bar("b", 0, 0, 0), Bar("c", 1, NAN, 2)), p, width=w
        ),
        "below nought": bars(
            "b6", Words("Saved"), (Bar("a", -3e8, -2e9, 1e7), Bar("b", 3, 1, math.inf)), gbp, width=w
        ),
        "verdicts": shares("s1", Words("V"), (Whole(LONG, (1, 998, 1)), Whole("b", (0, 0, 0))), width=w),
        "two kinds": shares("s2", Words("T"), (Whole("a", (1, 2)),), (LONG, WORD), width=w),
        "no shares": shares("s3", Words("N"), (), width=w),
        "tornado": tornado("t1", Words("T"), swings, 5e5, gbp, measured=LONG, board_width=w),
        "odd tornado": tornado("t2", Words("T"), odd, 4, p, board_width=w),
        "no tornado": tornado("t3", Words("T"), (), 4, p, board_width=w),
        "intervals": intervals(
            "i1",
            Words("I"),
            (
                Interval(LONG, 0.01, 0.1, 0.4),
                Interval("b", NAN, NAN, NAN, True),
                Interval("c", 0.2, 0.2, math.inf),
            ),
            share,
            kinds=(LONG, "judgement"),
            line=(0.5, LONG),
            width=w,
        ),
        "no intervals": intervals("i2", Words("I"), (), share, width=w),
        "flow": flow("f1", Words("F"), nodes, links, of="1,000 people", board_width=w),
        "spread": spread(
            "r1",
            Words(LONG),
            (
                Spread(LONG, 1e5, 2e5, 3e5, 4e5, 9e5, [k * 1e4 for k in range(100)]),
                Spread(WORD, NAN, NAN, NAN, NAN, NAN, [NAN, NAN]),
                Spread("c", -2e6, -1e6, 0, 0, 1e4, [-2e6, 0, math.inf]),
            ),
            gbp,
            measured=LONG,
            line=(0, LONG),
            board_width=w,
        ),
        "no spread": spread("r2", Words("None"), (), gbp, board_width=w),
        "strips": strips(
            "r3",
            Words(LONG),
            (Strip(LONG, weeks(n, 2e5)), Strip(WORD, weeks(n, 0), 9), Strip("c", nobody)),
            p,
            board_width=w,
        ),
        "no strips": strips("r4", Words("None"), (), p, board_width=w),
        "passing": flow("f2", Words("F"), through, passing, board_width=w),
        "zones": zones(
            "z1",
            Words(LONG),
            Side(LONG, (0.001, 0.02, 0.045, 0.1, 0.355, 0.5, 1.0), share),
            Side(WORD, (25, 120, 1_000, 24_000), Measure.PLACES),
            tuple(tuple(min(1.0, i * j / 9) if j else NAN for j in range(7)) for i in range(4)),
            holds="pays",
            outlines=(Outline(LONG, up=(100, 1_000)), Outline("What studies found", (0.001, 0.1))),
            board_width=w,
        ),
        "one zone": zones(
            "z2",
            Words("One"),
            Side("a", (0.5,), share),
            Side("b", (365,), Measure.DAYS),
            ((0.95,),),
            holds="pays",
            outlines=(Outline("nowhere", (2, 3)),),
            board_width=w,
        ),
        "no zones": zones(
            "z3",
            Words("None"),
            Side("a", (0.5,), share),
            Side("b", (2,), p),
            ((NAN,),),
            holds="pays",
            board_width=w,
        ),
        "no flow": flow(
            "f3", Words("F"), [Node("a", 0, 0, 0, 0), Node("b", 1, NAN, NAN, NAN)], [], board_width=w
        ),
    }
