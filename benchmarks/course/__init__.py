"""How good is the monitor of recurrence? In simulation only, beside the rules that people know."""
