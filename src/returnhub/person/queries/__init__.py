"""What a person reads of their own case, and what others read of what they asked. Own things only."""
