"""aiogram's HTTP session, made to outlive what it cannot read and to wait when told to."""

import asyncio
import json
import logging
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Update
from aiohttp import ClientSession
from pydantic import ValidationError

from utils.proxy import proxy_for

logger = logging.getLogger(__name__)
PATIENCE = 5
"""Seconds a person may wait for a rate limit to pass before the press counts as failed."""


class ForgivingSession(AiohttpSession):
    """One undecodable update does not block the ones behind it (aiogram issue 1840).

    `proxy`: http, https or socks5; a Bot API server of one's own is asked without it.
    """

    def __init__(self, api_url: str, proxy: str = "") -> None:
        through = proxy_for(api_url, proxy)
        is_socks = through.startswith("socks")
        super().__init__(
            api=TelegramAPIServer.from_base(api_url),
            proxy=through.replace("socks5h:", "socks5:", 1) if is_socks else None,
        )
        self._forward_proxy = "" if is_socks else through
        self._answers: dict[Any, type[Response[Any]]] = {}
        self.middleware(ShortWaits())

    async def create_session(self) -> ClientSession:
        """As aiogram's, but it knows no proxies that are spoken to by TLS."""
        if not self._forward_proxy:
            return await super().create_session()
        if self._session is None or self._session.closed:
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, proxy=self._forward_proxy)
            self._should_reset_connector = False
        return self._session

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        self._keep(method.__returning__)
        try:
            return super().check_response(bot, method, status_code, content)
        except Exception as error:
            if not isinstance(method, GetUpdates) or status_code != 200:
                raise
            logger.warning("undecodable updates: %s", type(error).__name__)
            updates: Any = [_update(bot, raw) for raw in json.loads(content)["result"]]
            return Response[Any](ok=True, result=updates)

    def _keep(self, returning: Any) -> None:
        """pydantic holds `Response[...]` weakly, and building it anew takes a millisecond."""
        if returning not in self._answers:
            self._answers[returning] = Response[returning]


def _update(bot: Bot, raw: dict[str, Any]) -> Update:
    """The update, or an empty one of the same number that nobody handles."""
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError:
        logger.error("update %s cannot be decoded and is skipped", raw["update_id"])
        return Update(update_id=raw["update_id"])


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
