"""Every change of planning: a plan asked for, stopped, kept; what of it an officer takes up."""
