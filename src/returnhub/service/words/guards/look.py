"""What is said of most that has changed meanwhile."""

LOOK = "Open the page again to see how it stands now"
