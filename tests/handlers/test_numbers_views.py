"""Numbers, health and the doctor: short enough for Telegram, said in the reader's language."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from handlers import doctor
from handlers.doctor import LONE_OWNER, Finding
from handlers.group_rights import GONE, SILENCE, WRITE
from handlers.views import chart, findings, leaderboard, vitals
from handlers.views import numbers as views
from handlers.views.findings import what_of, word_of
from handlers.views.screen import Screen, visible
from models.day import Count, Day, Visit
from repositories.numbers import Number
from services.running.build import Build
from services.running.door import Spoken
from services.running.vitals import Room, Vitals
from services.sale.badges import Badge
from services.sale.leaderboard import PLACES, Manner, Shown, Standing
from services.sale.numbers import Period, Point, Ranked, Report
from tests.handlers.conftest import TEXTS
from tests.handlers.test_view_limits import GLYPHS, NOW, Longest, check
from utils.health import Health

ZONE = "America/Argentina/ComodRivadavia"
SPOKEN = Spoken("one", 12, 3)


def report(world: Longest, period: Period = Period.YEAR) -> Report:
    big = Number(10**6, 10**12, 10**12, 10**12)
    ways = [f"COIN{number}" for number in range(30)]
    sums = {(Count.SALE, way, "USD"): big for way in ways}
    sums |= {(kind, "", "USD"): big for kind in Count if kind is not Count.SALE}
    first = Day(id=1, date="2025-01-01", starts_at=NOW, ends_at=NOW + timedelta(days=1))
    last = Day(id=2, date="2025-12-31", starts_at=NOW, ends_at=NOW + timedelta(days=1))
    ranked = [Ranked(2**62, world.text(128), 10**6, 10**12, list(Badge))] * 5
    return Report(
        *(period, "USD", [Point(first, sums), Point(last, {})], sums),
        visits=dict.fromkeys(Visit, 10**9),
        owed=10**12,
        best=ranked,
        buyers=ranked,
        missing=365,
        elsewhere=frozenset({"EUR", "GBP", "CHF"}),
    )


def shown(world: Longest) -> dict[str, Screen]:
    t, name = world.t, world.text(300)
    silent = {f"{name}{number}": 10.0**6 for number in range(30)}
    room = Room(10**13, 10**15)
    sick = Vitals(NOW, 40, silent, 1000, 1000, NOW - timedelta(days=9), room, True, True, SPOKEN)
    source = Health(name, False, name, None, None)
    found, own = [Finding(False, name, name)] * 60, Standing(True, Manner.NAMED, list(Badge))
    return {
        "numbers": views.numbers(t, report(world), ZONE, named=True),
        "digest": views.digest(t, report(world), ZONE, named=True),
        "books": views.books(t, range(2026, 2020, -1)),
        "vitals": vitals.vitals(t, sick, vitals.Providers([source] * 40, {"BTC": name})),
        "doctor": vitals.doctor(t, found),
        "leaderboard": leaderboard.board(t, [Shown(2**62, name, list(Badge))] * PLACES, own, 2**62),
        "leaderboard, switch": leaderboard.switch(t, on=True),
        "version": vitals.version(t, Build("unreleased, after 1.0", "f" * 12, name, name, name)),
        "doctor, silent": vitals.doctor(t, None),
    }


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_screen_of_numbers_fits(glyph: str, language: str) -> None:
    for name, screen in shown(Longest(glyph, language, "BTC", 300)).items():
        check(name, screen)


def test_the_doctor_leaves_nothing_out_that_fits_into_a_message() -> None:
    """All four coins, two sources each, three owners."""
    found = [
        Finding(True, f"BTC source node{number}", f"block 1 by node{number}")
        for number in range(30)
    ]
    told = visible(vitals.doctor(TEXTS("en"), found).text)
    assert all(f"node{number}:" in told for number in range(30))
    assert "more" not in told


def test_who_bought_is_for_owners_alone() -> None:
    world = Longest("x", "en", "BTC", 2)
    for named in (True, False):
        told = visible(views.numbers(world.t, report(world), ZONE, named=named).text)
        assert ("Who bought most" in told) is named


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
def test_the_doctor_speaks_the_readers_language(language: str) -> None:
    """Each sentence is known, and none of another is taken for it."""
    t = TEXTS(language)
    told: list[tuple[str, str]] = [
        ("telegram-off", "no answer; check TELEGRAM_API_URL, TELEGRAM_PROXY and the network"),
        ("telegram-token", "no; check BOT_TOKEN, and TELEGRAM_API_URL if you have set it"),
        ("hints", doctor._spoken(SPOKEN).word),
        ("heard", "nothing keeps them from this shop"),
        ("unknown", "not known: Telegram does not answer"),
        ("unwritable", "cannot be written to: open the bot, press Start"),
        ("writable", "can be written to"),
        ("postable", "can be posted to"),
        ("unpriced", "no answer; check SHOP_CURRENCY and the RATE_URL_s"),
        ("priceless", "down; check its RATE_URL_ setting, or set it to off"),
        ("tip", "block 7 by one"),
        ("tip-alone", "block 7 by one; the only source, nobody can contradict it"),
        ("unread", f"down; check {doctor.SOURCES['BTC']}"),
        ("unwatched", "orders wait for it and no source of it is set; set X until they have ended"),
        ("derives", "m/84'/1' derives and verifies"),
        ("doubted", "odd; do not sell until this is understood"),
        ("alone", LONE_OWNER.word),
        ("address", "the address cannot be read: damaged"),
        ("group-gone", f"{SILENCE[GONE]}; it hears no notices until then"),
        ("group-mute", f"{SILENCE[WRITE]}; it hears no notices until then"),
        ("group-moved", "became a supergroup: the next notice follows it"),
        ("group-again", "could not be written to: say /whitelist there once more"),
    ]
    assert {key for key, _ in told} == {key for key, _ in findings.WORDS}
    facts: dict[str, Any] = {"height": "7", "name": "one", "path": "m/84'/1'"}
    facts |= {"heard": "12", "refused": "3"}
    for key, word in told:
        why = word.partition(";")[0]
        settings = doctor.SOURCES["BTC"] if key == "unread" else "X"
        wanted = t(f"finding-{key}", **facts, why=why, settings=settings)
        assert word_of(t, word) == wanted[:160], word
    assert what_of(t, "admin 7") == t("subject-admin", number="7")
    assert what_of(t, "price source kraken") == t("subject-prices", name="kraken")
    assert what_of(t, "group Team (we) (-1007)") == t("subject-group", name="Team (we)")
    assert what_of(t, "FOUR_EYES_ABOVE") == "FOUR_EYES_ABOVE"


@pytest.mark.parametrize("sums", [(0, 0), (2490, 2490), (0, 90_000), (10**11, 1)])
def test_a_picture_shows_what_was_given_back_below(sums: tuple[int, int]) -> None:
    """Drawn without an error whatever the sums are, and within its own edges."""
    top, low = chart._edges([chart.Bar("2026-01-01", *sums)])
    assert low <= -sums[1] <= 0 <= sums[0] <= top != low
    words = chart.Words("2026-01-01", "1.00 USD", "verkauft", "zurück")
    for dark in (True, False):
        content = chart.draw([chart.Bar("2026-01-01", *sums)], "USD", words, dark=dark)
        with Image.open(io.BytesIO(content)) as image:
            assert image.size == (chart.WIDTH, chart.HEIGHT)
            colours = {colour for _, colour in image.getcolors(10**6) or []}
    sold, back = (tuple(bytes.fromhex(one[1:])) for one in (chart.LIGHT.good, chart.LIGHT.bad))
    assert {sold, back} <= colours  # the legend has them, too


def test_a_year_is_drawn_by_the_week() -> None:
    world = Longest("x", "en", "BTC", 2)
    days = [Point(report(world).points[0].day, report(world).points[0].numbers)] * 365
    bars = chart.bars_of(Report(Period.YEAR, "USD", days, {}, {}, 0))
    assert len(bars) == 53
    assert sum(bar.sold for bar in bars) == 365 * 30 * 10**12
