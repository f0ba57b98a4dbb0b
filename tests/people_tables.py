"""People as a table of Arrow with a row for each person; ``roleprofile.batch.sources`` writes the other kind."""

from __future__ import annotations

import pyarrow as pa

ROLES_HELD = pa.list_(
    pa.struct(
        [
            ("role", pa.string()),
            ("months", pa.int64()),
            ("context", pa.map_(pa.string(), pa.string())),
            ("in_all", pa.int64()),
        ]
    )
)
EVIDENCE = ("kind", "on", "until")


def wide(people):
    """A row for each person."""
    columns = {"person": [person.id for person in people]}
    columns["closed"] = pa.array([person.closed for person in people], pa.list_(pa.string()))
    held = [
        [
            {"role": one.role, "months": one.months, "context": [*one.context.items()], "in_all": one.in_all}
            for one in person.roles_held
        ]
        for person in people
    ]
    columns["roles_held"] = pa.array(held, ROLES_HELD)
    facts = [{(fact.descriptor, fact.key): fact for fact in person.facts} for person in people]
    for descriptor, key in sorted({slot for mine in facts for slot in mine}):
        name = f"{descriptor}/{key}" if key else descriptor
        mine = [some.get((descriptor, key)) for some in facts]
        columns[name] = [fact and fact.value for fact in mine]
        for ending, part in zip(("evidence", "on", "until"), EVIDENCE, strict=True):
            said = [fact and fact.evidence and getattr(fact.evidence, part) for fact in mine]
            if any(said):
                columns[f"{name}.{ending}"] = pa.array(said, pa.string())
    return pa.table(columns)
