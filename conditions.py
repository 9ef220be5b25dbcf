"""What the settings say, in the words of the services; a part of the composition root."""

from datetime import timedelta

from config import LANGUAGES, Settings
from services.money.payment import WatchTerms
from services.money.policy import Policy
from services.money.proof import ProofTerms
from services.people.review import ReviewTerms
from services.sale.account import AccountTerms
from services.sale.checkout import OrderTerms
from services.sale.complaint import ComplaintTerms
from services.sale.office import OfficeTerms
from services.sale.patience import Patience
from services.sale.refill import RefillTerms


def office_terms(settings: Settings) -> OfficeTerms:
    days = settings.zone(), settings.digest_hour
    return OfficeTerms(settings.shop_currency, *days, owners=lambda: settings.admin_ids)


def account_terms(settings: Settings) -> AccountTerms:
    return AccountTerms(
        currency=settings.shop_currency,
        onboarding=settings.onboarding,
        retention_days=settings.retention_days,
        languages=sorted(LANGUAGES),
        default_language=settings.default_language,
        owners=lambda: settings.admin_ids,
    )


def watch_terms(settings: Settings) -> WatchTerms:
    return WatchTerms(timedelta(seconds=settings.payment_scan_seconds))


def proof_of(settings: Settings) -> ProofTerms:
    return ProofTerms(settings.confirmations(), settings.agreement_from())


def terms(settings: Settings) -> OrderTerms:
    return OrderTerms(
        timeout=timedelta(minutes=settings.order_timeout_minutes),
        patience=patience(settings),
        currency=settings.shop_currency,
        confirmations=settings.confirmations(),
        one_order_until=settings.one_order_until,
    )


def refill_terms(settings: Settings) -> RefillTerms:
    least, most = settings.amount_of("min_refill"), settings.amount_of("max_refill")
    return RefillTerms(settings.shop_currency, least, most)


def patience(settings: Settings) -> Patience:
    fade = timedelta(hours=settings.user_timeout_cooldown_hours)
    return Patience(settings.max_user_timeouts, fade)


def review_terms(settings: Settings) -> ReviewTerms:
    days = settings.review_asked_after_days
    return ReviewTerms(timedelta(days=days) if days else None, settings.reviews_read_first)


def policy_of(settings: Settings) -> Policy:
    return Policy(tolerance_percent=settings.underpayment_tolerance_percent)


def complaint_terms(settings: Settings) -> ComplaintTerms:
    days = settings.replacement_days
    return ComplaintTerms(timedelta(days=days) if days else None)
