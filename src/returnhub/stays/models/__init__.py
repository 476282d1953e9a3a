"""Life in a hub from the arrival to the way out. One noun a file."""

from returnhub.stays.models.arrivals import REVIEW_DAYS, Arrival, Done, Duty, KeyWorker, Review
from returnhub.stays.models.contact import Contact, Held, NotHeld, Outing
from returnhub.stays.models.occurrences import Occurrence, Step
from returnhub.stays.models.standards import HubDay

__all__ = [
    "REVIEW_DAYS",
    "Arrival",
    "Contact",
    "Done",
    "Duty",
    "Held",
    "HubDay",
    "KeyWorker",
    "NotHeld",
    "Occurrence",
    "Outing",
    "Review",
    "Step",
]
