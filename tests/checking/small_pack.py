"""A small pack of its own, with nothing in it that its cases do not speak of."""

from pathlib import Path

import roleprofile as rp

HEAD = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
sources:
  - {id: book, title: A book}
"""
DESCRIPTORS = """\
kind: descriptors
schema: 1
id: skills
descriptors:
  - {id: selling, type: skill, label: {en: Selling}, scale: proficiency}
  - {id: talking, type: skill, label: {en: Talking}, scale: proficiency}
  - {id: writing, type: skill, label: {en: Writing}, scale: proficiency}
relations:
  - {from: talking, to: selling, lower_by: 1, up_to: working, source: book}
"""
SELLER = """\
kind: role
schema: 1
id: seller
version: "1.0.0"
label: {en: Seller}
aliases: {en: [salesman]}
defaults: {necessity: important, basis: judgement}
measures:
  - {id: turnover, label: {en: Turnover}, source: book}
duties:
  - {id: sell, label: {en: Sell}, measure: turnover, source: book}
requirements:
  - {id: selling, asks: advanced, weight: 4, necessity: minimum, needed_for: [sell], source: book}
  - id: degree
    descriptor: education
    label: {en: Degree}
    for: {economics: 100, any: 50}
    asks: bachelor
    weight: 2
    source: book
extras:
  - {id: writing, asks: working, source: book}
variants:
  - id: large
    label: {en: Large firms}
    when: {company-size: large}
    source: book
    set: {selling: {weight: 8}}
compensation:
  components:
    - {id: guaranteed, label: {en: Minimum}, kind: fixed, source: book}
    - {id: commission, label: {en: Commission}, kind: share, of: turnover, main: true, source: book}
"""
TALKER = """\
kind: role
schema: 1
id: talker
version: "1.0.0"
label: {en: Talker}
defaults: {basis: judgement}
requirements:
  - {id: talking, asks: working, weight: 1}
provides: {talking: expert, selling: advanced}
"""
TRANSITIONS = """\
kind: transitions
schema: 1
id: seller
target: seller
transitions:
  - id: from-talker
    origin: talker
    mode: repurpose
    when: {company-size: [small, medium]}
    needs: [{id: talking, asks: advanced, source: book}]
    effort: 4
    source: book
    basis: judgement
"""
OPTIONS = """\
kind: development
schema: 1
id: practice
options:
  - id: practice
    label: {en: Practice}
    kind: assignment
    effort: 10
    raises: {selling: advanced}
    open_to: {talking: working}
    when: {company-size: [small, medium]}
    source: book
"""
ANY = "context: {company-size: each}"
PAY = "{currency: PHP, amounts: {guaranteed: 100}, measures: {turnover: 1000}, shares: {commission: 30}}"
#: Every rule above has at least one case that fails without it.
CASES = {
    "minimum": "person: {closed: all}, expect: {meets_minimum: not_met}",
    "economist": "person: economist, expect: {ranks_above: lawyer}",
    "extra": "person: {facts: {writing: working}, closed: all}, expect: {extras_at_least: 100}",
    "lists": (
        "expect: {has: {duties: sell, measures: turnover, requirements: [selling, degree], extras: writing, "
        "components: [guaranteed, commission], main: commission, aliases: salesman}, lacks: {duties: talk}}"
    ),
    "variant": "expect: {variant_applies: large}",
    "inferred": "person: {facts: {talking: advanced}}, expect: {supported: {at_least: 20}}",
    "way": "holder: {role: talker}, expect: {mode: repurpose, needs: met}",
    "no-way": "holder: {role: talker, months: 3}, expect: {needs: met, mode: repurpose}",
    "need": "person: {facts: {talking: basic}, closed: all, roles_held: [{role: talker, months: 5}]}, "
    "expect: {needs: not_met}",
    "another-degree": "person: lawyer, expect: {ranks_above: {person: {closed: all}}}",
    "heavier": "person: seller, expect: {low: {at_least: 75}}",
    "lighter": "person: seller, expect: {low: {at_most: 70}}",
    "no-way-in": "holder: {role: talker}, expect: {lacks: {transitions: from-talker}}",
    "practice": "person: talker, expect: {has: {options: practice}, raises: {practice: selling}}",
    "no-practice": "person: {facts: {talking: basic}, closed: all}, expect: {lacks: {options: practice}}",
    "no-practice-there": "expect: {lacks: {options: practice}}",
    "pay": f"pay: {PAY}, expect: {{pay_share: {{variable: {{at_least: 75, at_most: 75}}}}}}",
}
CONTEXTS = dict.fromkeys(
    ("way", "no-way", "need", "lighter", "practice", "no-practice"), "context: {company-size: [small, medium]}"
) | dict.fromkeys(("variant", "heavier", "no-way-in", "no-practice-there"), "context: {company-size: large}")
PEOPLE = """\
people:
  economist: {facts: {education: {economics: bachelor}}, closed: all}
  lawyer: {facts: {education: {law: bachelor}}, closed: all}
  seller: {facts: {selling: advanced}, closed: all}
  talker: {facts: {talking: working}, closed: all}
"""


def case(name, rest, more=""):
    context = CONTEXTS.get(name, ANY)
    about = f"id: {name}, claim: {{en: The claim of {name}.}}, role: seller, {context}"
    return f"  - {{{about}, {rest}, source: book{more}}}\n"


class Pack:
    """A folder with the pack in it."""

    def __init__(self, root, cases):
        self.root = root
        files = {
            "pack.yaml": HEAD + "effort: weeks\n",
            "descriptors/skills.yaml": DESCRIPTORS,
            "roles/seller.yaml": SELLER,
            "roles/talker.yaml": TALKER,
            "transitions/seller.yaml": TRANSITIONS,
            "development/practice.yaml": OPTIONS,
        }
        for name, text in files.items():
            self.write(name, text)
        if cases:
            self.cases("".join(case(name, rest) for name, rest in cases.items()))

    def write(self, name, text):
        path = Path(self.root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def cases(self, entries, name="claims"):
        return self.write(f"cases/{name}.yaml", f"kind: cases\nschema: 1\nid: {name}\n{PEOPLE}cases:\n{entries}")

    def load(self):
        return rp.load(self.root)
