"""An emulator of the Numbers API over real HTTP. It shares no code with the client.

Requests pass down this list; each file uses only those below it::

    server.py       sockets, threads, start and stop
    app.py          routing, faults, credentials, the fallback error
    operations.py   the calls                active.py    the numbers of completed orders
    uploads.py      the attachments          call.py      the context of a call
    auth.py         tokens                   bodies.py    validation of request bodies
    queries.py      validation of queries
    orders.py       the states of an order   faults.py    simulated failures (fault_file.py)
    database.py     SQLite
    inventory.py    the numbers              forms.py     the requirements of each country
    answers.py      checks a registration    magic.py     values that control the outcome
    judge.py        validates by JSON Schema
    wire.py         responses and errors as in the contract
"""
