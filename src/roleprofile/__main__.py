"""``python -m roleprofile`` is the command ``roleprofile``."""

from roleprofile_command import main

if __name__ == "__main__":
    main()
