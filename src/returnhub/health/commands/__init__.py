"""What clinicians and assessors do, and what is asked of them."""
