"""aiogram's HTTP session, made to outlive what it cannot read and to wait when told to."""

import asyncio
import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NoReturn, get_args, get_origin

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import EditMessageText, GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message, Update
from aiohttp import BytesPayload, ClientError, ClientSession, FormData
from aiohttp.hdrs import ACCEPT_ENCODING
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from pydantic import ValidationError

from handlers.answers import Unread
from handlers.bounded import Answer, TooLong, cleaned, stay
from utils.proxy import proxy_for
from utils.wire import discreet, trusted

logger = logging.getLogger(__name__)
PATIENCE = 5
"""Seconds a person may wait for a rate limit to pass before the press counts as failed."""
UNSPECIFIED_WAIT = 5
"""Seconds to wait after a 429 that does not say how long."""
SHORTEST_WAIT, LONGEST_WAIT = 1, 24 * 3600
"""Seconds of a rate limit, whatever Telegram says: what is further away is asked for again."""
UNKNOWN = 0
"""The number of a message that was sent, when the answer does not tell it."""
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
NO_CHAT = Chat(id=0, type="private")
BARRED = (ProxyConnectionError, ProxyError, ProxyTimeoutError, asyncio.IncompleteReadError)
"""From a SOCKS proxy; aiogram takes none of them for the network's."""
LOST = (ClientError, TimeoutError)
UPDATES = '"update_id"'
LARGEST, LONGEST_NUMBER = 2**63 - 1, 21


