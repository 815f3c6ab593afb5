"""Loads the service with wrk (Debian's package): locating, sending scans, and locating during an update.

The site is an office of a hundred points and thirty access points, made here. Client and service share the machine.

    dotnet build -c Release && python3 bench/service/load.py [--seconds N] [--connections N] [--database CONNECTION]
"""
import argparse
import json
import math
import os
import random
import subprocess
import time

from service import API, Service

SITE = "office"
PARTS = ["locate", "update", "alone", "send"]
HERE = os.path.dirname(os.path.abspath(__file__))


def hear(x, y, noise, weaker=0.0):
    """What is heard at a place: thirty access points in and around the office, those above -90 dBm."""
    heard = {}
    for i in range(30):
        distance = math.dist((37 * i % 50 - 15, 23 * i % 46 - 13), (x, y))
        dbm = -35 - 30 * math.log10(1 + distance) + noise.uniform(-3, 3) - weaker
        if dbm > -90:
            heard[f"02:00:00:01:{i:02x}:00"] = round(dbm)
    return heard


def survey(noise):
    return [{"building": "b", "floor": "1", "region": "west" if x < 10 else "east", "x": x, "y": y, "device": f"phone-{n % 2}",
             "time": f"2024-03-01T{9 + n:02}:{y:02}:{x:02}Z", "wifi": hear(x, y, noise)}
            for x in range(0, 20, 2) for y in range(0, 20, 2) for n in range(5)]


def bodies(path, make, count=1000):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(make(i)) + "\n" for i in range(count))
    return path


def wrk(service, path, bodies_file, seconds, connections, content_type="application/json"):
    run = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "-s", os.path.join(HERE, "locate.lua"),
         f"{service.address}{API}{path}", "--", bodies_file, service.key, content_type],
        capture_output=True, text=True, check=True)
    return run.stdout.strip().splitlines()[-1]


def measure(service, name, path, bodies_file, options, content_type="application/json", scans=1, seconds=None):
    before, cpu, start = service.resident_megabytes(), service.cpu_seconds(), time.monotonic()
    result = wrk(service, path, bodies_file, seconds or options.seconds, options.connections, content_type)
    requests = int(result.split()[1].rstrip(","))
    used = (service.cpu_seconds() - cpu) / max(1, requests * scans) * 1000
    rate = requests * scans / (time.monotonic() - start)
    print(f"{name}: {result}; {rate:.0f} scans a second; {used:.3f} ms of processor a scan; "
          f"memory {before:.0f} to {service.resident_megabytes():.0f} MB", flush=True)


def run_job(service, name, path, request):
    cpu, start = service.cpu_seconds(), time.monotonic()
    outcome = service.wait_for(SITE, service.post(f"/sites/{SITE}/{path}", request))
    print(f"{name}: {outcome}; {time.monotonic() - start:.1f} s, {service.cpu_seconds() - cpu:.1f} s of processor", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--database")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure; all unless named")
    parser.add_argument("--soak", type=int, default=0, metavar="MINUTES", help="only locate, for so long, and tell the memory every minute")
    options = parser.parse_args()
    noise = random.Random(1)
    limits = ["--requests-per-second", "1000000", "--update-every-days", "0"]
    service = Service(settings=limits + (["--database", options.database] if options.database else []))
    print(f"start {service.seconds_to_start:.2f} s")
    service.post("/sites", {"name": SITE})
    service.post(f"/sites/{SITE}/surveys", survey(noise))

    def place():
        return noise.uniform(0, 18), noise.uniform(0, 18)

    if options.parts != ["send"]:
        locate(service, noise, place, options)
    if "send" in options.parts and not options.soak:
        send(service, noise, place, options)
    service.stop()


def locate(service, noise, place, options):
    run_job(service, "training", "training", {})
    one = bodies(os.path.join(service.folder, "one.jsonl"), lambda i: {"device": f"d{i % 50}", "wifi": hear(*place(), noise, 3)})
    measure(service, "warm up", f"/sites/{SITE}/locate", one, options, seconds=5)
    for minute in range(options.soak):
        measure(service, f"minute {minute + 1}", f"/sites/{SITE}/locate", one, options, seconds=60)
    if options.soak:
        return
    if "locate" in options.parts:
        measure(service, "locate", f"/sites/{SITE}/locate", one, options)
    if "update" in options.parts:
        job = service.post(f"/sites/{SITE}/update", {"promote": True})
        measure(service, "locate during an update", f"/sites/{SITE}/locate", one, options)
        print("the update:", service.wait_for(SITE, job))
        measure(service, "locate by the updated model", f"/sites/{SITE}/locate", one, options)
    if "alone" in options.parts:
        # With nobody asking meanwhile.
        run_job(service, "an update alone", "update", {"promote": True})


def send(service, noise, place, options):
    def scans(i):
        return [{"device": f"d{i}-{n}", "region": f"r{n % 10}", "x": 1, "y": 1, "wifi": hear(*place(), noise)} for n in range(50)]

    # More different scans than are sent in the time, so that none comes twice.
    first = bodies(os.path.join(service.folder, "first.jsonl"), scans, 500)
    many = bodies(os.path.join(service.folder, "many.jsonl"), lambda i: scans(500 + i), 2000)
    measure(service, "warm up, 50 scans a request", f"/sites/{SITE}/surveys", first, options, scans=50, seconds=2)
    measure(service, "send, 50 scans a request", f"/sites/{SITE}/surveys", many, options, scans=50, seconds=min(5, options.seconds))
    coverage = service.get(f"/sites/{SITE}/coverage")
    print(f"{coverage['scans']} scans in the survey now")


if __name__ == "__main__":
    main()
