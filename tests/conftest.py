pytest_plugins = ["tests.browsers", "tests.databases", "tests.people", "tests.static_files", "tests.stored"]
