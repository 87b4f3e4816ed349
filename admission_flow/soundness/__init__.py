"""Whether what is kept of a case agrees with itself: its facts, its flow, its terms and the seats it waits at."""
