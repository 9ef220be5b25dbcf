"""aiogram's session again, which also tells the shop's clock what time it is at Telegram's."""

from types import SimpleNamespace

from aiohttp import ClientSession, TraceConfig, TraceRequestEndParams
from yarl import URL

from handlers.session import ForgivingSession
from utils import witness
from utils.clock import Clock
from utils.http import PUBLIC, manners_for


class DatedSession(ForgivingSession):
    """A Bot API server on our own machines may share a wrong clock, and is not listened to."""

    def __init__(self, api_url: str, clock: Clock, proxy: str = "") -> None:
        super().__init__(api_url, proxy)
        self._clock = clock
        self._host = URL(api_url).host or ""
        self._is_elsewhere = manners_for(api_url) is PUBLIC
        if self._is_elsewhere:
            witness.expect(clock, self._host)

    async def create_session(self) -> ClientSession:
        session = await super().create_session()
        if self._is_elsewhere and not session.trace_configs:
            ears = TraceConfig()
            ears.on_request_end.append(self._listen)
            ears.freeze()
            session.trace_configs.append(ears)
        return session

    async def _listen(
        self, _session: ClientSession, _context: SimpleNamespace, end: TraceRequestEndParams
    ) -> None:
        witness.listen(self._clock, self._host, end.response.headers)
