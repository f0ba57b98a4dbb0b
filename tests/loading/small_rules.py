"""A small pack with rules of every kind, its files by name, and what tests do to them."""

from roleprofile.cli.approvals import _HEAD, _stated
from roleprofile.rules.approvals import Register
from roleprofile.rules.canonical import rules_of

ROLE = """\
kind: role
schema: 1
id: analyst
version: "1.0.0"
label: {en: Analyst}
aliases: {en: [number cruncher]}
description: {en: Looks at numbers.}
defaults: {basis: judgement}
duties:
  - {id: report, label: {en: Report}}
requirements:
  - {id: tact, asks: good, weight: 4, reason: {en: Numbers hurt.}, needed_for: [report]}
  - {id: sums, asks: good, weight: 2}
  - id: study
    for: {law: 100, trade: 50}
    asks: some
    weight: 1
variants:
  - id: small
    label: {en: Small firm}
    when: {size: small}
    basis: judgement
    set: {sums: {weight: 3}}
provides: {tact: good}
observations:
  - {id: common, text: {en: There are many.}, basis: judgement}
"""
FILES = {
    "pack.yaml": """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
sources: [{id: book, title: A book}]
dimensions: [{id: size, label: {en: Size}, vocabulary: size}]
effort: weeks
fit:
  evidence: proof
  thresholds: {strong: 80, viable: 60, stretch: 35}
  caps: {not_met: stretch, unknown: viable}
  own_word: word
  assessed_from: 40
  basis: judgement
development: {admits: viable}
""",
    "scales/skill.yaml": """\
kind: scale
schema: 1
id: skill
label: {en: Skill}
basis: judgement
levels: [{id: none, label: {en: None}}, {id: some, label: {en: Some}}, {id: good, label: {en: Good}}]
absent: none
below: [60]
""",
    "scales/weeks.yaml": """\
kind: scale
schema: 1
id: weeks
label: {en: Weeks}
basis: judgement
unit: {en: {one: week, other: weeks}}
maximum: 500
""",
    "vocabularies/size.yaml": """\
kind: vocabulary
schema: 1
id: size
label: {en: Size}
terms: [{id: small, label: {en: Small}}, {id: large, label: {en: Large}}]
""",
    "vocabularies/field.yaml": """\
kind: vocabulary
schema: 1
id: field
label: {en: Field}
terms: [{id: law, label: {en: Law}}, {id: trade, label: {en: Trade}}]
""",
    "vocabularies/proof.yaml": """\
kind: vocabulary
schema: 1
id: proof
label: {en: Proof}
ordered: true
terms: [{id: word, label: {en: Word}}, {id: test, label: {en: Test}}]
""",
    "descriptors/things.yaml": """\
kind: descriptors
schema: 1
id: things
descriptors:
  - {id: tact, type: skill, label: {en: Tact}, scale: skill}
  - {id: sums, type: skill, label: {en: Sums}, scale: skill}
  - {id: study, type: qualification, label: {en: Study}, scale: skill, keys: field}
  - {id: wit, type: skill, label: {en: Wit}, scale: skill}
relations:
  - {from: wit, to: tact, lower_by: 1, up_to: some, basis: judgement}
""",
    "roles/analyst.yaml": ROLE,
    "roles/clerk.yaml": ROLE.replace("analyst", "clerk"),
    "transitions/analyst.yaml": """\
kind: transitions
schema: 1
id: analyst
target: analyst
transitions:
  - id: from-clerk
    origin: clerk
    mode: internal
    effort: 4
    reason: {en: They know the numbers.}
    basis: judgement
    needs: [{id: wit, asks: some, basis: judgement}]
""",
    "development/courses.yaml": """\
kind: development
schema: 1
id: courses
options:
  - {id: course, kind: course, label: {en: Course}, effort: 2, raises: {sums: good}, basis: judgement}
  - {id: job, kind: stepping-stone, label: {en: A job}, effort: 9, job: {role: clerk, months: 12}, basis: judgement}
""",
}
ANALYST, CLERK = 'role "ours:analyst"', 'role "ours:clerk"'
WAY, COURSE, JOB = 'transition "ours:analyst/from-clerk"', 'option "ours:course"', 'option "ours:job"'


def replace(pack, file, before, after):
    text = (pack.root / file).read_text("utf-8")
    assert before in text
    pack.write(file, text.replace(before, after, 1))


def approve(pack, *rules, body="Committee", on="2026-03-14"):
    """Add entries as the command adds them."""
    catalog = pack.load()
    register = Register(catalog)
    chosen = [rule for rule in rules_of(catalog) if not rules or register.named(rule) in rules]
    lines = _stated(register, chosen, {"body": body, "by": "A. Reviewer", "on": on})
    head = () if catalog.approvals else _HEAD
    text = "".join(f"{line}\n" for line in (*head, *(f"  {line}" for line in lines)))
    if catalog.approvals:
        pack.append("approvals.yaml", text)
    else:
        pack.write("approvals.yaml", text)
