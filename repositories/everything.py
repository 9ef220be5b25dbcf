"""Every repository over one session, each made when it is first asked."""

from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from repositories.account import AccountRepository, ErasureRepository, ShopTextRepository
from repositories.address import AddressRepository
from repositories.approval import ApprovalRepository
from repositories.audit import AuditRepository
from repositories.batch import BatchRepository
from repositories.books import BooksRepository
from repositories.cart import CartRepository
from repositories.complaint import ComplaintRepository
from repositories.credit import CreditRepository
from repositories.crowd import CrowdRepository
from repositories.demand import DemandRepository
from repositories.discount import DiscountRepository
from repositories.draft import DraftRepository
from repositories.gift import GiftRepository
from repositories.group import GroupRepository
from repositories.hour import HourRepository
from repositories.inspection import InspectionRepository
from repositories.invoice import InvoiceRepository
from repositories.keeping import KeepingRepository
from repositories.mark import MarkRepository
from repositories.media import MediaRepository
from repositories.method import MethodRepository
from repositories.notice_group import NoticeGroupRepository
from repositories.noticed import NoticeRepository
from repositories.numbers import NumbersRepository
from repositories.opened import OpenedRepository
from repositories.order import OrderRepository
from repositories.outage import OutageRepository
from repositories.outbox import OutboxRepository
from repositories.owed import OwedRepository
from repositories.person import PersonRepository
from repositories.post import PostRepository
from repositories.product import ProductRepository
from repositories.question import QuestionRepository
from repositories.ranking import RankingRepository
from repositories.refund import RefundRepository
from repositories.review import ReviewRepository
from repositories.role import RoleRepository
from repositories.sealed import SealedRepository
from repositories.shelf import ShelfRepository
from repositories.shipping import ShippingRepository
from repositories.sought import SoughtRepository
from repositories.stock import StockRepository
from repositories.taken import TakenRepository
from repositories.talk import TalkRepository
from repositories.tally import TallyRepository
from repositories.thread import ThreadRepository
from repositories.topic import TopicRepository
from repositories.upkeep import UpkeepRepository
from repositories.user import UserRepository
from repositories.vault import VaultRepository
from repositories.voucher import VoucherRepository
from repositories.walk import WalkRepository
from utils.tally import TallyFile


class Repositories:
    accounts = cached_property(lambda uow: AccountRepository(uow.session))
    addresses = cached_property(lambda uow: AddressRepository(uow.session))
    approvals = cached_property(lambda uow: ApprovalRepository(uow.session))
    audit = cached_property(lambda uow: AuditRepository(uow.session))
    batches = cached_property(lambda uow: BatchRepository(uow.session))
    books = cached_property(lambda uow: BooksRepository(uow.session))
    carts = cached_property(lambda uow: CartRepository(uow.session))
    complaints = cached_property(lambda uow: ComplaintRepository(uow.session))
    credit = cached_property(lambda uow: CreditRepository(uow.session))
    crowd = cached_property(lambda uow: CrowdRepository(uow.session))
    demand = cached_property(lambda uow: DemandRepository(uow.session))
    discounts = cached_property(lambda uow: DiscountRepository(uow.session))
    gifts = cached_property(lambda uow: GiftRepository(uow.session))
    groups = cached_property(lambda uow: GroupRepository(uow.session))
    erasures = cached_property(lambda uow: ErasureRepository(uow.session))
    hours = cached_property(lambda uow: HourRepository(uow.session))
    drafts = cached_property(lambda uow: DraftRepository(uow.session))
    inspections = cached_property(lambda uow: InspectionRepository(uow.session))
    invariants = cached_property(lambda uow: WalkRepository(uow.session))
    invoices = cached_property(lambda uow: InvoiceRepository(uow.session))
    keeping = cached_property(lambda uow: KeepingRepository(uow.session))
    marks = cached_property(lambda uow: MarkRepository(uow.session))
    media = cached_property(lambda uow: MediaRepository(uow.session))
    methods = cached_property(lambda uow: MethodRepository(uow.session))
    notices = cached_property(lambda uow: NoticeRepository(uow.session))
    notice_groups = cached_property(lambda uow: NoticeGroupRepository(uow.session))
    numbers = cached_property(lambda uow: NumbersRepository(uow.session))
    opened = cached_property(lambda uow: OpenedRepository(uow.session))
    orders = cached_property(lambda uow: OrderRepository(uow.session))
    outages = cached_property(lambda uow: OutageRepository(uow.session))
    outbox = cached_property(lambda uow: OutboxRepository(uow.session))
    owed = cached_property(lambda uow: OwedRepository(uow.session))
    people = cached_property(lambda uow: PersonRepository(uow.session))
    posts = cached_property(lambda uow: PostRepository(uow.session))
    products = cached_property(lambda uow: ProductRepository(uow.session))
    questions = cached_property(lambda uow: QuestionRepository(uow.session))
    ranking = cached_property(lambda uow: RankingRepository(uow.session))
    refunds = cached_property(lambda uow: RefundRepository(uow.session))
    reviews = cached_property(lambda uow: ReviewRepository(uow.session))
    roles = cached_property(lambda uow: RoleRepository(uow.session))
    sealed = cached_property(lambda uow: SealedRepository(uow.session))
    shop_texts = cached_property(lambda uow: ShopTextRepository(uow.session))
    shelves = cached_property(lambda uow: ShelfRepository(uow.session))
    shipping = cached_property(lambda uow: ShippingRepository(uow.session))
    sought = cached_property(lambda uow: SoughtRepository(uow.session))
    stock = cached_property(lambda uow: StockRepository(uow.session))
    taken = cached_property(lambda uow: TakenRepository(uow.session))
    talks = cached_property(lambda uow: TalkRepository(uow.session))
    tallies = cached_property(lambda uow: TallyRepository(uow.session))
    threads = cached_property(lambda uow: ThreadRepository(uow.session))
    topics = cached_property(lambda uow: TopicRepository(uow.session))
    upkeep = cached_property(lambda uow: UpkeepRepository(uow.session))
    users = cached_property(lambda uow: UserRepository(uow.session))
    vault = cached_property(lambda uow: VaultRepository(uow.session))
    vouchers = cached_property(lambda uow: VoucherRepository(uow.session))

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def write(self) -> None:
        """What was put off until the end."""
        if touched := self._touched():
            now = max(touched.values())
            await self.taken.end(touched, now)
            self.outbox.add(await self.opened.follow(list(touched), now))
        if told := self._told():
            self.outbox.add(await self.taken.letters(told))
        if "outbox" in self.__dict__:
            await self.outbox.write()
        await self.session.flush()

    def _touched(self) -> dict[int, datetime]:
        """Orders to which something happened: whatever does is told of, audited, or said so."""
        told = self.outbox.about_orders if "outbox" in self.__dict__ else {}
        noted = self.audit.about_orders if "audit" in self.__dict__ else {}
        return told | noted | (self.opened.touched if "opened" in self.__dict__ else {})

    def _told(self) -> dict[int, datetime]:
        """Orders of which it is otherwise now who sees to them, or who did."""
        handled = self.audit.handled if "audit" in self.__dict__ else {}
        return handled | (self.taken.told if "taken" in self.__dict__ else {})

    @property
    def has_given(self) -> bool:
        """Whether an address was given away."""
        return "addresses" in self.__dict__ and self.addresses.has_given

    async def count_sold(self, file: TallyFile) -> int | None:
        """Tell the file what was sold; None when nothing was."""
        if "stock" not in self.__dict__ or not self.stock.sold:
            return None
        return await self.tallies.advance(file, self.stock.sold)
