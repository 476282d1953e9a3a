"""What `returnhub up` runs: PostgreSQL, the web, the jobs and the record's sequencer, kept alive and stopped.

Reading order: `run` (the whole), `processes` (what runs, and what each is told), `first` (before they
start), `keeper` (restarts and the
order of the end), `child` (one process), `asked` (somebody wants us to stop).
"""
