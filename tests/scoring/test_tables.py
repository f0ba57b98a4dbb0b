"""The tables of a role: what programs without this library compute fits from."""

from worked import fit_of

ASKED = [
    {"id": "talk", "descriptor": "dialogue", "asks": "advanced", "at_least": "working", "weight": 4}
    | {"necessity": "minimum", "evidence": ["certificate"]},
    {"id": "education", "for": {"engineering": 100, "law": 50}, "asks": "bachelor", "weight": 2},
    {"id": "either", "label": {"en": "Either"}, "weight": 3}
    | {
        "any_of": [
            {"descriptor": "sales", "asks": 4, "from": 2},
            {"descriptor": "rhetoric", "asks": "basic", "worth": 60},
        ]
    },
    {"id": "both", "label": {"en": "Both"}}
    | {"all_of": [{"descriptor": "persuasion", "asks": "working"}, {"descriptor": "contacts", "asks": 1, "weight": 3}]},
]
EXTRAS = [{"id": "plus", "descriptor": "service", "for": "law", "asks": 1, "weight": 7}]
FULL, NONE = 1_000_000, 0


def criterion(descriptor, tables, at_least, weight=1, evidence=()):
    return {
        "descriptor": f"worked:{descriptor}",
        "weight": weight,
        "at_least": at_least,
        "evidence": list(evidence),
        "tables": tables,
    }


def test_each_criterion_has_a_table_of_credits_for_each_key():
    role = fit_of(ASKED, size="large", extras=EXTRAS).role
    found = role.tables()
    degree, half = [NONE, NONE, FULL, FULL], [NONE, NONE, FULL // 2, FULL // 2]

    assert {name: found[name] for name in found if name not in ("requirements", "extras")} == {
        "kind": "tables",
        "schema": 1,
        "arithmetic": 2,
        "role": "worked:worked",
        "context": dict(role.context),
        "thresholds": [800_000, 600_000, 350_000],
        "caps": {"not_met": 2, "unknown": 1},
    }
    talk, education, either, both = found["requirements"]
    assert talk == {
        "id": "talk",
        "weight": 4,
        "group": "",
        "minimum": True,
        "criteria": [
            criterion("dialogue", [["", [NONE, 200_000, 600_000, FULL, FULL]]], 2, evidence=["certificate", "diploma"])
        ],
    }
    assert (education["weight"], education["group"], education["minimum"]) == (2, "", False)
    assert education["criteria"] == [
        criterion("education", [["engineering", degree], ["mechanical", degree], ["law", half]], 2)
    ]
    assert (either["group"], [one["descriptor"] for one in either["criteria"]]) == (
        "any_of",
        ["worked:sales", "worked:rhetoric"],
    )
    assert either["criteria"][0] == criterion("sales", [["", [NONE, NONE, NONE, FULL // 2, FULL]]], 4)
    assert either["criteria"][1] == criterion("rhetoric", [["", [NONE, 600_000, 600_000, 600_000, 600_000]]], 1)
    assert (both["group"], [one["weight"] for one in both["criteria"]]) == ("all_of", [1, 3])
    assert found["extras"] == [
        {
            "id": "plus",
            "weight": 7,
            "group": "",
            "minimum": False,
            "criteria": [criterion("service", [["law", [NONE, FULL]]], 1)],
        }
    ]
