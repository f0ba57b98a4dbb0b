"""The lint rules by subject. Each concrete :class:`~roleprofile.quality.lint.rule.Rule` in a module here runs."""
