"""A web service on roleprofile: people in, fits with explanations out.

Run it with ``uvicorn app:app`` in this folder. The packs are those of ``ROLEPROFILE_PACKS`` (paths with ``:`` between
them), or else the shipped ones.
"""

import os
from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

import roleprofile as rp

app = FastAPI(title="Role profiles", version=rp.__version__)


def load() -> rp.Catalog:
    """The catalog of the packs; it is immutable, so requests that run keep the one that they began with."""
    return rp.load(*filter(None, os.environ.get("ROLEPROFILE_PACKS", "").split(":")))


app.state.catalog = load()

Person = Annotated[dict[str, Any], Body(examples=[{"id": "c-17", "facts": {"dialogue": "advanced"}}])]
Context = Annotated[dict[str, str] | str, Body(examples=["large-metal-products"])]
Role = Annotated[str, Body(examples=["account-manager"])]


@app.exception_handler(rp.RoleProfileError)
def refused(_: Request, error: rp.RoleProfileError) -> JSONResponse:
    """Everything that a caller can get wrong: each problem has the pointer of its value."""
    problems = [
        {"pointer": one.pointer, "code": one.code, "message": one.message, "hint": one.hint, "allowed": one.allowed}
        for one in getattr(error, "problems", ())
    ]
    missing = getattr(error, "missing", {})
    return JSONResponse({"message": str(error), "problems": problems, "missing": missing}, status_code=422)


@app.exception_handler(rp.MissingExtraError)
def unable(_: Request, error: rp.MissingExtraError) -> JSONResponse:
    """What the service cannot do as it is installed."""
    return JSONResponse({"message": str(error)}, status_code=501)


@app.get("/catalog")
def catalog(language: str = "en") -> dict[str, Any]:
    """The packs and roles."""
    return app.state.catalog.summary().to_dict(language)


@app.get("/roles/{role}/form")
def form(role: str, situation: str, language: str = "en") -> dict[str, Any]:
    """What to ask about the employer and about a person."""
    known: rp.Catalog = app.state.catalog
    return {
        "context": [one.to_dict(language) for one in known.dimensions_of(role)],
        "facts": [one.to_dict(language) for one in known.questions_for(role, situation)],
    }


@app.post("/fit")
def fit(person: Person, role: Role, context: Context, language: str = "en") -> dict[str, Any]:
    """The fit of a person, with its explanation."""
    known: rp.Catalog = app.state.catalog
    return known.scorer(role, context).score(known.person_from_dict(person)).to_dict(language)


@app.post("/ranking")
def ranking(people: list[dict[str, Any]], role: Role, context: Context, language: str = "en") -> dict[str, Any]:
    """People, best first."""
    known: rp.Catalog = app.state.catalog
    scorer = known.scorer(role, context)
    return rp.rank(scorer.score(known.person_from_dict(person)) for person in people).to_dict(language)


@app.post("/what-if")
def what_if(
    person: Person, role: Role, context: Context, changes: dict[str, Any], language: str = "en"
) -> dict[str, Any]:
    """The fit before and after facts are replaced; ``changes`` are facts of a person's file."""
    known: rp.Catalog = app.state.catalog
    new = known.person_from_dict({"id": "changes", "facts": changes}).facts
    return known.what_if(known.person_from_dict(person), role, context, new).to_dict(language)


@app.post("/plan")
def plan(
    person: Person, role: Role, context: Context, reach: Annotated[str, Body()] = "viable", language: str = "en"
) -> dict[str, Any]:
    """The development options of least effort after which a verdict is certain."""
    known: rp.Catalog = app.state.catalog
    return known.plan(known.person_from_dict(person), role, context, reach=reach).to_dict(language)  # type: ignore[arg-type]


@app.post("/reload")
def reload() -> dict[str, Any]:
    """Load the packs again; with mistakes in them the service keeps the old catalog."""
    app.state.catalog = load()
    return app.state.catalog.summary().to_dict()


#: The schema of each answer.
ANSWERS = {
    "/fit": "fit",
    "/ranking": "ranking",
    "/what-if": "what-if",
    "/plan": "plan",
    "/catalog": "summary",
    "/reload": "summary",
}
#: The answer of a form, which has the fields of two kinds.
FORM = {"context": "context-field", "facts": "fact-field"}


def openapi() -> dict[str, Any]:
    """The description of the service, with the published schemas of the results as its components."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, routes=app.routes)
        components = found["components"]["schemas"]
        for name in {*ANSWERS.values(), *FORM.values()}:
            schema = rp.editors.self_contained(f"result/{name}")
            components |= {key: _moved(one) for key, one in schema.pop("definitions", {}).items()}
            components[name] = _moved({key: one for key, one in schema.items() if not key.startswith("$")})
        fields = {key: {"type": "array", "items": _component(name)} for key, name in FORM.items()}
        components["form"] = {"type": "object", "properties": fields, "required": list(fields)}
        for path, name in {**ANSWERS, "/roles/{role}/form": "form"}.items():
            for operation in found["paths"][path].values():
                operation["responses"]["200"]["content"]["application/json"]["schema"] = _component(name)
        app.openapi_schema = found
    return app.openapi_schema


def _component(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _moved(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _moved(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_moved(value) for value in tree]
    return tree.replace("#/definitions/", "#/components/schemas/") if isinstance(tree, str) else tree


app.openapi = openapi  # type: ignore[method-assign]
