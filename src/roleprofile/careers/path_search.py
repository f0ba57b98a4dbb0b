"""Search chains of transitions backwards from the goal, cheapest first and without circles."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from roleprofile.careers.context_matching import BESIDE, SAME_EMPLOYER, agrees, excludes, specified, starts, stays
from roleprofile.careers.routes import Way, hangs_on, into, ways
from roleprofile.errors import RankingError
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.transition import Transition
    from roleprofile.model.vocabulary import Vocabulary

#: Sorts links whose ways have the same id.
Key = tuple[str, str, str, int, tuple[tuple[str, str], ...]]


@frozen
class Place:
    """A role (a full id) in a context; a dimension that the context lacks may have any value.

    The role of a person without a role is ``any``.
    """

    role: str
    context: FrozenMap[str, str]

    @property
    def nowhere(self) -> bool:
        """Whether no employer is known, so that no internal move can start here."""
        return self.role == ANY and not self.context


@frozen(kw_only=True)
class Link:
    """A transition from one place to another."""

    way: Way
    origin: Place
    target: Place

    @property
    def effort(self) -> int:
        """The effort of the transition, in the pack's unit."""
        return self.way.transition.effort

    @property
    def id(self) -> str:
        """The id of the transition."""
        return self.way.transition.id

    @property
    def key(self) -> Key:
        """Sorts links into one place that have the same id."""
        one = self.way.transition
        return one.pack, self.origin.role, one.mode, one.effort, tuple(sorted(self.origin.context.items()))


#: Links from the start to the goal.
Chain = tuple[Link, ...]


@frozen
class Network:
    """The places from which a goal can be reached in ``max_steps``, with the least effort to reach each of them."""

    catalog: CatalogData
    begin: tuple[Place, ...]
    goal: Place
    max_steps: int
    vocabulary_of: dict[str, Vocabulary]
    _transitions: dict[str, tuple[Transition, ...]]
    _firsts: dict[Place, tuple[Link, ...]] = field(factory=dict)
    _others: dict[Place, tuple[Link, ...]] = field(factory=dict)
    #: For each number of steps, the least effort to reach each place within them.
    _least: list[dict[Place, int]] = field(factory=list)

    @classmethod
    def of(cls, catalog: CatalogData, begin: tuple[Place, ...], goal: Place, max_steps: int) -> Network:
        """Find the places and the least effort to each."""
        network = cls(catalog, begin, goal, max_steps, catalog.vocabulary_of(), into(catalog))
        network._measure(network._places())
        network._same_unit()
        return network

    def firsts(self, place: Place) -> tuple[Link, ...]:
        """The links into a place with which a chain may begin."""
        found = self._firsts.get(place)
        if found is None:
            found = self._firsts[place] = tuple(
                link
                for way, before in self._ways(place)
                for held in self.begin
                if way.origin in (ANY, held.role)
                and not (way.transition.mode in SAME_EMPLOYER and held.nowhere)
                and agrees(held.context, before, self.vocabulary_of)
                and self._moves(link := Link(way=way, origin=self._narrowed(held, before), target=place))
            )
        return found

    def others(self, place: Place) -> tuple[Link, ...]:
        """The links into a place that may follow another link.

        A way from ``any`` is not among them, because people can take it from the start of the chain.
        """
        found = self._others.get(place)
        if found is None:
            found = self._others[place] = tuple(
                link
                for way, before in self._ways(place)
                if way.origin != ANY
                and self._moves(link := Link(way=way, origin=Place(way.origin, before), target=place))
            )
        return found

    def least(self, place: Place, steps: int) -> int | None:
        """A lower bound on the effort of chains of ``steps`` links to a place; ``None`` if no chain reaches it."""
        return self._least[min(steps, len(self._least) - 1)].get(place)

    def apart(self, place: Place, others: Iterable[Place]) -> bool:
        """Whether a place certainly differs from all others: another role, or a context that excludes theirs."""
        return all(
            other.role != place.role or excludes(other.context, place.context, self.vocabulary_of) for other in others
        )

    def _ways(self, place: Place) -> Iterator[tuple[Way, FrozenMap[str, str]]]:
        role = self.catalog.roles[place.role]
        for way in ways(self.catalog, role, place.context, self._transitions.get(place.role, ())):
            known = self.catalog.vocabulary_of(way.transition.pack)
            if place != self.goal and way.transition.mode in BESIDE:
                continue
            # A list may name a term twice, or a term and a narrower one.
            for before in dict.fromkeys(starts(way.transition, place.context, known)):
                yield way, before

    def _narrowed(self, held: Place, before: FrozenMap[str, str]) -> Place:
        """The start of a chain, with the context that the way states and the context that is known."""
        return Place(held.role, specified({**before, **held.context}, self.vocabulary_of))

    def _moves(self, link: Link) -> bool:
        """Whether a chain can have this link: it leads away from its origin and does not start at the goal."""
        return self.apart(link.origin, (link.target, self.goal))

    def _places(self) -> list[Place]:
        """The places from which the goal can be reached in less than ``max_steps``, the goal first."""
        found = {self.goal: None}
        edge = [self.goal]
        for _ in range(1, self.max_steps):
            edge = list(dict.fromkeys(link.origin for place in edge for link in self.others(place)))
            edge = [place for place in edge if place not in found]
            if not edge:
                break
            found.update(dict.fromkeys(edge))
        return list(found)

    def _measure(self, places: list[Place]) -> None:
        """Compute the least efforts over walks, which may contain circles, so they are lower bounds for chains."""
        begun = {place: min(link.effort for link in firsts) for place in places if (firsts := self.firsts(place))}
        self._least.extend(({}, begun))
        while len(self._least) <= self.max_steps and self._least[-1] != self._least[-2]:
            last = self._least[-1]
            now = dict(begun)
            for place in places:
                those = [last[link.origin] + link.effort for link in self.others(place) if link.origin in last]
                if those:
                    now[place] = min([*those, now.get(place, those[0])])
            self._least.append(now)

    def _same_unit(self) -> None:
        """Raise ``RankingError`` if efforts are in different units."""
        reached = self._least[-1]
        used = [link for place in reached for link in self.firsts(place)]
        used += [link for place in reached for link in self.others(place) if link.origin in reached]
        scales = [self.catalog.effort_scale(name) for name in sorted({link.way.transition.pack for link in used})]
        named = sorted({f"{scale.pack}:{scale.id}" for scale in scales if scale})
        if len(named) > 1:
            message = f"efforts in {' and in '.join(named)} cannot be added up"
            raise RankingError(message)


