pytest_plugins = [
    "tests.browsers",
    "tests.databases",
    "tests.kept",
    "tests.passwords",
    "tests.people",
    "tests.static_files",
    "tests.stored",
]