class ForgivingSession(AiohttpSession):
    """One undecodable update does not block the ones behind it (aiogram issue 1840).

    An answer that cannot be read becomes one of Telegram's own errors, without its content: what
    was asked and answered may hold keys and goods. `proxy`: http, https or socks5; a Bot API server
    of one's own is asked without it.
    """

    def __init__(self, api_url: str, proxy: str = "") -> None:
        through = proxy_for(api_url, proxy)
        is_socks = through.startswith("socks")
        super().__init__(
            api=TelegramAPIServer.from_base(api_url),
            json_loads=_decoded,
            proxy=through.replace("socks5h:", "socks5:", 1) if is_socks else None,
        )
        discreet(self._connector_init.setdefault("ssl", trusted()))
        self._is_proxied = bool(through)
        self._forward_proxy = "" if is_socks else through
        self._answers: dict[Any, type[Response[Any]]] = {}
        self.middleware(ShortWaits())

    async def create_session(self) -> ClientSession:
        """As aiogram's, but it knows proxies that are spoken to by TLS, goes nowhere else than it
        was sent, and reads no more than an answer has.
        """
        if self._session is None or self._session.closed or self._should_reset_connector:
            await self.close()
            self._session = ClientSession(
                connector=self._connector_type(**self._connector_init),
                proxy=self._forward_proxy or None,
                headers={ACCEPT_ENCODING: "identity"},
                auto_decompress=False,
                response_class=Answer,
                middlewares=(stay,),
            )
            self._should_reset_connector = False
        return self._session

    def build_form_data(  # type: ignore[override]
        self, bot: Bot, method: TelegramMethod[TelegramType]
    ) -> FormData | BytesPayload:
        """JSON, which is written in one go; a form for what only a form can carry: a file."""
        said = method.model_dump(warnings=False, exclude_none=True)
        values = {
            name: bot.default[one.name] if isinstance(one, Default) else one
            for name, one in said.items()
        }
        try:
            body = json.dumps({name: one for name, one in values.items() if one is not None})
        except TypeError:
            return super().build_form_data(bot, method)
        return BytesPayload(body.encode(), content_type="application/json")

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Of an edit nobody reads more than that it is done: its message is known, and long."""
        if isinstance(method, EditMessageText) and status_code == 200 and _is_done(content):
            return Response[Any](ok=True, result=True)
        return self._read(bot, method, status_code, content)

    def _read(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        self._keep(method.__returning__)
        try:
            # the message of the first is the whole answer, and nothing of it is kept; the second:
            # aiogram reads in a description that a failing server has not given
            with suppress(ClientDecodeError, TypeError):
                answer = super().check_response(bot, method, status_code, content)
                if answer.result is not None:
                    return answer
        except TelegramAPIError as error:
            if status_code == 429 and not isinstance(error, TelegramRetryAfter):
                raise _limited(method) from None
            error.message = error.message or f"HTTP {status_code} without a word"
            if isinstance(error, TelegramRetryAfter):
                error.retry_after = max(SHORTEST_WAIT, min(error.retry_after, LONGEST_WAIT))
            raise
        if status_code != 200:
            raise _unreadable(method, status_code)
        return _salvaged(bot, method, content)

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except (UnicodeDecodeError, LookupError):  # bytes that are no text, or of no known coding
            error: TelegramAPIError = Unread(method, "an answer that is no text")
        except TooLong:
            error = Unread(method, "an answer of more bytes than one has")
        except BARRED as barred:
            error = _no_way(method, barred)
        except TelegramNetworkError as lost:
            if not (self._is_proxied and isinstance(lost.__cause__, LOST)):
                raise
            error = _no_way(method, lost.__cause__)
        raise error

    def _keep(self, returning: Any) -> None:
        """pydantic holds `Response[...]` weakly, and building it anew takes a millisecond."""
        if returning not in self._answers:
            self._answers[returning] = Response[returning]


def _is_done(content: str) -> bool:
    try:
        return bool(json.loads(content)["ok"] is True)
    except (ValueError, RecursionError, TypeError, LookupError):
        return False


def _no_way(method: TelegramMethod[Any], cause: BaseException) -> TelegramAPIError:
    """Only the kind of it: aiohttp's words hold the proxy's address with its password."""
    return TelegramNetworkError(method, f"no answer through the proxy ({type(cause).__name__})")


def _limited(method: TelegramMethod[Any]) -> TelegramRetryAfter:
    return TelegramRetryAfter(method, "Too Many Requests", UNSPECIFIED_WAIT)


def _unreadable(method: TelegramMethod[Any], status: int) -> TelegramAPIError:
    """A page of a proxy, of a load balancer, of nobody: only its status says something."""
    said = f"HTTP {status} with an answer that is not Telegram's"
    if status == 429:
        return _limited(method)
    if status == 413:
        return TelegramEntityTooLarge(method, said)
    return (TelegramServerError if status >= 500 else TelegramNetworkError)(method, said)


def _salvaged(bot: Bot, method: TelegramMethod[Any], content: str) -> Response[Any]:
    """What can be made of an answer of HTTP 200 that aiogram cannot decode.

    Raises Unread where Telegram may have done what it was asked to.
    """
    answer = _parsed(content)
    if answer is None:
        _refuse(method, content)
    if not isinstance(answer, dict) or answer.get("ok") is not True:
        raise Unread(method, "an answer that is none of the Bot API's")
    result = answer.get("result")
    if isinstance(method, GetUpdates) and isinstance(result, list):
        return Response[Any](ok=True, result=_updates(bot, method, result))
    if method.__returning__ is Message or Message in get_args(method.__returning__):
        logger.warning("%s is done; the answer cannot be decoded", method.__api_method__)
        several = get_origin(method.__returning__) is list
        first = result[0] if isinstance(result, list) and result else result
        sent = _undecoded(first)
        return Response[Any].model_construct(ok=True, result=[sent] if several else sent)
    raise Unread(method, "done, but what came of it cannot be read")


def _undecoded(result: Any) -> Message:
    number = result.get("message_id") if isinstance(result, dict) else None
    known = number if type(number) is int else UNKNOWN
    return Message.model_construct(message_id=known, date=NO_TIME, chat=NO_CHAT)


def _decoded(content: str) -> Any:
    """JSON whose texts and numbers every database takes. Raises ValueError, also where it is too
    deep.
    """
    try:
        parse_int = _kept if UPDATES in content else None
        return json.loads(cleaned(content), parse_int=parse_int)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _kept(digits: str) -> int | None:
    """A whole number; none where no database keeps it, and what holds it cannot be read."""
    number = int(digits) if len(digits) < LONGEST_NUMBER else LARGEST + 1
    return number if abs(number) <= LARGEST else None


def _parsed(content: str) -> Any:
    """None for what is not JSON: the error would carry all of it."""
    try:
        return _decoded(content)
    except ValueError:
        return None


def _refuse(method: TelegramMethod[Any], content: str) -> NoReturn:
    """A page instead of JSON never came from Telegram; half an answer may have."""
    if content.lstrip().startswith("<"):
        raise TelegramNetworkError(method, "HTTP 200 with a page that is not Telegram's")
    raise Unread(method, "an answer that is not JSON")


def _updates(bot: Bot, method: GetUpdates, result: list[Any]) -> list[Update]:
    """Those that can be told apart; raises Unread where none can, for then none is ever confirmed
    and asking again at once would bring the same.
    """
    read = [update for raw in result if (update := _update(bot, raw))]
    if result and not read:
        raise Unread(method, "updates without a number")
    return read


def _update(bot: Bot, raw: Any) -> Update | None:
    """The update; an empty one of the same number, which nobody handles; nothing without one."""
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError:
        number = raw.get("update_id") if isinstance(raw, dict) else None
        if type(number) is not int:
            logger.error("an update without a number is skipped")
            return None
        logger.error("update %s cannot be decoded and is skipped", number)
        return Update(update_id=number)


class ShortWaits(BaseRequestMiddleware):
    """Waits out a short rate limit once; a longer one is the caller's decision."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            if error.retry_after > PATIENCE:
                raise
            await asyncio.sleep(error.retry_after)
            return await make_request(bot, method)
