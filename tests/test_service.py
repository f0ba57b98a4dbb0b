"""The example service, asked over HTTP on the loopback interface."""

import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

import roleprofile as rp
from roleprofile.editors import self_contained

uvicorn = pytest.importorskip("uvicorn", reason="the service needs fastapi and uvicorn")
pytest.importorskip("fastapi", reason="the service needs fastapi and uvicorn")

FOLDER = Path(__file__).parents[1] / "examples" / "service"
ROLE, WHERE = "account-manager", "large-metal-products"
PERSON = {"id": "c-17", "facts": {"dialogue": "advanced", "persuasion": "working"}}
ASKED = {"person": PERSON, "role": ROLE, "context": WHERE}


@pytest.fixture(scope="module")
def address():
    sys.path.insert(0, str(FOLDER))
    try:
        from app import app
    finally:
        sys.path.remove(str(FOLDER))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()
    sys.modules.pop("app")


@pytest.fixture
def ask(address):
    def asked(path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address + path, data, {"Content-Type": "application/json"})  # noqa: S310 - ours
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    return asked


class TestService:
    @pytest.mark.parametrize("language", ["en", "fil", "fil-PH"])
    def test_answers_with_the_fit(self, ask, language):
        catalog = rp.load()
        fit = catalog.scorer(ROLE, WHERE).score(catalog.person_from_dict(PERSON))

        assert ask(f"/fit?language={language}", ASKED) == (200, fit.to_dict(language))

    @pytest.mark.parametrize(
        "path, more, name",
        [
            ("/fit", {}, "fit"),
            ("/ranking", {"people": [PERSON, {"id": "c-18", "facts": {}}]}, "ranking"),
            ("/what-if", {"changes": {"dialogue": "expert"}}, "what-if"),
            ("/plan", {"reach": "strong"}, "plan"),
            ("/reload", {}, "summary"),
        ],
    )
    def test_answers_by_the_published_schemas(self, ask, path, more, name):
        status, found = ask(path, {**ASKED, **more})

        assert status == 200
        Draft7Validator(self_contained(f"result/{name}")).validate(found)

    def test_lists_roles_and_forms(self, ask):
        assert "account-management:account-manager" in [one["id"] for one in ask("/catalog")[1]["roles"]]
        found = ask(f"/roles/{ROLE}/form?situation={WHERE}&language=fil")[1]

        assert [one["id"] for one in found["context"]] == ["company-size", "market"]
        assert found["facts"][0]["levels"][0]["label"] == "Wala"

    @pytest.mark.parametrize(
        "body, pointers, message",
        [
            (
                {**ASKED, "person": {"id": "c", "facts": {"dialogue": "grand", "x": 1}}},
                ["/facts/dialogue", "/facts/x"],
                "",
            ),
            ({**ASKED, "role": "pilot"}, [], "unknown role 'pilot'"),
            ({**ASKED, "context": {}}, [], "account-manager depends on the employer's situation"),
            ({**ASKED, "context": "moon"}, [], "unknown situation 'moon'"),
        ],
    )
    def test_refuses_what_is_wrong_with_its_pointers(self, ask, body, pointers, message):
        status, found = ask("/fit", body)

        assert (status, sorted(one["pointer"] for one in found["problems"])) == (422, pointers)
        assert message in found["message"]

    def test_names_the_terms_of_missing_dimensions(self, ask):
        assert ask("/fit", {**ASKED, "context": {"market": "metal-products"}})[1]["missing"] == {
            "company-size": ["small", "medium", "large"]
        }

    def test_refuses_a_verdict_and_a_language_that_nobody_has(self, ask):
        assert ask("/plan", {**ASKED, "reach": "excellent"})[0] == 422
        assert ask("/fit?language=de", ASKED) == (
            422,
            {"message": "no texts in 'de'; there are en, fil", "problems": [], "missing": {}},
        )

    def test_describes_its_answers(self, ask):
        validator = pytest.importorskip("openapi_spec_validator", reason="of the test group")
        found = ask("/openapi.json")[1]

        validator.validate(found)
        assert found["components"]["schemas"]["fit"]["properties"]["low"]["type"] == "integer"
