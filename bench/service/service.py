"""Starts the service as a process and talks to it; shared by the scripts of this folder. Standard library only."""
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ARTIFACTS = os.environ.get("ITOLOC_ARTIFACTS", os.path.join(ROOT, "artifacts/bin"))
SERVER = os.environ.get("ITOLOC_SERVER_DLL", os.path.join(ARTIFACTS, "Itoloc.Server/release/Itoloc.Server.dll"))
CLI = os.path.join(ARTIFACTS, "Itoloc.Cli/release/Itoloc.Cli.dll")
API = "/api/itoloc/v1"


class Service:
    """A running service. With a database, several may share it; the first prints the key."""

    def __init__(self, folder=None, key=None, settings=()):
        self.folder = folder or tempfile.mkdtemp(prefix="itoloc-bench-")
        start = time.monotonic()
        self.process = subprocess.Popen(
            ["dotnet", SERVER, "--data", self.folder, "--port", "0", *settings],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self._find(self.process.stderr, r"Now listening on: (http://\S+)")
        self.key = key or self._find(self.process.stdout, r"shown only now: ([a-z0-9]{34})")
        os.set_blocking(self.process.stderr.fileno(), False)
        self.get("/version")
        self.seconds_to_start = time.monotonic() - start

    @staticmethod
    def _find(stream, pattern):
        for line in stream:
            found = re.search(pattern, line)
            if found:
                return found.group(1)
        raise SystemExit("the service ended before it listened")

    def send(self, method, path, body=None, content_type="application/json"):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + API + path, data, method=method, headers={
            "Authorization": f"Bearer {self.key}", "Content-Type": content_type})
        try:
            with urllib.request.urlopen(request, timeout=600) as response:
                return response.read()
        except urllib.error.HTTPError as failure:
            raise SystemExit(f"{method} {path}: {failure.code} {failure.read()[:300]}")

    def get(self, path):
        return json.loads(self.send("GET", path) or b"null")

    def post(self, path, body):
        return json.loads(self.send("POST", path, body) or b"null")

    def wait_for(self, site, job):
        """Waits for a job and gives its outcome."""
        while True:
            state = self.get(f"/sites/{site}/jobs/{job['id']}")
            if state.get("finished"):
                if state["state"] != "done":
                    raise SystemExit(f"job {state['state']}: {state.get('message')}")
                return state["message"]
            time.sleep(0.25)

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def cli(*arguments):
    """Runs an itoloc command and gives its standard output."""
    done = subprocess.run(["dotnet", CLI, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"itoloc {' '.join(arguments)}: {done.stderr}")
    return done.stdout
