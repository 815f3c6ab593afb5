"""Replays long-term data through the running service, month by month, beside the command line.

The first month's survey goes in and is trained on; then only queries come, and after each month the site is updated with
them. The command line is given the same scans in the same order. Their answers must be the same.

Of the UJI library half of a month's trn01 are queries, tst01 is the test. Of MTLoc's office a month is a collection, its training rows are
queries, its testing rows the test. Either is fewer than the service takes a sample of, as the command line takes a sample of another size.

    dotnet build -c Release && python3 bench/service/replay.py DATA.zip [--months N] [--updates N] [--campaigns N]

DATA is uji-lib-months-01-15.zip or mtloc-office-01-26.zip.
"""
import argparse
import datetime
import hashlib
import json
import math
import os
import re
import tempfile
import time
import urllib.parse
import zipfile

from service import Service, cli

SITE = "replayed"


def import_part(archive, month, part, folder):
    """The scans of one month whose part's name matches, labelled, in the archive's order, no two at the same time."""
    names = [name for name in archive.namelist() if name.endswith(".csv")]
    is_office = any("Office" in name for name in names)
    wanted = re.compile(rf"_{month:02}_\d+_({part})\.csv$" if is_office else rf"/{month:02}/({part})(rss|crd|tms|ids)\.csv$")
    into = os.path.join(folder, f"{month:02}-{part[:5]}")
    archive.extractall(into, [name for name in names if wanted.search(name)])
    log = into + ".jsonl"
    cli("import", "mtloc" if is_office else "uji-lib", into, "--out", log)
    with open(log, encoding="utf-8") as lines:
        scans = [json.loads(line) for line in lines]
    if is_office:
        # It knows the day only.
        for i, scan in enumerate(scans):
            scan["time"] = (datetime.datetime.fromisoformat(scan["time"]) + datetime.timedelta(seconds=30 * i)).isoformat()
    return scans


def write_log(path, scans):
    with open(path, "w", encoding="utf-8") as log:
        log.writelines(json.dumps(scan) + "\n" for scan in scans)
    return path


def unlabelled(scans):
    return [{"device": "replay", "time": scan["time"], "wifi": scan["wifi"]} for scan in scans]


def without_repeats(scans):
    """As the service does: the same readings again, from the same phone, count once."""
    return [scan for i, scan in enumerate(scans) if i == 0 or scan["wifi"] != scans[i - 1]["wifi"]]


def error(answers, truth):
    """Mean error in metres of the answers that name the right floor or another one; unknown ones are counted apart."""
    apart = [math.dist((a["x"], a["y"]), (t["x"], t["y"])) for a, t in zip(answers, truth) if a["known"]]
    return sum(apart) / len(apart), len(answers) - len(apart)


def ask(service, scans):
    answers = []
    for first in range(0, len(scans), 1000):
        batch = service.post(f"/sites/{SITE}/locate/batch", scans[first:first + 1000])
        answers += [item["location"] for item in batch["items"]]
    return answers


def wait_until_kept(service, scan):
    """Queries are written in their order, when there is time: all are there when the last one is."""
    moment = urllib.parse.quote(scan["time"])
    while not service.get(f"/sites/{SITE}/history?from={moment}&limit=1000"):
        time.sleep(0.1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--months", type=int, default=15, help="last month")
    parser.add_argument("--updates", type=int, default=15, help="last month before which the site is updated")
    parser.add_argument("--campaigns", type=int, default=15, help="survey campaigns of the first month")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="itoloc-replay-")
    service = Service(settings=["--update-every-days", "0", "--training-threads", "2"])
    with zipfile.ZipFile(options.data) as archive:
        is_office = any("Office" in name for name in archive.namelist())
        campaigns = "|".join(f"trn{n:02}" for n in range(1, options.campaigns + 1))
        survey = import_part(archive, 1, "training" if is_office else campaigns, folder)
        service.post("/sites", {"name": SITE})
        sent = service.send("POST", f"/sites/{SITE}/surveys", "\n".join(map(json.dumps, survey)).encode(), "application/jsonl")
        print(f"survey: {json.loads(sent)['stored']} scans of month 1")
        exported = os.path.join(folder, "survey.jsonl")
        with open(exported, "wb") as log:
            log.write(service.send("GET", f"/sites/{SITE}/surveys"))
        print("service:", service.wait_for(SITE, service.post(f"/sites/{SITE}/training", {"seed": 1})))
        model = os.path.join(folder, "model.itoloc")
        cli("train", exported, "--model", model, "--seed", "1", "--threads", "2")
        say_whether_equal(service, 1, model)

        version, unused = 1, []
        for month in range(2, options.months + 1):
            if month <= options.updates:
                queries = unlabelled(import_part(archive, month, "training" if is_office else "trn01", folder))[::1 if is_office else 2]
                ask(service, queries)
                unused += queries
                wait_until_kept(service, max(queries, key=lambda scan: scan["time"]))
                outcome = service.wait_for(SITE, service.post(f"/sites/{SITE}/update", {"seed": 1, "promote": True}))
                log = write_log(os.path.join(folder, f"queries-{month}.jsonl"), without_repeats(unused))
                cli("update", "--model", model, log, "--out", model, "--seed", "1", "--threads", "2")
                if outcome.startswith("version"):
                    version, unused = version + 1, []
                print(f"month {month}: {outcome.splitlines()[0]}")
                say_whether_equal(service, version, model)
            truth = import_part(archive, month, "testing" if is_office else "tst01", folder)
            test = unlabelled(truth)
            served = ask(service, test)
            unused += test if month < options.updates else []
            log = write_log(os.path.join(folder, f"test-{month}.jsonl"), test)
            located = [json.loads(line) for line in cli("locate", "--model", model, log).splitlines()]
            differing = sum(a.get("x") != b.get("x") or a.get("y") != b.get("y") for a, b in zip(served, located))
            (by_service, unknown), (by_cli, _) = error(served, truth), error(located, truth)
            print(f"month {month}: service {by_service:.3f} m, command line {by_cli:.3f} m, {len(truth)} scans, "
                  f"{unknown} unknown, {differing} answers differ", flush=True)
            if differing:
                raise SystemExit("the service answers otherwise than the command line")
    service.stop()


def say_whether_equal(service, version, model):
    served = service.send("GET", f"/sites/{SITE}/models/{version}/file")
    with open(model, "rb") as file:
        ours = file.read()
    print(f"version {version}: {'the same file' if served == ours else 'another file'} as the command line's, "
          f"{hashlib.sha256(served).hexdigest()[:12]} {hashlib.sha256(ours).hexdigest()[:12]}", flush=True)


if __name__ == "__main__":
    main()
