"""The cases of packs: claims that a program checks, in every situation that they name."""
