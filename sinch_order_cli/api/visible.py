"""What can't be seen, made visible; shared by what the server says and what the terminal shows."""

from __future__ import annotations


def picture(char: str) -> str:
    """What stands for a character that can't be seen: ␛ for ESC, a code (<U+202E>) for others."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
