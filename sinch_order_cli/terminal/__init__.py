"""Everything a person sees or types: streams, tables, the prompter, the wizard's screens."""
