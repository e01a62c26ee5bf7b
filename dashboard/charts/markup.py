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


def marked(quote: str, figure: str) -> str:
    """A sentence with the first occurrence of its figure marked."""
    at = quote.find(figure) if figure else -1
    if at < 0:
        return text(quote)
    end = at + len(figure)
    return text(quote[:at]) + tag("mark", text(quote[at:end])) + text(quote[end:])


def amount(number: str, unit: str) -> str:
    """A figure with its unit small and grey beside it."""
    return tag("span", text(number) + tag("small", text(unit)), class_="sy-amount")
