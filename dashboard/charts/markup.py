"""HTML from untrusted text: everything that comes from an edition or a URL is escaped here."""

from __future__ import annotations

from html import escape


def tag(name: str, content: str, /, **attributes: str | None) -> str:
    """One element; ``content`` is HTML already, attribute values are escaped.

    ``class_`` becomes ``class``, ``data_pick`` becomes ``data-pick``; None leaves one out.
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}>{content}</{name}>"


def text(value: object) -> str:
    """Escaped text."""
    return escape(str(value))


def marked(quote: str, figure: str, number: int = 1) -> str:
    """A sentence with its figure marked: the ``number``-th that reads so, else the first."""
    at = first = quote.find(figure) if figure else -1
    for _ in range(number - 1 if first >= 0 else 0):
        at = quote.find(figure, at + 1)
        if at < 0:
            at = first
            break
    if at < 0:
        return text(quote)
    end = at + len(figure)
    return text(quote[:at]) + tag("mark", text(quote[at:end])) + text(quote[end:])


def amount(number: str, unit: str) -> str:
    """A figure with its unit small and grey beside it."""
    return tag("span", text(number) + tag("small", text(unit)), class_="sy-amount")
