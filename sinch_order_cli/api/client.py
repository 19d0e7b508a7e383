"""The client of the Numbers API: a method for each operation.

Methods raise the errors of `sinch_order_cli.errors`: AuthError (credentials, permission), DataError
(with the server's field violations as details), NotFoundError, StateError, UnreachableError
(network and server, after the retries). Methods that must not be repeated (`create_number_order`,
`upload_attachment`, `submit_number_order`) also raise UnknownOutcomeError if there is no answer
although the server may have acted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, BinaryIO

import httpx

from sinch_order_cli.api import hosts
from sinch_order_cli.api.active_numbers import ActiveNumber, ActiveNumbers
from sinch_order_cli.api.auth import Credentials, TokenCache
from sinch_order_cli.api.errors import api_error, lost, rate_limited, template_refusal
from sinch_order_cli.api.failures import not_now
from sinch_order_cli.api.models import (
    AvailableNumbers,
    AvailableRegions,
    NumberRequirements,
    Registration,
    Reserved,
    is_json,
)
from sinch_order_cli.api.opening import Stock
from sinch_order_cli.api.order_id import find_order_id
from sinch_order_cli.api.order_models import AvailableNumber, NumberOrder
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.retry import Retrier, Retry, RetryPolicy
from sinch_order_cli.api.session import Session
from sinch_order_cli.api.tokens import Authorizer
from sinch_order_cli.api.transport import Pace, Timeouts, Transport
from sinch_order_cli.api.upload import Upload
from sinch_order_cli.errors import (
    DataError,
    SinchOrderError,
    UnknownOutcomeError,
    UnreachableError,
)

__all__ = ["NumbersApi", "Pace", "Retry", "RetryPolicy", "Timeouts"]

_REFUSALS = frozenset({400, 403, 404, 409, 413, 422})
"""Statuses of refusals of an order, which has not been created then."""

_WORD = re.compile("[A-Z][A-Z_]+").fullmatch
_E164 = re.compile(r"\+[0-9]{3,15}").fullmatch
"""Formats of a state and a number in an undamaged response."""

LARGEST_TEMPLATE = 25_000_000  # bytes
_USUAL_TIMEOUTS = Timeouts()
_USUAL_RETRIES = RetryPolicy()


# Over 400 lines: one class with a method for each operation of the API is easy to find.
class NumbersApi:
    """A session with the API, for use in a `with` statement.

    Args:
        credentials: checked at the first request, not before.
        numbers_url: SINCH_NUMBERS_URL; https, or http to localhost.
        auth_url: SINCH_AUTH_URL, with or without `/oauth2/token`.
        token_cache: stores tokens between runs; None fetches one for each run.
        on_retry: called before the wait for each retry.
        warn: called when a setting in the environment is ignored.
        trace: called with a line for each request and response; credentials and answers are masked.
        sleep, now, transport: time and network, for tests.
        pace: called before each request, if several clients share a budget.
        stock: may contain connections opened in advance.

    Raises:
        UsageError: a URL is neither https nor localhost.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        numbers_url: str = hosts.NUMBERS_URL,
        auth_url: str = hosts.AUTH_URL,
        token_cache: TokenCache | None = None,
        timeout: Timeouts = _USUAL_TIMEOUTS,
        retries: RetryPolicy = _USUAL_RETRIES,
        on_retry: Callable[[Retry], None] | None = None,
        trace: Callable[[str], None] | None = None,
        warn: Callable[[str], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
        stock: Stock | None = None,
    ) -> None:
        self._base = hosts.numbers_base(numbers_url)
        self._now = now
        self._credentials = credentials
        self.time_limit = timeout.answer
        """Seconds for one request, from sending it to the end of the response."""
        self._retrier = Retrier(retries, on_retry=on_retry, sleep=sleep)
        self._transport = Transport(
            self._retrier,
            timeout=timeout,
            trace=trace,
            warn=warn,
            now=now,
            transport=transport,
            pace=pace,
            stock=stock,
        )
        self._authorizer = Authorizer(
            credentials, hosts.token_endpoint(auth_url), self._transport, token_cache, now
        )
        self._session = Session(credentials, self._base, self._authorizer, self._transport)

    def __enter__(self) -> NumbersApi:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def open(self, count: int) -> None:
        """Start opening connections for coming requests, and one for a token if necessary.

        Args:
            count: connections to the API; each request that must not be repeated uses one.
        """
        if self._credentials.is_complete:
            self._authorizer.open()
            self._transport.open(self._base, count)

    def sign_in(self) -> None:
        """Fetch a token if one is required and none is cached.

        Raises:
            AuthError, UnreachableError: this failed.
        """
        self._authorizer.header()

    def end_by(self, moment: float) -> None:
        """Set the deadline of all requests. `moment`: a time of `time.monotonic`."""
        self._retrier.until = moment

    @contextmanager
    def ending_in(self, seconds: float) -> Iterator[None]:
        """Limit requests inside the block to this many seconds."""
        before = self._retrier.until
        self._retrier.until = min(before, time.monotonic() + seconds)
        try:
            yield
        finally:
            self._retrier.until = before

    @property
    def clock_offset(self) -> float | None:
        """Seconds by which the API's clock is ahead of the local one, by its latest response.

        Accurate to about one second; None before the first response with a date.
        """
        return self._session.clock_offset

    @property
    def server_date(self) -> float | None:
        """The API's time in seconds since 1970, by its latest response; None if it had no date."""
        return self._session.server_date

    def list_available_regions(self, types: Sequence[str] = ()) -> AvailableRegions:
        """Return the regions that have numbers, of the given types or of any."""
        call = self._session.call(
            "list the regions", "GET", "availableRegions", query={"types": types}
        )
        return self._session.fetch(AvailableRegions, call)

    def lookup_number_requirements(
        self, region_code: str, number_type: str
    ) -> NumberRequirements | None:
        """Step 1. Returns None if the region and type have no requirements (FACTS.md, step 1)."""
        call = self._session.call(
            f"look up what {region_code} {number_type} requires",
            "POST",
            "numberOrders",
            verb="lookupNumberRequirements",
            body={"regionCode": region_code, "numberType": number_type},
        )
        answer = self._session.answer(call)
        # Only the API's own 404 counts: with a proxy's, an order would lack its documents.
        if answer.status == 404 and api_error(answer.body) is not None:
            return None
        return self._session.read(NumberRequirements, call, answer)

    def search_available_numbers(
        self,
        region_code: str,
        number_type: str,
        *,
        capabilities: Sequence[str] = (),
        pattern: str = "",
        search_pattern: str = "",
        size: int | None = None,
    ) -> AvailableNumbers:
        """Step 2. `pattern` is matched against the whole E.164 text, by `search_pattern`."""
        query = {
            "regionCode": region_code,
            "type": number_type,
            "capabilities": capabilities,
            "numberPattern.pattern": pattern,
            "numberPattern.searchPattern": search_pattern,
            "size": "" if size is None else str(size),
        }
        call = self._session.call(
            f"search {region_code} {number_type} numbers", "GET", "availableNumbers", query=query
        )
        return self._session.fetch(AvailableNumbers, call)

    def get_available_number(self, phone_number: str) -> AvailableNumber:
        """Return an available number with its price, or raise NotFoundError."""
        call = self._session.call(
            f"find {phone_number} among the available numbers",
            "GET",
            "availableNumbers",
            phone_number,
        )
        return self._session.fetch(AvailableNumber, call)

    def create_number_order(self, body: Mapping[str, Any]) -> Reserved:
        """Step 3: reserve the numbers, in one attempt.

        An order ID counts in a response of any status, however damaged the rest. A refusal counts
        only if it is the API's: a complete response in JSON.

        Raises:
            DataError, AuthError, NotFoundError, StateError: refused.
            RateLimitedError: 429.
            UnreachableError: the request was not sent.
            UnknownOutcomeError: anything else.
        """
        call = self._session.call(
            "create the order",
            "POST",
            "numberOrders",
            verb="createNumberOrder",
            body=body,
            repeatable=False,
            raw_answer=True,
        )
        answer = self._session.answer(call)
        if order_id := find_order_id(answer.body):
            return Reserved(order_id, self._readable_order(call, answer, order_id))
        refused = answer.status in _REFUSALS and answer.complete and is_json(answer.body)
        if answer.status == 401 or answer.is_redirect or refused:
            raise self._session.refusal(call, answer)
        if answer.status == 429:
            raise rate_limited(call, answer, self._now())
        raise lost(call, not_now(call, answer, self._now()))

    def _readable_order(self, call: Call, answer: Answer, order_id: str) -> NumberOrder | None:
        """Return the order if the whole response is valid, else None."""
        if not (answer.is_success and answer.complete):
            return None
        try:
            order = self._session.read(NumberOrder, call, answer)
        except SinchOrderError:
            return None
        words = (order.state, order.region_code, order.number_type)
        whole = (
            all(map(_WORD, words)) and order.phone_numbers and all(map(_E164, order.phone_numbers))
        )
        return order if whole and order.id_number_order == order_id else None

    def pause(self, error: UnreachableError | UnknownOutcomeError, attempt: int) -> bool:
        """Wait as the server asks, before a request that ended in `error` is repeated.

        Args:
            attempt: the number of attempts so far, from 1.

        Returns:
            False, without waiting, if no more attempts are allowed or the wait would be too long.
        """
        return self._retrier.pause(
            "create the order", attempt, error.reason, error.retry_after or 0.0
        )

    def get_number_order(self, order_id: str) -> NumberOrder:
        """Return the order's current state."""
        call = self._session.call(f"read order {order_id}", "GET", "numberOrders", order_id)
        return self._session.fetch(NumberOrder, call)

    def update_registration(self, order_id: str, data: Any) -> Registration:
        """Step 4: replace the order's answers, which are validated immediately."""
        call = self._session.call(
            f"register the answers of order {order_id}",
            "PUT",
            "numberOrders",
            order_id,
            "registration",
            body={"requestDetails": {"data": data}},
        )
        return self._session.fetch(Registration, call)

    def get_registration(self, order_id: str) -> Registration:
        """Return the order's answers, its documents, and the reviewers' messages."""
        return self._session.fetch(Registration, self._registration_call(order_id))

    def begin_get_registration(self, order_id: str) -> Callable[[], Registration]:
        """Start fetching the registration in parallel. Return a function that waits for it."""
        call = self._registration_call(order_id)
        answer = self._session.begin(call)
        if answer is None:
            return lambda: self.get_registration(order_id)
        return lambda: self._session.read(Registration, call, answer())

    def _registration_call(self, order_id: str) -> Call:
        return self._session.call(
            f"read the registration of order {order_id}",
            "GET",
            "numberOrders",
            order_id,
            "registration",
        )

    def upload_attachment(
        self,
        order_id: str,
        attachment_id: str,
        *,
        file: BinaryIO,
        file_name: str,
        mime_type: str,
        document_type: str = "",
        size: int | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Step 5: upload one document, streamed from an open regular file.

        Args:
            size: the file's bytes when it was validated; a change since is a DataError.
            progress: called with the bytes sent so far; restarts at 0 on a retry.
        """
        upload = Upload(
            file,
            file_name=file_name,
            mime_type=mime_type,
            document_type=document_type,
            size=size,
            progress=progress,
        )
        call = self._session.call(
            f"upload {upload.file_name}",
            "POST",
            "numberOrders",
            order_id,
            "attachments",
            attachment_id,
            repeatable=False,
            upload=upload,
        )
        self._session.confirm(call)

    def submit_number_order(self, order_id: str) -> NumberOrder:
        """Step 6: submit the order to the reviewers."""
        call = self._session.call(
            f"submit order {order_id}", "POST", "numberOrders", order_id, "submit", repeatable=False
        )
        return self._session.fetch(NumberOrder, call)

    def list_active_numbers(
        self,
        region_code: str,
        number_type: str,
        *,
        capabilities: Sequence[str] = (),
        pattern: str = "",
        search_pattern: str = "",
        page_size: int | None = None,
        page_token: str = "",
        order_by: str = "",
    ) -> ActiveNumbers:
        """Return a page of the project's numbers. `page_token`: from the previous page."""
        query = {
            "regionCode": region_code,
            "type": number_type,
            "capability": capabilities,
            "numberPattern.pattern": pattern,
            "numberPattern.searchPattern": search_pattern,
            "pageSize": "" if page_size is None else str(page_size),
            "pageToken": page_token,
            "orderBy": order_by,
        }
        call = self._session.call(
            f"list the active {region_code} {number_type} numbers",
            "GET",
            "activeNumbers",
            query=query,
        )
        return self._session.fetch(ActiveNumbers, call)

    def get_active_number(self, phone_number: str) -> ActiveNumber:
        """Return a number of the project, or raise NotFoundError."""
        call = self._session.call(
            f"find {phone_number} among the active numbers", "GET", "activeNumbers", phone_number
        )
        return self._session.fetch(ActiveNumber, call)

    def download_template(
        self, url: str, target: BinaryIO, *, limit_bytes: int = LARGEST_TEMPLATE
    ) -> None:
        """Download the template at `url` into `target`, an empty seekable file.

        The URL comes from a server, so it must be https or on the API's own host, and only that
        host receives the credentials.

        Raises:
            DataError: the URL is of another kind, or the template is too large.
            OSError: `target` can't be written.
        """
        try:
            address = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError):
            address = httpx.URL("")
        own_host = hosts.same_origin(address, self._base)
        secure = address.scheme == "https" and bool(address.host)
        if address.userinfo or not (own_host or secure):
            raise DataError(
                "the template can't be fetched: its URL is not an https URL",
                hint="Get the template from your Sinch contact or the dashboard.",
            )
        call = Call(
            operation="fetch the template",
            method="GET",
            url=address,
            sink=target,
            largest=limit_bytes,
            foreign=True,
        )
        answer = self._session.answer(call) if own_host else self._transport.deliver(call)
        if own_host and answer.status in (401, 403):
            raise self._session.refusal(call, answer)
        if answer.status != 200:
            raise template_refusal(call, answer)
