import gc

pytest_plugins = [
    "tests.browsers",
    "tests.databases",
    "tests.kept",
    "tests.passwords",
    "tests.people",
    "tests.static_files",
    "tests.stored",
]

# Each test makes many small things that die young; looking through all of them so often costs a twentieth of the run.
gc.set_threshold(100_000, 50, 1000)
