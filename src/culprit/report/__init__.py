"""What clinicians and laboratory managers look at: the one place that draws."""
