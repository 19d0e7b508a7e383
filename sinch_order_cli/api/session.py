"""An authenticated session with the API: from a path to a parsed response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import httpx
import msgspec

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.api.errors import describe_response, refusal, unreadable
from sinch_order_cli.api.hosts import resource_url, with_query
from sinch_order_cli.api.models import UnreadableError, read, read_object
from sinch_order_cli.api.order_id import find_order_id
from sinch_order_cli.api.request import Answer, Call
from sinch_order_cli.api.tokens import Authorizer
from sinch_order_cli.api.transport import Transport
from sinch_order_cli.api.upload import Upload
from sinch_order_cli.errors import DataError, SinchOrderError

T = TypeVar("T", bound=msgspec.Struct)


class Session:
    """Builds and signs calls to the project's URLs, and parses their responses.

    By its latest response, `clock_offset` is the seconds by which the API's clock is ahead of the
    local one, and `server_date` its time in seconds since 1970.
    """

    def __init__(
        self,
        credentials: Credentials,
        base: httpx.URL,
        authorizer: Authorizer,
        transport: Transport,
    ) -> None:
        self.clock_offset: float | None = None
        self.server_date: float | None = None
        self._credentials = credentials
        self._base = base
        self._authorizer = authorizer
        self._transport = transport

    def call(
        self,
        operation: str,
        method: str,
        *path: str,
        verb: str = "",
        query: Mapping[str, str | Sequence[str]] | None = None,
        body: Any = None,
        repeatable: bool = True,
        upload: Upload | None = None,
        raw_answer: bool = False,
    ) -> Call:
        """Return a call to a resource of the project; `verb` follows the path's colon.

        Raises:
            AuthError: the project or the credentials are missing.
            UsageError: a part of the URL is invalid.
            DataError: the body can't be encoded as JSON.
        """
        self._credentials.require()
        project = self._credentials.project_id.strip()
        url = resource_url(self._base, "v1", "projects", project, *path, verb=verb)
        if query := {name: value for name, value in (query or {}).items() if value}:
            url = with_query(url, query)
        return Call(
            operation=operation,
            method=method,
            url=url,
            repeatable=repeatable,
            headers={} if body is None else {"Content-Type": "application/json"},
            content=b"" if body is None else _as_json(body),
            upload=upload,
            raw_answer=raw_answer,
        )

    def answer(self, call: Call) -> Answer:
        """Send the call; if its token is refused, repeat it once with a new token.

        A 401 with an order ID is no refusal of a reservation, which must not be repeated then.
        """
        answer = self._transport.deliver(call, self._authorizer.header())
        if call.raw_answer and find_order_id(answer.body):
            self._note_clock(answer)
            return answer
        if answer.status == 401 and self._authorizer.drop():
            answer = self._transport.deliver(call, self._authorizer.header())
            if answer.status == 401:
                self._authorizer.drop()
        self._note_clock(answer)
        return answer

    def begin(self, call: Call) -> Callable[[], Answer] | None:
        """Send a repeatable call in parallel with others.

        Returns:
            A function that waits for the response, and repeats the call if it failed; None if
            requests must be sent one by one.
        """
        beside = self._transport.begin(call, self._authorizer.header())
        if beside is None:
            return None

        def answer() -> Answer:
            found = beside.result()
            if found is None or found.status == 401:
                return self.answer(call)
            self._note_clock(found)
            return found

        return answer

    def _note_clock(self, answer: Answer) -> None:
        if answer.clock_offset is not None:
            self.clock_offset = answer.clock_offset
        self.server_date = answer.date

    def fetch(self, kind: type[T], call: Call) -> T:
        """Send the call and parse the response."""
        return self.read(kind, call, self.answer(call))

    def read(self, kind: type[T], call: Call, answer: Answer) -> T:
        """Parse the response, or raise the error for a refusal."""
        if not answer.is_success:
            raise self.refusal(call, answer)
        try:
            return read(
                kind,
                answer.body,
                lambda why: self._transport.note(f"left out of the answer: {why}"),
            )
        except UnreadableError as error:
            raise unreadable(call, answer.status, describe_response(answer)) from error

    def confirm(self, call: Call) -> None:
        """Send a call whose success may have an empty body (the contract's upload)."""
        answer = self.answer(call)
        if not answer.is_success:
            raise self.refusal(call, answer)
        try:
            read_object(answer.body.strip() or b"{}")
        except UnreadableError as error:
            raise unreadable(call, answer.status, describe_response(answer)) from error

    def refusal(self, call: Call, answer: Answer) -> SinchOrderError:
        """Return the error for an unsuccessful response."""
        return refusal(
            call,
            answer,
            basic=self._credentials.basic,
            given_token=self._credentials.uses_access_token,
        )


def _as_json(body: Any) -> bytes:
    try:
        return msgspec.json.encode(body)
    except (UnicodeEncodeError, RecursionError) as error:
        raise DataError(
            "the request can't be written as JSON",
            reason="it contains half a character or too many levels",
        ) from error
