"""Health: a clinician's file that clinicians alone read, and the yes or no that others need of it."""
