"""Starts the server on demo data of its own, gives one patient 10 entries and another 5,000, and asks for both records in turn.

Prints the median and the 95th percentile of each, and the long one's divided by the short one's. Ends with 1 where a ratio is above 1.3 or an
answer takes more than 50 ms at the 95th percentile.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "server"))
import measure as server_bench  # noqa: E402

SHORT, LONG = ("patient21@demo.example", 10), ("patient22@demo.example", 5_000)
MOST_RATIO, MOST_MS = 1.3, 50.0
# The last ten entries of either are of these days, those before of long ago.
LATELY = 20
# As many rows for both: what is compared is the length of the record, not of the page.
WAYS = {
    "list": "/api/health-records/?limit=10",
    "list of a kind": "/api/health-records/?type=vital-signs&limit=10",
    "page": f"/records?from={(datetime.now(timezone.utc) - timedelta(days=LATELY)):%Y-%m-%d}",
}
# A page of twenty rows beside one of ten: told, not judged.
TOLD = {"whole page, 20 rows beside 10": "/records"}


async def fill(client, cookie, entries):
    """Entries as a table, as many as may be sent at once."""
    newest = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=1)
    at = [newest - timedelta(days=0 if n < SHORT[1] else 2 * LATELY, hours=n) for n in range(entries)]
    rows = [f"{when:%Y-%m-%dT%H:%M:%SZ},8867-4,{60 + n % 40}" for n, when in enumerate(at)]
    for at in range(0, entries, 2_000):
        table = "\n".join(["recorded_at,code,value", *rows[at:at + 2_000]])
        body = json.dumps({"csv": table, "preview": False}).encode()
        headers = [f"cookie: {cookie}", "content-type: application/json", "sec-fetch-site: same-origin"]
        status, answer = await client.send("POST", "/api/health-records/import/", body, headers)
        added = json.loads(answer)["data"]["added"] if status == 200 else answer
        assert added == len(rows[at:at + 2_000]), (status, added)


async def once(client, cookie, path):
    """Milliseconds until the whole answer is here."""
    began = time.perf_counter()
    status, body = await client.send("GET", path, headers=[f"cookie: {cookie}"])
    took = (time.perf_counter() - began) * 1000
    assert status == 200, (path, status, body[:200])
    return took


async def run(port, rounds):
    client = server_bench.Client(port, 1)
    cookies = []
    for email, entries in (SHORT, LONG):
        cookies.append(server_bench.signed_in(port, email))
        await fill(client, cookies[-1], entries)
    found = {}
    for name, path in (WAYS | TOLD).items():
        took = ([], [])
        for n in range(rounds + 20):
            # In turns, and each of them first as often: what else the machine does meets both.
            for which in ((0, 1) if n % 2 else (1, 0)):
                ms = await once(client, cookies[which], path)
                if n >= 20:
                    took[which].append(ms)
        short, long = (sorted(one) for one in took)
        parts = {part: (server_bench.share(short, q), server_bench.share(long, q), share(long, q) / share(short, q))
                 for part, q in (("p50", 0.5), ("p95", 0.95))}
        found[name] = {part: {"10": a, "5000": b, "ratio": round(ratio, 2)} for part, (a, b, ratio) in parts.items()}
    return found


def share(took, part):
    return took[min(len(took) - 1, int(len(took) * part))]


def main():
    program, rounds = sys.argv[1], int(os.environ.get("ROUNDS", "400"))
    port = int(os.environ.get("PORT", "3978"))
    with tempfile.TemporaryDirectory(prefix="shs-bench-", dir="/var/tmp") as home:
        # The server may have to run its PostgreSQL as another user, who must get through here.
        os.chmod(home, 0o755)
        env = {**os.environ, "SHS_DATA_DIR": f"{home}/data", "LEPTOS_SITE_ADDR": f"127.0.0.1:{port}", "SHS_LIMIT_UPLOAD": "off"}
        env.pop("DATABASE_URL", None)
        for step in (["migrate"], ["seed", "--demo"]):
            subprocess.run([program, *step], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server, _ = server_bench.start(program, env)
        try:
            found = asyncio.run(run(port, rounds))
        finally:
            server_bench.stop(server)
    print(json.dumps(found | {"load": os.getloadavg()}, indent=1, ensure_ascii=False))
    worst = max(part["ratio"] for name in WAYS for part in found[name].values())
    slowest = max(way["p95"]["5000"] for way in found.values())
    if worst > MOST_RATIO or slowest > MOST_MS:
        sys.exit(f"a long record costs {worst} times a short one, and {slowest} ms at most")


main()
