"""An order and its six steps, each implemented once; next steps; recovery; watching.

`model` is the order, `steps` the six steps, `states` the server's states. `attempts` and
`reservation` prevent that an order is reserved twice. The package does no terminal work.
"""
