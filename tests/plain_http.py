"""An HTTP client for requests of tests to local servers.

`httpx.get` loads all CA certificates for each request, which takes 76 ms of CPU time.
"""

from __future__ import annotations

import httpx

_ONE_EACH = httpx.Limits(max_keepalive_connections=0)
HTTP = httpx.Client(verify=False, trust_env=False, limits=_ONE_EACH)
