"""Chains of declared ways: the search gives what trying everything out gives, in the same order."""

from itertools import chain as joined
from itertools import combinations, pairwise, product

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.careers.path_search import Node, cheapest_chains
from roleprofile.model.transition import Transition
from roleprofile.model.values import FrozenMap, OneOrMore
from roleprofile.model.vocabulary import ANY
from shipped_catalog import CATALOG

PACK = "account-management"
#: The first is the goal of every search.
ROLES = ("account-manager", "consultant", "analyst", "pr-specialist")
#: The values of three dimensions, as far as the tests use them; tiers from the lowest to the highest.
TIERS = ("newcomer", "established", "leading")
VALUES = {"employer-tier": TIERS, "company-size": ("small", "large"), "market": ("specialised", "metal-products")}
BROADER = {"metal-products": "specialised"}
STAYS = ("internal", "additional-duty", "stand-in")
MODES = ("repurpose", "stepping-stone", *STAYS)

TERMS = {name: st.lists(st.sampled_from(terms), min_size=1, max_size=2, unique=True) for name, terms in VALUES.items()}
#: Mostly nothing: what excludes much leaves no chain to compare.
NOTHING = st.just(FrozenMap())
CONTEXTS = st.fixed_dictionaries({}, optional={name: st.sampled_from(terms) for name, terms in VALUES.items()})
BEFORE = st.fixed_dictionaries(
    {},
    optional={
        "employer-tier": st.just(["lower"]) | st.just(["same"]) | TERMS["employer-tier"],
        "company-size": st.just(["same"]) | TERMS["company-size"],
        "market": st.just(["same"]) | TERMS["market"],
    },
)
CONDITIONS = st.fixed_dictionaries({}, optional={name: TERMS[name] for name in ("company-size", "market")})


def way(origin, target):
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "c"]),
            "origin": origin,
            "target": target,
            "mode": st.sampled_from(MODES),
            "when": NOTHING | NOTHING | CONDITIONS,
            "before": NOTHING | BEFORE,
            # Few numbers, so that there are ties; nought, so that a step can cost nothing.
            "effort": st.sampled_from([0, 1, 1, 2, 5]),
        }
    )


@st.composite
def networks(draw):
    """Ways, some of which lead in a row from a beginning to the goal, so that there is something to find."""
    row = [*draw(st.permutations(ROLES))[: draw(st.sampled_from([3, 2, 1]))], ROLES[0]]
    ways = [draw(way(st.just(one), st.just(other))) for one, other in pairwise(row)]
    ways += draw(st.lists(way(st.sampled_from([*ROLES, ANY]), st.sampled_from(ROLES)), min_size=1, max_size=3))
    begin = [(row[0], draw(NOTHING | CONTEXTS))]
    begin += draw(st.lists(st.tuples(st.sampled_from([*ROLES, ANY]), CONTEXTS), max_size=1))
    return tuple(draw(st.permutations(ways))), begin, (ROLES[0], draw(CONTEXTS))


def transition(way):
    return Transition(
        id=way["id"],
        origin=way["origin"],
        mode=way["mode"],
        when=FrozenMap({name: OneOrMore(tuple(terms)) for name, terms in way["when"].items()}),
        origin_context=FrozenMap({name: OneOrMore(tuple(terms)) for name, terms in way["before"].items()}),
        effort=way["effort"],
        basis="judgement",
        target=way["target"],
        pack=PACK,
    )


def full(role):
    return role if role == ANY else f"{PACK}:{role}"


def place(role, context):
    return Node(full(role), FrozenMap(context))


def searched(ways, begin, goal, max_steps, limit=None):
    catalog = evolve(CATALOG, transitions=tuple(map(transition, ways)))
    found = cheapest_chains(
        catalog, tuple(place(*one) for one in begin), place(*goal), max_steps=max_steps, limit=limit
    )
    return [tuple(map(plainly, one)) for one in found]


def plainly(link):
    """A link as plain values, as :func:`carried` writes it too."""
    one = link.way.transition
    return (
        (one.id, one.mode, one.effort, link.way.origin, full(one.target)),
        (link.origin.role, tuple(sorted(link.origin.context.items()))),
        (link.target.role, tuple(sorted(link.target.context.items()))),
        tuple(link.way.depends_on),
    )


# --- the same, by trying everything out, with rules of its own ---


def included(term, broader):
    return term == broader or BROADER.get(term) == broader


def surely_other(one, other):
    """Whether two places are different for certain."""
    if one[0] != other[0]:
        return True
    return any(
        not included(one[1][name], other[1][name]) and not included(other[1][name], one[1][name])
        for name in one[1].keys() & other[1].keys()
    )


