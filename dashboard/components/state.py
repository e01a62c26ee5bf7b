"""What a view shows, kept in the address: reload, share, go back, and see the same.

Every choice of a page is a named parameter. At the start of a run the address wins over
the session when it is not what the last run wrote (a link was opened, or Back pressed);
at the end the address is written with every parameter that the page used, defaults
included, so that a shared link does not drift when a default changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

_STORE, _WRITTEN, _USED = "state.store", "state.written", "state.used"
_REFUSED, _TOUCHED = "state.refused", "state.touched"
ASKED: Final = "state.goto"
"""Session key of the page that was asked for; ``go`` sets it."""
_START: Final = {"selectbox": "index", "select_slider": "value", "segmented_control": "default"}
"""What a widget calls the value that it starts with."""

LONGEST = 400
"""Characters of a parameter that are read; longer ones are not ours."""


def begin() -> None:
    """Take over the address when a person changed it; call once, before any widget.

    A run that a click started never does: a browser that is clicked quickly still reports the
    address from before the last run, which would take back the choice just made.
    """
    session = st.session_state
    session.setdefault(_STORE, {})
    session[_USED], session[_REFUSED] = {}, []
    address = {k: v for k, v in st.query_params.to_dict().items() if len(v) <= LONGEST}
    clicked = session.pop(_TOUCHED, False)
    if address and address != session.get(_WRITTEN) and not clicked:
        session[_STORE].update(address)
        for name in address:
            session.pop(_widget(name), None)


def end() -> None:
    """Write the address of the view that was just shown."""
    used = dict(st.session_state[_USED])
    if used != st.query_params.to_dict():
        st.query_params.from_dict(used)
    st.session_state[_WRITTEN] = used


def get(name: str, options: Sequence[str], default: str) -> str:
    """Value of a parameter; one that is not among ``options`` gives the default and is noted."""
    value = st.session_state[_STORE].get(name, default)
    if value not in options:
        refuse(name)
        value = default
    return note(name, value)


def raw(name: str) -> str | None:
    """What the address or an earlier choice says, unchecked; None where neither does."""
    value = st.session_state[_STORE].get(name)
    return str(value) if value is not None else None


def note(name: str, value: str) -> str:
    """Make a value part of the view's address."""
    st.session_state[_USED][name] = value
    return value


def touch(then: Callable[[], None] | None = None) -> Callable[[], None]:
    """A callback for a widget: the run was started by a click, not by a changed address."""

    def touched() -> None:
        st.session_state[_TOUCHED] = True
        if then is not None:
            then()

    return touched


def put(name: str, value: str | None) -> None:
    """Set a parameter from a callback; None forgets it."""
    st.session_state[_TOUCHED] = True
    st.session_state.pop(_widget(name), None)
    if value is None:
        st.session_state[_STORE].pop(name, None)
    else:
        st.session_state[_STORE][name] = value


def go(page: str) -> None:
    """Ask from a callback for another page; ``destination`` hands it to app.py."""
    st.session_state[ASKED], st.session_state[_TOUCHED] = page, True


def destination() -> str | None:
    """The page that a callback asked for, once."""
    asked = st.session_state.pop(ASKED, None)
    return str(asked) if asked else None


def first() -> bool:
    """Whether this visit has shown no view yet: later, the bare address was reached by Back.

    Sending that reader on again would put the page just left in front of them once more.
    """
    return _WRITTEN not in st.session_state


def refuse(name: str) -> None:
    """Note that the address asks for something that this edition does not have."""
    st.session_state[_REFUSED].append(name)


def refused() -> list[str]:
    """Names of the parameters whose value is not one of this edition's."""
    return list(st.session_state[_REFUSED])


def link(page: str = "", **changes: str) -> str:
    """Address of this view, or of another page with these parameters changed."""
    return f"{page}?{urlencode({**st.session_state[_USED], **changes})}"


def choose(
    widget: Callable[..., Any],
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
    **more: Any,
) -> str:
    """Show a select box, select slider or segmented control whose choice is the parameter ``name``."""
    key, store = _widget(name), st.session_state[_STORE]
    held, renamed = st.session_state.get(key), _renamed(name, options, words)
    value = str(held) if held in options else get(name, options, default)
    argument = _START[widget.__name__]
    start = list(options).index(value) if argument == "index" else value
    more |= _tell(key, value, renamed or value != held, argument, start)
    picked = widget(label, options, format_func=words, key=key, on_change=touch(on_change), **more)
    store[name] = picked if picked in options else default
    return note(name, store[name])


def switch(name: str, label: str, default: bool = False, **more: Any) -> bool:
    """Show a check box whose state is the parameter ``name`` (1 or 0)."""
    key = _widget(name)
    new = key not in st.session_state
    value = get(name, ("0", "1"), str(int(default))) == "1" if new else st.session_state[key]
    more |= _tell(key, value, new, "value", value)
    on = bool(st.checkbox(label, key=key, on_change=touch(), **more))
    st.session_state[_STORE][name] = str(int(on))
    note(name, str(int(on)))
    return on


def text(name: str, label: str, **more: Any) -> str:
    """Show a text field whose words, trimmed, are the parameter ``name``."""
    key = _widget(name)
    new = key not in st.session_state
    value = (raw(name) or "")[:LONGEST] if new else st.session_state[key]
    more |= _tell(key, value, new, "value", value)
    words = str(st.text_input(label, key=key, max_chars=LONGEST, on_change=touch(), **more)).strip()
    st.session_state[_STORE][name] = words
    return note(name, words)


def _widget(name: str) -> str:
    """Session key of a parameter's widget."""
    return f"state.widget.{name}"


def _tell(key: str, value: Any, anew: bool, argument: str, start: Any) -> dict[str, Any]:
    """Set the value of a widget where it is new; return arguments that say where it starts.

    A browser that draws late knows only the last run: so each run says the value, as a start, which
    a widget that is drawn already ignores. Streamlit takes only one of the two.
    """
    if anew:
        st.session_state[key] = value
    return {} if anew else {argument: start}


def _renamed(name: str, options: Sequence[str], words: Callable[[str], str]) -> bool:
    """Whether the options read otherwise than when last shown, as in another language.

    A browser knows a choice by its words, so then it must be told the choice again. Else it must
    not: what a widget is told takes back what was clicked in it while the run was under way.
    """
    labels, key = [words(one) for one in options], f"state.labels.{name}"
    last = st.session_state.get(key)
    st.session_state[key] = labels
    return bool(last != labels)


def several(
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    words: Callable[[str], str],
    most: int,
    placeholder: str,
) -> list[str]:
    """Show a multiple choice whose parameter ``name`` lists the chosen, parted by commas."""
    key, store = _widget(name), st.session_state[_STORE]
    asked = str(store[name]).split(",") if name in store else list(default)
    known = [one for one in asked if one in options]
    if name in store and len(known) < len([one for one in asked if one]):
        refuse(name)
    held = st.session_state.get(key, known)
    kept, renamed = [one for one in held if one in options][:most], _renamed(name, options, words)
    more = _tell(key, kept, renamed or kept != held or key not in st.session_state, "default", kept)
    picked = st.multiselect(
        label,
        options,
        format_func=words,
        key=key,
        max_selections=most,
        placeholder=placeholder,
        on_change=touch(),
        **more,
    )
    store[name] = ",".join(picked)
    note(name, store[name])
    return list(picked)
