"""The form's texts as plain text, in the user's language, without markup."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

_CODES = """\
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_CODES.split())
_OWN = ("LC_ALL", "LC_MESSAGES", "LANG")

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|kbd"
    r"|label|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|sup|table|tbody|td|th"
    r"|thead|tr|tt|u|ul|var|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]{0,2000}>.*?</\1>|<!--.*?-->", re.I | re.S)
_LINK = re.compile(
    r"<a\s[^<>]{0,1000}?href\s*=\s*[\"']?(https?://[^\"'<>\s]{1,500})[\"']?[^<>]{0,1000}>"
    r"(.{0,1000}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_MARKED_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^()\s]{1,500})\)")
_MARKED = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]{1,500}?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_BREAKS = ("br", "p", "li", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dd", "dt")


def plain(raw: Any) -> Any:
    """Return a text as plain text in one language. Other values are returned unchanged."""
    found = in_one_language(raw)
    return without_markup(found) if isinstance(found, str) else found


def in_one_language(raw: Any) -> Any:
    """Choose from `{"en": "Name", "de": "Name"}`: the user's language, else English, else the
    first."""
    if not is_by_language(raw):
        return raw
    texts = {_tag(name): text for name, text in raw.items() if text}
    for wanted in (*_preferred(), "en"):
        for name, text in texts.items():
            if name == wanted or name.partition("-")[0] == wanted:
                return text
    return next(iter(texts.values()), "")


def is_by_language(raw: Any) -> bool:
    """Return True if the value is one text in several languages."""
    return (
        isinstance(raw, Mapping)
        and bool(raw)
        and all(isinstance(text, str) for text in raw.values())
        and all(_tag(str(name)).partition("-")[0] in _LANGUAGES for name in raw)
    )


def without_markup(text: str) -> str:
    """Convert HTML or Markdown to plain text; the URL of a link follows its text."""
    if not any(mark in text for mark in "<&*_`[#"):
        return text
    from html import unescape

    text = _LINK.sub(lambda link: _linked(link[2], link[1]), _UNSEEN.sub("", text))
    tagged = _TAG.sub(_in_place_of, text)
    if tagged != text:
        tagged = re.sub(r" +([.,;:!?)])", r"\1", " ".join(tagged.split()))
    text = _MARKED_LINK.sub(lambda link: _linked(link[1], link[2]), unescape(tagged))
    return _HEADING.sub("", _MARKED.sub(r"\2", text))


def _linked(words: str, address: str) -> str:
    return address if words.strip() == address else f"{words} ({address})"


def _in_place_of(tag: re.Match[str]) -> str:
    name = re.sub(r"\W.*", "", tag[0].strip("</>"), flags=re.DOTALL).lower()
    return " " if name in _BREAKS else ""


def _tag(name: str) -> str:
    """Normalise a language tag as in BCP 47, in lower case: `pt_BR` becomes `pt-br`."""
    return str(name).replace("_", "-").lower()


def _preferred() -> list[str]:
    """Return the user's language, with and without its region."""
    own = next((os.environ[name] for name in _OWN if os.environ.get(name)), "")
    tag = _tag(own.partition(".")[0].partition("@")[0])
    return [tag, tag.partition("-")[0]] if tag.partition("-")[0] in _LANGUAGES else []
