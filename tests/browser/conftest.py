"""A browser, and the pages that it looks at, served on loopback."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the browser environment of tox has playwright")

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
WHERE = ("--context", "large-metal-products")
REPORTS = {
    "fit": ("fit", "metal-engineer-in-sales", "account-manager", *WHERE),
    "ranking": ("ranking", "metal-engineer-in-sales", "deputy-pr-head", "account-manager", *WHERE),
    "role": ("role", "account-manager"),
    "transitions": ("transitions", "account-manager", *WHERE),
    "plan": ("plan", "student-part-time", "account-manager", *WHERE),
    "team": ("team", "examples", "account-manager", *WHERE),
}


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """The folder with our site, the site of another pack, and a report of each kind in each language."""
    from roleprofile.cli.run import run

    home = tmp_path_factory.mktemp("pages")
    # Where the docs environment has built it, this takes seconds.
    built = ROOT / "docs" / "_build"
    build = [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-n", "-W", "-b", "html", ROOT / "docs", built]
    subprocess.run(build, check=True)
    (home / "ours").symlink_to(built)
    assert run(["site", str(ROOT / "examples" / "data-analysts"), "-o", str(home / "theirs")]) == 0
    (home / "reports").mkdir()
    for name, arguments in REPORTS.items():
        for language in ("en", "fil"):
            for ending in ("html", "svg"):
                path = home / "reports" / f"{name}-{language}.{ending}"
                assert run(["report", *arguments, "--lang", language, "-o", str(path)]) == 0
    return home


@pytest.fixture(scope="session")
def address(pages):
    """Where the pages are served."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as running:
        # As root, which tests in containers are, chromium starts without its sandbox only.
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
