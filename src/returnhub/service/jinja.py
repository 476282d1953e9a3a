"""The Jinja2 environment of every page: Django's backend with GOV.UK's macros beside our own templates."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Template, Undefined
from jinja2.utils import missing

from returnhub.pages.fields import options as options_of
from returnhub.service.formats import FILTERS
from returnhub.service.words import WORDS

_VENDOR = "govuk_frontend_jinja"


def _forgiven(value: Undefined) -> bool:
    return isinstance(value._undefined_obj, Mapping)  # pyright: ignore[reportPrivateUsage]: Jinja's documented hook for subclasses


class Missing(Undefined):
    """A name that a page's context or an object lacks is an error; a key that a mapping lacks is not.

    Options of a part are left out of its mapping. Everything else that is missing is a slip of ours, and a
    page about a person that silently leaves something out is worse than no page.
    """

    __slots__ = ()

    def _said(self) -> str:
        if not _forgiven(self) and (self._undefined_hint is None or self._undefined_obj is not missing):
            self._fail_with_undefined_error()
        return ""

    def __str__(self) -> str:
        return self._said()

    def __bool__(self) -> bool:
        return bool(self._said())

    def __iter__(self) -> Any:
        return iter(self._said())

    def __len__(self) -> int:
        return len(self._said())


class Vendor(PrefixLoader):
    """GOV.UK's macros, which are written for names that may be missing."""

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """A template that forgives."""
        return super().load(environment.overlay(undefined=Undefined), name, globals)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page: `url("casework:case", reference="RH-48K2-7Q")`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for; `loader` finds the templates of the rooms."""
    options.update(undefined=Missing, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    made = Environment(
        loader=ChoiceLoader([loader, Vendor({_VENDOR: PackageLoader(_VENDOR)})]),
        extensions=["jinja2.ext.do"],
        **options,
    )
    made.filters.update(FILTERS)
    made.filters.update(WORDS)
    made.filters.update(options=options_of)
    made.globals.update(static=static, url=url)
    return made
