"""An HTTP client for requests of tests to servers on this machine.

`httpx.get` loads the certificates of all authorities for each request: 76 ms of the processor.
"""

from __future__ import annotations

import httpx

_ONE_EACH = httpx.Limits(max_keepalive_connections=0)
HTTP = httpx.Client(verify=False, trust_env=False, limits=_ONE_EACH)
