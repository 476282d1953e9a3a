"""Those who watch: independent monitors, complaints, and every promise checked as a query."""