def chains(
    catalog: CatalogData, begin: tuple[Place, ...], goal: Place, *, max_steps: int, limit: int | None
) -> tuple[Chain, ...]:
    """The chains from one of ``begin`` to ``goal``, by least effort, then by their ids from the last link back.

    No chain visits a place twice, nor a place that might be one that it has visited.
    """
    network = Network.of(catalog, begin, goal, max_steps)
    number = count()
    # Sorted by a lower bound on the effort of a chain that ends with these links, then by their ids and keys from the
    # last one back, so whole chains come up in order. A number breaks ties; then come the effort of the links
    # themselves, whether they are a whole chain, and the links.
    waiting: list[tuple[int, tuple[str, ...], tuple[Key, ...], int, int, bool, Chain]] = []
    least = network.least(goal, max_steps)
    if least is not None:
        heappush(waiting, (least, (), (), next(number), 0, False, ()))
    found: list[Chain] = []
    while waiting and (limit is None or len(found) < limit):
        _, ids, keys, _, spent, whole, links = heappop(waiting)
        if whole:
            found += _carried(catalog, links)
            continue
        for link, rest in _before(network, links):
            so_far = spent + link.effort
            whole = rest is None
            order = (so_far + (rest or 0), (*ids, link.id), (*keys, link.key), next(number))
            heappush(waiting, (*order, so_far, whole, (link, *links)))
    return tuple(found)


def _before(network: Network, links: Chain) -> Iterator[tuple[Link, int | None]]:
    """The links that can precede ``links``, with a lower bound on the effort before them; ``None`` at a start."""
    here = links[0].origin if links else network.goal
    been = (here, *(link.target for link in links))
    left = network.max_steps - len(links) - 1
    for link in network.firsts(here):
        if network.apart(link.origin, been):
            yield link, None
    for link in network.others(here):
        rest = network.least(link.origin, left)
        if rest is not None and network.apart(link.origin, been):
            yield link, rest


def _carried(catalog: CatalogData, chain: Chain) -> Iterator[Chain]:
    """The chain with the known context carried along while the employer stays the same.

    Yields nothing if that context rules one of the ways out, for example a way for large firms within a small one.
    """
    known = chain[0].origin
    found = []
    for link in chain:
        one = link.way.transition
        kept = {name: term for name, term in known.context.items() if stays(one, name)}
        context = FrozenMap({**kept, **link.target.context})
        unknown = hangs_on(one, context, catalog.vocabulary_of(one.pack))
        if unknown is None:
            return
        # The caller decides the context of the goal.
        target = link.target if link is chain[-1] else Place(link.target.role, FrozenMap(dict(sorted(context.items()))))
        found.append(evolve(link, way=evolve(link.way, depends_on=unknown), origin=known, target=target))
        known = target
    yield tuple(found)
