"""Translations and who reviewed each. English is shipped (`originals`); its digests are put in at set-up."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.journal.models import Ending, Recorded
from returnhub.languages.codes import TRANSLATED_INTO


class English(models.Model):
    """The English of a text, as shipped: what a translation has to be of. Nobody but set-up writes it."""

    key = models.CharField(max_length=80, primary_key=True)
    digest = models.CharField(max_length=64)


class Text(Ending):
    """A text in another language, the English that it was made from, and who translated it.

    Nobody is shown or served it before another person has reviewed it; a changed text is a new row.
    """

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    body = models.TextField()
    original = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("key", "language"), condition=models.Q(ended=None), name="languages_text_once"
            ),
            models.CheckConstraint(
                name="languages_text_language", condition=models.Q(language__in=TRANSLATED_INTO)
            ),
            models.CheckConstraint(name="languages_text_words", condition=~models.Q(body="")),
        ]


class Review(Recorded):
    """Another person who reads the language has read a text and stands for it, on a day."""

    text = models.OneToOneField(Text, models.PROTECT, related_name="review")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField()
    says = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="languages_review_says", condition=~models.Q(says="")),
        ]
