"""A client of yaml-language-server that says what an editor says, over real standard input and output."""

import json
import queue
import subprocess
import threading
from urllib.parse import quote

#: How long the server may think about one thing, in seconds; the machine may be busy.
PATIENCE = 60


class LanguageServer:
    def __init__(self, node, script):
        self.process = subprocess.Popen(
            [node, str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.answers = queue.Queue()
        self.diagnostics = {}
        self.changed = threading.Condition()
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": CAPABILITIES})
        self.tell("initialized", {})

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(PATIENCE)
        self.listener.join(PATIENCE)
        self.process.stdin.close()
        self.process.stdout.close()

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (answer := self.answers.get(timeout=PATIENCE))["id"] != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def listen(self):
        while (length := self.header()) is not None:
            message = json.loads(self.process.stdout.read(length))
            if "method" not in message:
                self.answers.put(message)
            elif "id" in message:
                self.send({"id": message["id"], "result": answer_to(message)})
            elif message["method"] == "textDocument/publishDiagnostics":
                with self.changed:
                    self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
                    self.changed.notify_all()

    def header(self):
        length = None
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return length

    def open(self, *paths):
        """Open files as they are on disk; return what is wrong with each, in the editor's words."""
        uris = ["file://" + quote(str(path)) for path in paths]
        for path, uri in zip(paths, uris, strict=True):
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
            self.tell("textDocument/didOpen", {"textDocument": document})
        with self.changed:
            assert self.changed.wait_for(lambda: self.diagnostics.keys() >= set(uris), PATIENCE), "no answer came"
        return {path: self.diagnostics[uri] for path, uri in zip(paths, uris, strict=True)}

    def complete(self, path, line, character):
        """What is offered at a place: names, with what is shown beside each."""
        self.open(path)
        found = self.ask("textDocument/completion", at(path, line, character))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: text_of(item.get("documentation")) for item in items}

    def hover(self, path, line, character):
        """What is shown about what stands at a place."""
        self.open(path)
        found = self.ask("textDocument/hover", at(path, line, character))
        return text_of(found["contents"]) if found else ""


def at(path, line, character):
    """A place as the protocol has it, both from 0."""
    uri = "file://" + quote(str(path))
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def text_of(content):
    return content["value"] if isinstance(content, dict) else content or ""


def answer_to(request):
    """What an editor with the default settings answers; no schema is looked for on the network."""
    if request["method"] == "workspace/configuration":
        settings = {
            "yaml": {
                "validate": True,
                "hover": True,
                "completion": True,
                "format": {"enable": False},
                "schemaStore": {"enable": False},
                "kubernetesCRDStore": {"enable": False},
            }
        }
        return [settings.get(item.get("section"), {}) for item in request["params"]["items"]]
    return None


CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"relatedInformation": True},
        "synchronization": {"didSave": True},
    },
    "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
}
