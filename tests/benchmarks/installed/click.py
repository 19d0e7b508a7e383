"""Hides click, which only our import linter needs, from the programs that are measured.

Where it is installed httpx loads a command line of its own and rich with it: 0.1 s of CPU that the
program does not take where a user installs it.
"""

raise ImportError("not installed with the program")
