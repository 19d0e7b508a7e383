"""An order and its six steps, each implemented once; what comes next; recovery; watching."""
