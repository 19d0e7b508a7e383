"""A simulated world around the program, in which every kind of failure occurs, by random seed.

A `History` is a list of tapes, one for each step; each byte of a tape is one choice. `actions`
turns tapes into commands, `people` are the users, `network` and `server` the API, `world` time and
processes, `adapter` connects the program. `invariants` are checked after each step, and `way_out`
at the end. `story` is for histories written by hand.
"""
