"""An order, a form, a refusal as a person reads them, and the results that `--json` prints."""
