"""What every client of a public API is besides its questions: a source with a name and a health."""

from utils.health import Health
from utils.http import Fetcher


class Source:
    """A client sets `_http` in its constructor, and closes it when it is closed."""

    _http: Fetcher

    @property
    def source(self) -> str:
        return self._http.source

    def health(self) -> Health:
        return self._http.health()

    async def aclose(self) -> None:
        await self._http.aclose()
