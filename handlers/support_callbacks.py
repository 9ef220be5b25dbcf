"""Buttons around questions of customers, and around goods that they complain of."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Flag, Id, Page
from handlers.people_callbacks import UserId

Taker = UserId
"""Who had a question when the button was made; 0: nobody."""
Here = Flag
"""1 on the screen of the thread itself, which is drawn anew; 0 below a copy, or in the admins'
group, which letters draw.
"""


class OpenThread(CallbackData, prefix="th"):
    user_id: UserId
    page: Page
    here: Here


class ShowSaid(CallbackData, prefix="th-s"):
    """One message of it, copied below."""

    user_id: UserId
    talk_id: Id


class TakeThread(CallbackData, prefix="th-t"):
    user_id: UserId
    seen: Taker
    here: Here


class LetGoThread(CallbackData, prefix="th-l"):
    user_id: UserId
    here: Here


class CloseThread(CallbackData, prefix="th-c"):
    """`upto`: the newest question that was shown."""

    user_id: UserId
    upto: Id
    here: Here


class ReopenThread(CallbackData, prefix="th-o"):
    user_id: UserId
    here: Here


class AskReplacement(CallbackData, prefix="wr"):
    order_id: Id


class ComplainOf(CallbackData, prefix="wr-u"):
    order_id: Id
    unit_id: Id


class Complaints(CallbackData, prefix="wr-all"):
    pass


class OpenComplaint(CallbackData, prefix="wr-o"):
    complaint_id: Id


class RefuseComplaint(CallbackData, prefix="wr-no"):
    """Asks why first."""

    complaint_id: Id