def holds(way, context):
    """Yes, no, or None where it depends on what nobody said."""
    answers = [
        None if name not in context else any(included(context[name], term) for term in terms)
        for name, terms in way["when"].items()
    ]
    return False if False in answers else None if None in answers else True


def firms_before(way, context):
    """The contexts that a way into a job of this context starts from."""
    found = [dict(context) if way["mode"] in STAYS else {}]
    for name, words in way["before"].items():
        here = context.get(name)
        if words == ["same"] or (words == ["lower"] and here is None):
            terms = [here]
        elif words == ["lower"]:
            terms = TIERS[: TIERS.index(here)]
        else:
            terms = words
        found = [{**one, name: term} for one in found for term in terms]
    return [{name: term for name, term in one.items() if term is not None} for one in found]


def goes_along(way, name):
    return way["before"][name] == ["same"] if name in way["before"] else way["mode"] in STAYS


def tried_out(ways, begin, goal, max_steps):
    """Every row of ways, every choice of the contexts between them, every beginning: those that are chains."""
    found = []
    for length in range(1, max_steps + 1):
        for row in product(ways, repeat=length):
            # Who stands in for somebody, or does the job beside another one, does not hold it.
            if any(way["mode"] in ("stand-in", "additional-duty") for way in row[:-1]):
                continue
            if row[-1]["target"] == goal[0] and all(one["target"] == next_["origin"] for one, next_ in pairwise(row)):
                found += joined.from_iterable(endings(row, start, goal) for start in begin)
    return found


def endings(row, start, goal):
    if row[0]["origin"] not in (ANY, start[0]):
        return
    for contexts in backwards(row, goal[1]):
        if any(holds(way, after) is False for way, after in zip(row, contexts[1:], strict=True)):
            continue
        agreed = all(included(term, contexts[0].get(name, term)) for name, term in start[1].items())
        first = (start[0], {**contexts[0], **start[1]})
        places = [first, *((way["target"], one) for way, one in zip(row, contexts[1:], strict=True))]
        pairs = [(one, other) for index, one in enumerate(places) for other in places[:index]]
        if agreed and all(surely_other(*pair) for pair in pairs):
            yield from carried(row, places)


def backwards(row, last):
    """The contexts of all places of a row, from the first to the last."""
    if not row:
        yield [last]
        return
    for before in firms_before(row[-1], last):
        for others in backwards(row[:-1], before):
            yield [*others, last]


def carried(row, places):
    known, found = places[0], []
    for way, (role, context) in zip(row, places[1:], strict=True):
        inside = {**{name: term for name, term in known[1].items() if goes_along(way, name)}, **context}
        answer = holds(way, inside)
        if answer is False:
            return
        depends = tuple(name for name in way["when"] if name not in inside) if answer is None else ()
        there = (role, context if len(found) == len(row) - 1 else inside)
        about = (way["id"], way["mode"], way["effort"], full(way["origin"]), full(way["target"]))
        found.append((about, *((full(name), tuple(sorted(one.items()))) for name, one in (known, there)), depends))
        known = there
    yield tuple(found)


def order(one):
    """The effort, then the ids of the ways, from the last one back."""
    return sum(about[2] for about, *_ in one), [about[0] for about, *_ in reversed(one)]


class TestTheSearch:
    @settings(max_examples=examples(400), deadline=None)
    @given(networks(), st.sampled_from([4, 3, 2, 1]))
    def test_it_finds_what_trying_everything_out_finds(self, network, max_steps):
        found = searched(*network, max_steps)
        expected = tried_out(*network, max_steps)

        assert sorted(found) == sorted(expected)
        assert list(map(order, found)) == sorted(map(order, expected))

    @settings(max_examples=examples(200), deadline=None)
    @given(networks(), st.integers(1, 4))
    def test_a_limit_gives_the_first_of_them(self, network, limit):
        assert searched(*network, 4, limit) == searched(*network, 4)[:limit]

    @settings(max_examples=examples(200), deadline=None)
    @given(networks(), st.randoms())
    def test_the_order_of_files_does_not_matter(self, network, random):
        ways, begin, goal = network
        shuffled = random.sample(ways, len(ways))

        assert searched(shuffled, random.sample(begin, len(begin)), goal, 3) == searched(*network, 3)

    @settings(max_examples=examples(200), deadline=None)
    @given(networks(), st.integers(1, 6))
    def test_no_path_is_twice_at_one_place_nor_longer_than_it_may_be(self, network, max_steps):
        for one in searched(*network, max_steps, limit=50):
            places = [one[0][1], *(link[2] for link in one)]

            assert len(one) <= max_steps
            assert all(link[2] == after[1] for link, after in pairwise(one))
            assert all(
                surely_other((one[0], dict(one[1])), (two[0], dict(two[1]))) for one, two in combinations(places, 2)
            )


