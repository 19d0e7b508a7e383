"""An order and its six steps, each implemented once; what comes next; recovery; watching.

`model` is the order, `steps` the six steps, `states` what the server's states mean, `attempts` and
`reservation` what keeps an order from being reserved twice. It knows no terminal.
"""
