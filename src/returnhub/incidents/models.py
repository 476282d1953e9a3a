"""Incidents: reported, reviewed, corrected, closed; text is only ever added."""
