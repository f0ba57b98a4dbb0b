"""Built packs of somebody who knows how digests are made, and all that can be asked of the catalog they give."""

import hashlib
import itertools
import json
import re

import roleprofile as rp
from roleprofile.presentation.results import render
from roleprofile.quality import run_cases


def sealed(text):
    """A file with a first line that fits what follows."""
    head, _, rest = text.partition("\n")
    digest = hashlib.sha256(rest.encode("utf-8", "surrogatepass")).hexdigest()
    return re.sub(r'"digest":"[0-9a-f]{64}"', f'"digest":"{digest}"', head) + "\n" + rest


def entries_of(text):
    """The documents of a built pack with what stands around them."""
    return [json.loads(line.removesuffix(",")) for line in text.split("\n")[1:-2]]


def file_of(entries):
    """The built pack with these documents."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in entries)
    return sealed('{"kind":"built","schema":2,"digest":"%s","documents":[\n' % ("0" * 64) + lines + "\n]}\n")


def places(tree):
    """Every place in a tree, as what holds it and the key there."""
    for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


def answers(catalog, before):
    """Ask all that can be asked of a catalog; the number of answers, and of refusals by a documented error."""
    given = [0, 0]

    def ask(question, *about, **more):
        try:
            result = question(*about, **more)
        except rp.RoleProfileError:
            given[1] += 1
            return None
        given[0] += 1
        return result

    def show(question, *about, **more):
        result = ask(question, *about, **more)
        for form in ("text", "json") if result else ():
            ask(render, form, result)
        return result

    show(rp.diff, before, catalog)
    show(run_cases, catalog)
    terms = {name: vocabulary.term_ids for name, (_, vocabulary) in catalog.dimensions().items()}
    contexts = [{name: ids[0] for name, ids in terms.items()}, dict.fromkeys(terms, "unspecified")]
    people = [*catalog.people.values(), ask(catalog.person, "nobody")]
    changes = [fact for person in catalog.people.values() for fact in person.facts][:2]
    for role, context in itertools.product(catalog.roles, contexts):
        show(catalog.rank_origins, role, context, origins="all")
        show(catalog.rank_targets, role, context)
        show(catalog.estimate_pay, role, context, inputs_of(catalog.roles[role]))
        for origin in (*catalog.roles, *people):
            show(catalog.assess_transition, origin, role, context)
            show(catalog.paths, origin, role, context)
        for person in people:
            scorer = ask(catalog.scorer, role, context)
            fit = show(scorer.score, person) if scorer else None
            if fit is not None:
                ask(fit.explain, "fil")
                ask(rp.replay, fit.to_record())
            show(catalog.what_if, person, role, context, changes)
            show(catalog.plan, person, role, context)
    return given


def inputs_of(role):
    """Amounts for every part of a role's pay."""
    components = role.compensation.components
    return rp.PayInputs(
        currency="EUR",
        amounts={one.id: 1000 for one in components if one.kind != "share"},
        measures={one.id: 50_000 for one in role.measures},
        shares={one.id: 5 for one in components if one.kind == "share"},
        conditions=[one.condition for one in components if one.condition],
    )
