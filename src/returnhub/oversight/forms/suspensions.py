"""What suspending and lifting ask."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from returnhub.accounts.roles import Role
from returnhub.agreements.models import Suspension
from returnhub.casework.models import Case
from returnhub.casework.queries.scope import scope
from returnhub.casework.reference import read_reference
from returnhub.hubs.queries.hubs import hubs_of
from returnhub.journal.actor import Actor
from returnhub.oversight.queries.suspensions import family_of
from returnhub.pages.fields import Form

POWERS = {
    Role.MONITOR: Suspension.By.MONITOR,
    Role.AGREEMENT: Suspension.By.AGREEMENT,
    Role.LAWYER: Suspension.By.COURT,
}
"""By which power each role suspends; the database refuses any other."""

REACHES = {
    "scheme": "Everybody in the scheme",
    "hub": "Everybody who is meant for one hub",
    "group": "One family",
    "person": "One person",
}
_MAY_REACH = {
    Role.MONITOR: ("scheme", "hub", "group", "person"),
    Role.AGREEMENT: ("scheme", "hub"),
    Role.LAWYER: ("person",),
}


class SuspendForm(Form):
    """A suspension. `schemes` are (id, title); which questions there are depends on the actor's role."""

    scheme = forms.ChoiceField(label="Scheme")
    scope = forms.ChoiceField(label="Whom does it stop?", widget=forms.RadioSelect)
    hub = forms.ModelChoiceField(None, label="Which hub?", required=False, empty_label="")
    case = forms.CharField(
        label="Reference of the case", max_length=40, required=False, help_text="For example RH-48K2-7Q"
    )
    reference = forms.CharField(label="Number of the court's order", max_length=200, required=False)
    reason = forms.CharField(label="Reason", max_length=5000, widget=forms.Textarea)

    def __init__(
        self, *arguments: object, actor: Actor, schemes: Sequence[tuple[str, str]], **named: object
    ) -> None:
        super().__init__(*arguments, **named)
        self.actor, role = actor, Role(actor.role)
        self.number: int | None = None
        reach = _MAY_REACH[role]
        self.fields["scheme"].choices = schemes
        self.fields["scheme"].widget.choices = schemes
        self.fields["scope"].choices = [(s, REACHES[s]) for s in reach]
        self.fields["hub"].queryset = hubs_of([s for s, _ in schemes])
        self.fields["hub"].label_from_instance = lambda hub: hub.name
        if "hub" not in reach:
            del self.fields["hub"]
        if "person" not in reach:
            del self.fields["case"]
        if role == Role.LAWYER:
            self.fields["reference"].required = True
        else:
            del self.fields["reference"]

    def clean(self) -> dict[str, object]:
        """Find the number that the scope needs."""
        said = super().clean()
        chosen = said.get("scope")
        if chosen == "hub":
            hub = said.get("hub")
            if hub is None or hub.scheme_id != said.get("scheme"):
                self.add_error("hub", "Choose a hub of this scheme")
            else:
                self.number = hub.pk
        elif chosen in ("person", "group"):
            case = self._case(str(said.get("case", "")), str(said.get("scheme", "")))
            if case is not None:
                self.number = case.person_id if chosen == "person" else family_of(case)
                if self.number is None:
                    self.add_error("case", "This person is in no family group: choose one person")
        return said

    def _case(self, typed: str, scheme: str) -> Case | None:
        found = scope(self.actor).filter(reference=read_reference(typed) or "", scheme=scheme).first()
        if found is None:
            self.add_error("case", "Enter the reference of a case that you can see")
        return found


class LiftForm(Form):
    """A word that a suspension is to be lifted."""

    reason = forms.CharField(label="Why is it to be lifted?", max_length=5000, widget=forms.Textarea)
