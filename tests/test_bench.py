"""What measures runs: figures come out, and none of them decides anything."""

from bench.lateness import Load, measured


async def test_lateness_is_told_as_distributions() -> None:
    tiny = Load(orders=3, blocks=1, apart=0.1, scan_every=0.1, sweep=0.1)
    figures = await measured(tiny)
    assert len(figures) == 2
    for figure in figures:
        assert all(word in figure.figure for word in ("p50", "p90", "p99", "max")), figure
