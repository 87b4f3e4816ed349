pytest_plugins = ["tests.databases", "tests.people", "tests.static_files"]
