"""The numbers that a project owns. Parsed like the types in `models`.

A number is active as soon as its order is COMPLETED. SMS and voice are provisioned after that
(FACTS.md, "After COMPLETED"). While provisioning runs or after it failed, its status is in the
scheduled provisioning; once it is done, the plan or app is in the configuration itself.
"""

from __future__ import annotations

from msgspec import Struct

from sinch_order_cli.api.order_models import Money, Raw, SmsConfiguration, VoiceConfiguration

READY = "READY"
_NOTHING_SCHEDULED = ("", "PROVISIONING_STATUS_UNSPECIFIED")


class SmsProvisioning(SmsConfiguration, frozen=True, rename="camel"):
    """SMS provisioning that is running or failed. `status` is WAITING, IN_PROGRESS or FAILED."""

    status: str = ""
    last_updated_time: str = ""
    error_codes: tuple[str, ...] = ()


class ActiveSms(SmsConfiguration, frozen=True, rename="camel"):
    """The SMS configuration of an active number."""

    scheduled_provisioning: SmsProvisioning = SmsProvisioning()

    @property
    def status(self) -> str:
        """READY, the status of the scheduled provisioning, or "" if SMS is not configured."""
        return _status(self.scheduled_provisioning.status, self.service_plan_id)


class VoiceProvisioning(VoiceConfiguration, frozen=True, rename="camel"):
    """Voice provisioning that is running or failed. `status` is WAITING, IN_PROGRESS or FAILED."""

    status: str = ""
    last_updated_time: str = ""


class ActiveVoice(VoiceConfiguration, frozen=True, rename="camel"):
    """The voice configuration of an active number."""

    last_updated_time: str = ""
    scheduled_voice_provisioning: VoiceProvisioning = VoiceProvisioning()

    @property
    def status(self) -> str:
        """READY, the status of the scheduled provisioning, or "" if voice is not configured."""
        return _status(self.scheduled_voice_provisioning.status, self.given_id)


class ActiveNumber(Struct, frozen=True, rename="camel"):
    """A number that the project owns, its recurring price, and its provisioning."""

    phone_number: str = ""
    project_id: str = ""
    display_name: str = ""
    region_code: str = ""
    type: str = ""
    capability: tuple[str, ...] = ()
    money: Money = Money()
    payment_interval_months: int = 0
    next_charge_date: str | None = None
    expire_at: str | None = None
    sms_configuration: ActiveSms = ActiveSms()
    voice_configuration: ActiveVoice = ActiveVoice()
    callback_url: str = ""
    raw: Raw = {}


class ActiveNumbers(Struct, frozen=True, rename="camel"):
    """One page of active numbers. `next_page_token` is "" on the last page; `total_size` counts all
    pages."""

    active_numbers: tuple[ActiveNumber, ...] = ()
    next_page_token: str = ""
    total_size: int = 0
    raw: Raw = {}


def _status(scheduled: str, done: str) -> str:
    if scheduled not in _NOTHING_SCHEDULED:
        return scheduled
    return READY if done else ""
