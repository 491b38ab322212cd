"""`python -m bot`: the `amber` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
