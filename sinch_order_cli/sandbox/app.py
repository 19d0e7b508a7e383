"""The sandbox as a WSGI application: routing, authorisation and execution of operations."""

from __future__ import annotations

import io
import sqlite3
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from sinch_order_cli.sandbox import forms
from sinch_order_cli.sandbox.answers import ViolationStyle
from sinch_order_cli.sandbox.auth import authenticate, issue_token
from sinch_order_cli.sandbox.call import Call
from sinch_order_cli.sandbox.database import Database
from sinch_order_cli.sandbox.fault_file import Faults
from sinch_order_cli.sandbox.faults import (
    ConnectionDropped,
    Elsewhere,
    StayWaiting,
    Timing,
)
from sinch_order_cli.sandbox.faults import Rule as Fault
from sinch_order_cli.sandbox.operations import OPERATIONS
from sinch_order_cli.sandbox.uploads import MAX_FILE
from sinch_order_cli.sandbox.wire import (
    ApiError,
    content_too_large,
    error,
    invalid_argument,
    json_response,
    not_found,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY_TOO_LARGE = "sandbox.body_too_large"  # set by the server, which dropped the body

_OWN_NAMES = ("127.0.0.1", "localhost", "::1")

_PROJECT = "/v1/projects/<projectId>"
_ORDER = f"{_PROJECT}/numberOrders/<numberOrderId>"
_URLS = (
    ("POST", "/oauth2/token", "token"),
    ("GET", f"{_PROJECT}/availableRegions", "listAvailableRegions"),
    ("POST", f"{_PROJECT}/numberOrders:lookupNumberRequirements", "lookupNumberRequirements"),
    ("GET", f"{_PROJECT}/availableNumbers", "searchAvailableNumbers"),
    ("GET", f"{_PROJECT}/availableNumbers/<phoneNumber>", "getAvailableNumber"),
    ("POST", f"{_PROJECT}/numberOrders:createNumberOrder", "createNumberOrder"),
    ("GET", _ORDER, "getNumberOrder"),
    ("PUT", f"{_ORDER}/registration", "updateNumberOrderRegistration"),
    ("GET", f"{_ORDER}/registration", "getNumberOrderRegistration"),
    ("POST", f"{_ORDER}/attachments/<attachmentId>", "uploadNumberOrderAttachment"),
    ("POST", f"{_ORDER}/submit", "submitNumberOrder"),
    ("GET", f"{_PROJECT}/activeNumbers", "listActiveNumbers"),
    ("GET", f"{_PROJECT}/activeNumbers/<phoneNumber>", "getActiveNumber"),
    ("GET", f"{_PROJECT}/callbackConfiguration", "getCallbackConfiguration"),
    ("GET", f"{forms.TEMPLATES}<name>", "template"),
    ("GET", "/sandbox/effects", "effects"),
    ("DELETE", "/sandbox/effects", "clearEffects"),
)


class SandboxRequest(Request):
    """A request whose files stay in memory, as identity documents don't belong in temporary
    files."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


class App:
    """The WSGI application.

    Args:
        base_url: the URL of this application, for URLs in its responses.
        clock: returns the time, with time zone.
        review: the duration of a review.
        log: called with the traceback of an error in the sandbox itself.
    """

    def __init__(
        self,
        database: Database,
        faults: Faults,
        *,
        base_url: str,
        clock: Callable[[], datetime],
        review: timedelta,
        log: Callable[[str], None],
    ) -> None:
        self.timing = Timing()
        self._database = database
        self._faults = faults
        self._base_url = base_url
        self._clock = clock
        self._review = review
        self._log = log
        self._urls = Map(
            [Rule(path, methods=[method], endpoint=name) for method, path, name in _URLS]
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.respond(SandboxRequest(environ))(environ, start_response)

    def respond(self, request: Request) -> Response:
        """Return the response to a request.

        Raises:
            ConnectionDropped: a fault requires that there is no response.
        """
        try:
            return self._dispatch(request)
        except ApiError as problem:
            return problem.response()
        except HTTPException as problem:
            code = problem.code or 500
            name = problem.name.upper().replace(" ", "_")
            return error(code, name, problem.description or problem.name).response()
        except ConnectionDropped:
            raise
        except sqlite3.DatabaseError as problem:
            why = (
                f"The sandbox's data can't be used: {problem}. Wipe them: sinch-order sandbox reset"
            )
            return error(500, "INTERNAL", why).response()
        except Exception as problem:
            self._log(traceback.format_exc())
            return error(500, "INTERNAL", f"The sandbox failed: {problem}").response()

    def _dispatch(self, request: Request) -> Response:
        _refuse_other_sites(request)
        operation, path = self._urls.bind_to_environ(request.environ).match()
        if operation == "template":
            return _template(path["name"])
        if operation in ("effects", "clearEffects"):
            return self._effects(clear=operation == "clearEffects")
        rule, script = self._faults.take(operation)
        if isinstance(rule, Elsewhere):
            self._change_elsewhere(rule, path.get("numberOrderId", ""))
        act = partial(self._act, operation, request, dict(path), rule, script.violation_style)
        response = rule.respond(act, self.timing) if rule else act()
        offset = script.date_offset if rule is None else rule.date_offset
        if offset := script.date_offset if offset is None else offset:
            response.headers["Date"] = http_date(self._clock() + timedelta(seconds=offset))
        return response

    def _act(
        self,
        operation: str,
        request: Request,
        path: dict[str, str],
        rule: Fault | None,
        violation_style: ViolationStyle,
    ) -> Response:
        """Execute the operation, completely or not at all."""
        now = self._clock()
        try:
            with self._database.transaction() as transaction:
                for order in transaction.due_orders(now):
                    transaction.save(order.settled(now))
                if operation == "token":
                    response = issue_token(request, transaction, now)
                else:
                    authenticate(request, transaction, now)
                    _refuse_large_body(request, path)
                    call = Call(
                        request=request,
                        path=path,
                        transaction=transaction,
                        now=now,
                        base_url=self._base_url,
                        review=self._review,
                        violation_style=violation_style,
                        check_time=(
                            rule.check_time(now) if isinstance(rule, StayWaiting) else None
                        ),
                    )
                    body = OPERATIONS[operation](call)
                    response = Response() if body is None else json_response(body)
                if response.status_code == 200:
                    transaction.count_effect(operation)
        except ApiError as problem:
            return problem.response()
        return response

    def _change_elsewhere(self, rule: Elsewhere, order_id: str) -> None:
        now = self._clock()
        with self._database.transaction() as transaction:
            order = transaction.order(order_id)
            if order is None:
                return
            changed = rule.changed(order.settled(now), now, self._review)
            if changed is None:
                transaction.delete(order_id)
            else:
                transaction.save(changed)

    def _effects(self, *, clear: bool) -> Response:
        with self._database.transaction() as transaction:
            if clear:
                transaction.clear_effects()
            return json_response(transaction.effects())


def _template(name: str) -> Response:
    """Return a template; no credentials are required."""
    if name not in forms.template_names():
        raise not_found("Template", name, "There is no such template")
    return Response(forms.blank_document(name), mimetype="application/pdf")


def _refuse_other_sites(request: Request) -> None:
    """Refuse requests that another website makes the browser send, including by DNS rebinding.

    Raises:
        ApiError: 403.
    """
    host, origin = request.environ.get("HTTP_HOST"), request.headers.get("Origin")
    if (host and _name(f"//{host}") not in _OWN_NAMES) or (
        origin is not None and _name(origin) not in _OWN_NAMES
    ):
        raise error(403, "PERMISSION_DENIED", "The sandbox answers this machine alone")


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _refuse_large_body(request: Request, path: dict[str, str]) -> None:
    if not request.environ.get(BODY_TOO_LARGE):
        return
    if "attachmentId" in path:
        raise content_too_large(path["attachmentId"], MAX_FILE)
    raise invalid_argument("The body is too large")
