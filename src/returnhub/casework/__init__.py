"""People, cases, facts and evidence, bars, clocks, custody, screening, submissions of lawyers."""
