"""An assessment as a workbook with live formulas: one run from figures to totals, and bands over all."""
