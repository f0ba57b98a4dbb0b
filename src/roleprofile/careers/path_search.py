"""Search chains of transitions backwards from the goal, cheapest first and without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count

from attrs import evolve, field, frozen

from roleprofile.careers.context_matching import (
    SAME_EMPLOYER,
    TERMINAL_MODES,
    agrees,
    excludes,
    keeps_dimension,
    specified,
    start_contexts,
)
from roleprofile.careers.routes import (
    ResolvedTransition,
    resolved_transitions,
    transitions_by_target,
    undecided_dimensions,
)
from roleprofile.errors import RankingError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.transition import Transition
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY, Vocabulary

#: Sorts links whose ways have the same id.
Key = tuple[str, str, str, int, tuple[tuple[str, str], ...]]


@frozen
class Node:
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
class Edge:
    """A transition from one place to another."""

    way: ResolvedTransition
    origin: Node
    target: Node

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
Chain = tuple[Edge, ...]


@frozen
class Graph:
    """The places from which a goal can be reached in ``max_steps``, with the least effort to reach each of them."""

    catalog: CatalogData
    begin: tuple[Node, ...]
    goal: Node
    max_steps: int
    vocabulary_of: dict[str, Vocabulary]
    _transitions: dict[str, tuple[Transition, ...]]
    _firsts: dict[Node, tuple[Edge, ...]] = field(factory=dict)
    _others: dict[Node, tuple[Edge, ...]] = field(factory=dict)
    #: For each number of steps, the least effort to reach each place within them.
    _least: list[dict[Node, int]] = field(factory=list)

    @classmethod
    def of(cls, catalog: CatalogData, begin: tuple[Node, ...], goal: Node, max_steps: int) -> Graph:
        """Find the places and the least effort to each."""
        graph = cls(catalog, begin, goal, max_steps, catalog.vocabulary_of(), transitions_by_target(catalog))
        graph._measure(graph._places())
        graph._same_unit()
        return graph

    def firsts(self, node: Node) -> tuple[Edge, ...]:
        """The links into a place with which a chain may begin."""
        found = self._firsts.get(node)
        if found is None:
            found = self._firsts[node] = tuple(
                edge
                for way, before in self._ways(node)
                for held in self.begin
                if way.origin in (ANY, held.role)
                and not (way.transition.mode in SAME_EMPLOYER and held.nowhere)
                and agrees(held.context, before, self.vocabulary_of)
                and self._moves(edge := Edge(way=way, origin=self._narrowed(held, before), target=node))
            )
        return found

    def others(self, node: Node) -> tuple[Edge, ...]:
        """The links into a place that may follow another link.

        A way from ``any`` is not among them, because people can take it from the start of the chain.
        """
        found = self._others.get(node)
        if found is None:
            found = self._others[node] = tuple(
                edge
                for way, before in self._ways(node)
                if way.origin != ANY
                and self._moves(edge := Edge(way=way, origin=Node(way.origin, before), target=node))
            )
        return found

    def least(self, node: Node, steps: int) -> int | None:
        """A lower bound on the effort of chains of ``steps`` links to a place; ``None`` if no chain reaches it."""
        return self._least[min(steps, len(self._least) - 1)].get(node)

    def apart(self, node: Node, others: Iterable[Node]) -> bool:
        """Whether a place certainly differs from all others: another role, or a context that excludes theirs."""
        return all(
            other.role != node.role or excludes(other.context, node.context, self.vocabulary_of) for other in others
        )

    def _ways(self, node: Node) -> Iterator[tuple[ResolvedTransition, FrozenMap[str, str]]]:
        role = self.catalog.roles[node.role]
        for way in resolved_transitions(self.catalog, role, node.context, self._transitions.get(node.role, ())):
            known = self.catalog.vocabulary_of(way.transition.pack)
            if node != self.goal and way.transition.mode in TERMINAL_MODES:
                continue
            # A list may name a term twice, or a term and a narrower one.
            for before in dict.fromkeys(start_contexts(way.transition, node.context, known)):
                yield way, before

    def _narrowed(self, held: Node, before: FrozenMap[str, str]) -> Node:
        """The start of a chain, with the context that the way states and the context that is known."""
        return Node(held.role, specified({**before, **held.context}, self.vocabulary_of))

    def _moves(self, edge: Edge) -> bool:
        """Whether a chain can have this link: it leads away from its origin and does not start at the goal."""
        return self.apart(edge.origin, (edge.target, self.goal))

    def _places(self) -> list[Node]:
        """The places from which the goal can be reached in less than ``max_steps``, the goal first."""
        found = {self.goal: None}
        edge = [self.goal]
        for _ in range(1, self.max_steps):
            edge = list(dict.fromkeys(edge.origin for node in edge for edge in self.others(node)))
            edge = [node for node in edge if node not in found]
            if not edge:
                break
            found.update(dict.fromkeys(edge))
        return list(found)

    def _measure(self, nodes: list[Node]) -> None:
        """Compute the least efforts over walks, which may contain circles, so they are lower bounds for chains."""
        begun = {node: min(edge.effort for edge in firsts) for node in nodes if (firsts := self.firsts(node))}
        self._least.extend(({}, begun))
        while len(self._least) <= self.max_steps and self._least[-1] != self._least[-2]:
            last = self._least[-1]
            now = dict(begun)
            for node in nodes:
                those = [last[edge.origin] + edge.effort for edge in self.others(node) if edge.origin in last]
                if those:
                    now[node] = min([*those, now.get(node, those[0])])
            self._least.append(now)

    def _same_unit(self) -> None:
        """Raise ``RankingError`` if efforts are in different units."""
        reached = self._least[-1]
        used = [edge for node in reached for edge in self.firsts(node)]
        used += [edge for node in reached for edge in self.others(node) if edge.origin in reached]
        scales = [self.catalog.effort_scale(name) for name in sorted({edge.way.transition.pack for edge in used})]
        named = sorted({f"{scale.pack}:{scale.id}" for scale in scales if scale})
        if len(named) > 1:
            message = f"efforts in {' and in '.join(named)} cannot be added up"
            raise RankingError(message)


def cheapest_chains(
    catalog: CatalogData, begin: tuple[Node, ...], goal: Node, *, max_steps: int, limit: int | None
) -> tuple[Chain, ...]:
    """The chains from one of ``begin`` to ``goal``, by least effort, then by their ids from the last link back.

    No chain visits a place twice, nor a place that might be one that it has visited.
    """
    graph = Graph.of(catalog, begin, goal, max_steps)
    number = count()
    # Sorted by a lower bound on the effort of a chain that ends with these links, then by their ids and keys from the
    # last one back, so whole chains come up in order. A number breaks ties; then come the effort of the links
    # themselves, whether they are a whole chain, and the links.
    waiting: list[tuple[int, tuple[str, ...], tuple[Key, ...], int, int, bool, Chain]] = []
    least = graph.least(goal, max_steps)
    if least is not None:
        heappush(waiting, (least, (), (), next(number), 0, False, ()))
    found: list[Chain] = []
    while waiting and (limit is None or len(found) < limit):
        _, ids, keys, _, spent, whole, edges = heappop(waiting)
        if whole:
            found += _carried(catalog, edges)
            continue
        for edge, rest in _before(graph, edges):
            so_far = spent + edge.effort
            whole = rest is None
            order = (so_far + (rest or 0), (*ids, edge.id), (*keys, edge.key), next(number))
            heappush(waiting, (*order, so_far, whole, (edge, *edges)))
    return tuple(found)


def _before(graph: Graph, edges: Chain) -> Iterator[tuple[Edge, int | None]]:
    """The links that can precede ``links``, with a lower bound on the effort before them; ``None`` at a start."""
    here = edges[0].origin if edges else graph.goal
    been = (here, *(edge.target for edge in edges))
    left = graph.max_steps - len(edges) - 1
    for edge in graph.firsts(here):
        if graph.apart(edge.origin, been):
            yield edge, None
    for edge in graph.others(here):
        rest = graph.least(edge.origin, left)
        if rest is not None and graph.apart(edge.origin, been):
            yield edge, rest


def _carried(catalog: CatalogData, chain: Chain) -> Iterator[Chain]:
    """The chain with the known context carried along while the employer stays the same.

    Yields nothing if that context rules one of the ways out, for example a way for large firms within a small one.
    """
    known = chain[0].origin
    found = []
    for edge in chain:
        one = edge.way.transition
        kept = {name: term for name, term in known.context.items() if keeps_dimension(one, name)}
        context = FrozenMap({**kept, **edge.target.context})
        unknown = undecided_dimensions(one, context, catalog.vocabulary_of(one.pack))
        if unknown is None:
            return
        # The caller decides the context of the goal.
        target = edge.target if edge is chain[-1] else Node(edge.target.role, FrozenMap(dict(sorted(context.items()))))
        found.append(evolve(edge, way=evolve(edge.way, depends_on=unknown), origin=known, target=target))
        known = target
    yield tuple(found)
