pytest_plugins = ["tests.databases", "tests.people"]
