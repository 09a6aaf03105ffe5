"""`python -m blogark` is `blogark`."""

from .cli import main

if __name__ == "__main__":
    main()
