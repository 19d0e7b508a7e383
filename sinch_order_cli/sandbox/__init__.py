"""An emulator of the Numbers API over real HTTP. It shares no code with the client.

Requests go down this list, each file using only those below it::

    server.py       sockets, threads, start and stop
    app.py          which operation is meant, faults, credentials, the error of last resort
    operations.py   the calls                active.py    the numbers of completed orders
    uploads.py      the attachments          call.py      a call, with all it needs
    auth.py         tokens                   bodies.py    what a request's JSON must look like
    queries.py      what a query must be
    orders.py       an order's life          faults.py    failures on cue (fault_file.py reads them)
    database.py     SQLite
    inventory.py    the numbers              forms.py     what each country asks for
    answers.py      checks a registration    magic.py     values that choose the outcome
    judge.py        judges by JSON Schema
    wire.py         shapes of answers and errors, as the contract has them
"""
