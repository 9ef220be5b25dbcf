"""No screen about roles is more than Telegram shows, whatever people are called."""

from datetime import timedelta

import pytest

from handlers.views import team as views
from models.permission import Role
from models.role import MOST_GRANTS, Grant
from services.people.role import Position
from services.people.team import Member, Team
from tests.handlers.conftest import TEXTS
from tests.handlers.test_view_limits import GLYPHS, NOW, Longest, check


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_screen_of_the_team_fits(glyph: str, language: str) -> None:
    world = Longest(glyph, language, "BTC", 300)
    t, user = world.t, world.person()
    for role in Role:
        ends = NOW + timedelta(days=900)
        grant = Grant(user_id=user.id, role=role, granted_by="admin:1", granted_at=NOW)
        grant.ends_at = ends
        one = Member(user, grant, by_settings=False)
        full = Team({2**52 - n: world.text(128) for n in range(50)}, [one] * MOST_GRANTS)
        facts = {"what": "given", "role": str(role), "until": ends.isoformat()}
        screens = {
            "team": views.team(t, full),
            "alone": views.team(t, Team({1: None}, [])),
            "ask": views.ask_person(t),
            "member": views.member(t, one, world.text(128), NOW, list(Role)),
            "no role": views.member(t, Member(user, None, by_settings=False), "", NOW, [role]),
            "by settings": views.member(t, Member(user, None, by_settings=True), "", NOW, []),
            "ask_end": views.ask_end(t, one, role),
            "type_end": views.type_end(t, user.id),
            "check_end": views.check_end(t, one, role, ends),
            "ask_take": views.ask_take(t, one, grant),
            "usage": views.usage(t, "addadmin", t("error-person-not-found")),
            "told": views.told(t, facts),
            "lost": views.told(t, facts | {"what": "ended"}),
            "news": views.news(t, facts, user, world.text(128)),
            **{
                f"refused {why}": views.refused(t, position)
                for why, position in enumerate(
                    [Position(), Position(role), Position(role, ended=True)]
                )
            },
        }
        for name, screen in screens.items():
            check(name, screen)


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
def test_a_refusal_fits_into_an_alert(language: str) -> None:
    """Else it would come as a message below an old screen."""
    t = TEXTS(language)
    positions = [Position(), *(Position(role, ended=True) for role in Role)]
    positions += [Position(role) for role in Role]
    assert all(len(views.no_right(t, position)) <= 200 for position in positions)
    assert all(len(views.no_right(t, Position(role, rests=True))) <= 200 for role in Role)