def plain_way(name, origin, target, effort=1, mode="repurpose", when=None, before=None):
    about = {"id": name, "origin": origin, "target": target, "effort": effort, "mode": mode}
    return {**about, "when": when or {}, "before": before or {}}


def found_ids(ways, *, begin="analyst", known=None, goal=None, max_steps=4, limit=None):
    found = searched(ways, [(begin, known or {})], ("account-manager", goal or {}), max_steps, limit)
    return ["-".join(link[0][0] for link in one) for one in found]


class TestAChain:
    def test_of_less_effort_comes_first_however_many_steps_it_has(self):
        long = [plain_way("b", "analyst", "consultant", 1), plain_way("c", "consultant", "account-manager", 1)]

        assert found_ids([plain_way("a", "analyst", "account-manager", 3), *long]) == ["b-c", "a"]

    def test_of_the_same_effort_comes_by_the_ids_from_the_last_way_back(self):
        ways = [
            plain_way("a", "analyst", "consultant"),
            plain_way("d", "consultant", "account-manager"),
            plain_way("b", "analyst", "pr-specialist"),
            plain_way("c", "pr-specialist", "account-manager"),
        ]

        assert found_ids(ways) == ["b-c", "a-d"]
        assert found_ids(ways, limit=1) == ["b-c"]

    def test_never_turns_in_a_circle(self):
        circle = [plain_way("there", "analyst", "consultant", 0), plain_way("back", "consultant", "analyst", 0)]

        assert found_ids([*circle, plain_way("out", "consultant", "account-manager")], max_steps=9) == ["there-out"]
        assert found_ids(circle, max_steps=9) == []

    def test_leads_to_the_same_job_only_from_an_employer_that_is_another_for_certain(self):
        ladder = [plain_way("up", "account-manager", "account-manager", before={"employer-tier": ["lower"]})]
        top = {"employer-tier": "leading"}

        assert found_ids(ladder, begin="account-manager", goal=top) == ["up", "up", "up-up"]
        assert found_ids(ladder, begin="account-manager", goal=top, known={"employer-tier": "newcomer"}) == [
            "up",
            "up-up",
        ]
        assert found_ids(ladder, begin="account-manager", goal=top, known=top) == []
        assert found_ids(ladder, begin="account-manager") == []

    def test_stays_with_its_employer_where_the_way_says_so(self):
        inside = [
            plain_way("in", "analyst", "consultant", mode="internal", when={"company-size": ["large"]}),
            plain_way("on", "consultant", "account-manager"),
        ]

        assert found_ids(inside, known={"company-size": "large"}) == ["in-on"]
        assert found_ids(inside, known={"company-size": "small"}) == []
        ((link, _),) = searched(inside, [("analyst", {})], ("account-manager", {}), 4)
        assert link[3] == ("company-size",)

    def test_takes_a_way_from_any_job_from_where_it_begins(self):
        ways = [plain_way("any", ANY, "account-manager"), plain_way("on", "analyst", "consultant")]

        assert found_ids(ways) == ["any"]
        assert found_ids([*ways, plain_way("no", "consultant", "account-manager")]) == ["any", "on-no"]

    def test_is_found_quickly_among_many_jobs(self):
        """Every job leads to every other, and one way is open from any: billions of chains that nobody asked for."""
        names = [name.partition(":")[2] for name in CATALOG.roles]
        ways = [plain_way(f"{one}-{other}", one, other, 3) for one in names for other in names if one != other]
        ways.append(plain_way("any", ANY, "account-manager", 2))

        assert found_ids(ways, max_steps=12, limit=2) == ["any", "analyst-account-manager"]

    def test_is_not_added_up_from_efforts_in_different_units(self):
        ways = [
            transition(plain_way("a", "analyst", "consultant")),
            evolve(
                transition(plain_way("b", "consultant", "account-manager")),
                pack="core",
                origin=full("consultant"),
                target=full("account-manager"),
            ),
        ]
        packs = FrozenMap({**CATALOG.packs, PACK: evolve(CATALOG.packs[PACK], effort="months")})
        # Core, which counts in weeks, is made to see the pack that counts in months.
        packs = FrozenMap({**packs, "core": evolve(packs["core"], requires=FrozenMap({PACK: ">=1"}))})
        catalog = evolve(CATALOG, packs=packs, transitions=tuple(ways))

        with pytest.raises(rp.RankingError, match=r"^efforts in core:months and in core:weeks cannot be added up$"):
            cheapest_chains(catalog, (place("analyst", {}),), place("account-manager", {}), max_steps=2, limit=1)
        assert (
            len(
                cheapest_chains(catalog, (place("consultant", {}),), place("account-manager", {}), max_steps=2, limit=1)
            )
            == 1
        )
