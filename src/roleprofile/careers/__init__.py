"""How people come into roles: assessments, rankings, plans, paths and what-ifs."""
