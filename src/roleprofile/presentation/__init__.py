"""Present results, problems, roles and cases as blocks, as text for people, and in formats for programs."""
