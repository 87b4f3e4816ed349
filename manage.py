#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from project import reach
from project.environment import SettingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(str(error))
    except reach.CONNECTION_ERRORS:
        if sentence := reach.trouble():
            sys.exit(sentence)
        raise


if __name__ == "__main__":
    main()
