"""``python -m roleprofile`` is the command ``roleprofile``."""

from roleprofile.cli import main

if __name__ == "__main__":
    main()
