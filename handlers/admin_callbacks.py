"""More buttons of admins: lists, questions before an act, people and what does not work."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Code, Count, Flag, Id, Page, Units
from handlers.order_callbacks import Said


class ListOrders(CallbackData, prefix="a-list"):
    """`which`: one of models.order.Listed."""

    which: Code
    page: Page


class FindOrder(CallbackData, prefix="a-find"):
    pass


class AdminPayment(CallbackData, prefix="a-payment"):
    order_id: Id


class AdminAnswers(CallbackData, prefix="a-said"):
    """What its customer answered."""

    order_id: Id
    page: Page


class ShipNow(CallbackData, prefix="a-ship-yes"):
    """`mark`: of the address that was shown."""

    order_id: Id
    mark: Code


class ShipUnpaid(CallbackData, prefix="a-ship-lost"):
    """After being told that the coins behind it have left the chain."""

    order_id: Id
    mark: Code


class ShipHanded(CallbackData, prefix="a-ship-handed"):
    """After being told that `owed` of its goods are missing; `unpaid`: and its coins."""

    order_id: Id
    owed: Count
    unpaid: Flag
    mark: Code


class WriteOff(CallbackData, prefix="a-wo"):
    """Asks first."""

    order_id: Id


class WriteOffNow(CallbackData, prefix="a-wo-yes"):
    """With what was shown, in base units: another sum is refused."""

    order_id: Id
    units: Units


BARE = "0"
"""No reason was typed."""


class CancelNow(CallbackData, prefix="a-cy"):
    """`seen`: base units that are in no block, as the question said; more of them are asked about
    again. `said`: the mark of the reason that was typed and shown; BARE: without one.
    """

    order_id: Id
    seen: Units
    said: Said


class Decide(CallbackData, prefix="a-decide"):
    order_id: Id


class RevealNow(CallbackData, prefix="a-key-yes"):
    order_id: Id


class RefundSeenTo(CallbackData, prefix="a-refund-seen"):
    order_id: Id


class RefundCode(CallbackData, prefix="a-refund-qr"):
    order_id: Id
    refund_id: Id


class OpenPerson(CallbackData, prefix="a-person"):
    """`order_id`: where one came from."""

    user_id: Id
    order_id: Id


class PersonOrders(CallbackData, prefix="a-person-o"):
    user_id: Id
    order_id: Id
    page: Page


class Forgive(CallbackData, prefix="a-forgive"):
    user_id: Id
    order_id: Id


class FailedMessages(CallbackData, prefix="a-failed"):
    pass


class SendAgain(CallbackData, prefix="a-resend"):
    message_id: Id


class StockInDoubt(CallbackData, prefix="a-doubt"):
    pass


class AskTrust(CallbackData, prefix="a-trust"):
    """`variant_id`: 0 for everything."""

    variant_id: Id


class TrustStock(CallbackData, prefix="a-trust-yes"):
    variant_id: Id


class ShowTalk(CallbackData, prefix="a-talk"):
    """What somebody asked and has no answer to."""

    user_id: Id


class PutAside(CallbackData, prefix="a-aside"):
    """What somebody wrote up to this message needs no answer."""

    user_id: Id
    message_id: Id


class Unanswered(CallbackData, prefix="a-unanswered"):
    pass
