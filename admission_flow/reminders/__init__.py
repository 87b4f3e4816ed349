"""What the clock tells by itself: of due days before, on and after them, and each week what waits at a unit."""
