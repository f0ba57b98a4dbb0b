"""A page on which a reader tries other facts: sliders, and the fit computed in the browser from tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from importlib import resources

from attrs import asdict, frozen

from roleprofile.model.pack import VERDICTS
from roleprofile.presentation.phrases import Phrases
from roleprofile.presentation.renderers.html import style
from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole, Criterion

#: The most keys that the name of a slider lists, and the most ranks whose names the page carries.
_KEYS, _RANKS = 3, 400


@frozen
class Control:
    """A slider: a descriptor with the keys that earn the same, and the names of its ranks."""

    descriptor: str
    keys: tuple[str, ...]
    evidence: tuple[str, ...]
    values: tuple[str, ...]
    name: str
    most: int


def what_if_page(role: CompiledRole, language: str, home: str = "") -> str:
    """The page of a role in a context; its title leads to ``home``, if that is given.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    words = Phrases.about(role, language)
    say = words.say
    fields, controls = [], []
    for entry in role.requirements:
        own = [one for leaf in entry.leaves for one in _controls(leaf, words)]
        controls += own
        fields.append(_fieldset(entry, own, words))
    data = {
        "tables": role.tables(),
        "controls": [asdict(one) for one in controls],
        "whole": role.weight,
        "verdicts": {one: words.verdict(one) for one in VERDICTS},
        "states": words.states,
        "unknown": say("unknown"),
    }
    title = words.titled(words.text(role.label)).text
    about = say("Move a slider to say what is known. Everything else stays unknown, so the result is a range.")
    return _PAGE.format(
        language=escape(words.language),
        title=escape(title),
        heading=f'<a href="{escape(home)}">{escape(title)}</a>' if home else escape(title),
        style=style(),
        about=escape(about),
        verdict=escape(say("verdict")),
        points=escape(say("points")),
        minimum=escape(say("Minimum requirements: {names}", names="").rstrip(" :")),
        reset=escape(say("Forget everything")),
        fields="\n".join(fields),
        rest=escape(words.caution()),
        # No text of a pack can end the script.
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        script=resources.files(__package__).joinpath("what_if.js").read_text("utf-8"),
    )


def _controls(leaf: Criterion, words: Phrases) -> Iterator[Control]:
    """A slider for each group of keys that earn the same."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for key, table in leaf.tables().items():
        groups.setdefault(tuple(table), []).append(key)
    scale = words.role.scales[leaf.scale]
    for credits_, keys in groups.items():
        most = len(credits_) - 1
        values = [words.value(leaf.scale, scale.value(rank)) for rank in range(min(most, _RANKS) + 1)]
        name = words.text(leaf.label)
        if leaf.keys is not None:
            name += f" ({_key_names(leaf, leaf.percents[keys[0]], words)})"
        yield Control(leaf.descriptor, tuple(keys), tuple(leaf.evidence), tuple(values), name, most)


def _key_names(leaf: Criterion, percent: int, words: Phrases) -> str:
    """The first keys that count so much, and any other key if it does."""
    labels = [words.text(label) for label, share in leaf.asked_keys if label and share == percent]
    names = labels[:_KEYS] + (["…"] if len(labels) > _KEYS else [])
    if any(not label and share == percent for label, share in leaf.asked_keys):
        names.append(words.say("any other {percent}%", percent=percent))
    return words.listed(names)


def _fieldset(entry: CompiledRequirement, controls: list[Control], words: Phrases) -> str:
    mark = " *" if entry.minimum else ""
    label = words.text(entry.label)
    sliders = "\n".join(_slider(one, words, named=one.name != label) for one in controls)
    return (
        f"<fieldset><legend>{escape(label)}{mark} "
        f'<output class="faint" data-entry="{escape(entry.id)}"></output></legend>\n{sliders}\n</fieldset>'
    )


def _slider(one: Control, words: Phrases, *, named: bool) -> str:
    """A slider, with its name above it unless the requirement has the same name."""
    proven = ""
    if one.evidence:
        proven = f' <label><input type="checkbox" checked> {escape(words.say("proven"))}</label>'
    name = escape(one.name)
    shown = f"{name}<br>" if named else ""
    return (
        f'<p><label>{shown}<input type="range" min="-1" max="{one.most}" value="-1" aria-label="{name}">'
        f"<output></output></label>{proven}</p>"
    )


_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; background: Canvas; color-scheme: light dark; }}
{style}
.rp fieldset {{ margin: .5rem 0; border: 1px solid var(--line); border-radius: .3rem; }}
.rp legend {{ font-weight: 600; }}
.rp input[type=range] {{ width: min(20rem, 60%); vertical-align: middle; accent-color: var(--good); }}
.rp .result {{
  position: sticky; top: 0; padding: .5rem 0; background: var(--paper); border-bottom: 1px solid var(--line);
}}
.rp output {{ margin-left: .5rem; }}
</style>
</head>
<body>
<main class="rp">
<h1>{heading}</h1>
<p>{about}</p>
<form>
<div class="result" aria-live="polite">
<p>{verdict}: <strong id="verdict"></strong> · {points}: <strong id="points"></strong> ·
{minimum}: <strong id="minimum"></strong></p>
<span class="bar" id="bar" aria-hidden="true"><i></i><i></i><i></i></span>
<button type="reset">{reset}</button>
</div>
{fields}
</form>
<p class="faint">{rest}</p>
</main>
<script type="application/json" id="data">{data}</script>
<script>
{script}</script>
</body>
</html>
"""
