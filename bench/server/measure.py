"""Starts the release server on demo data of its own and prints what it costs: start, memory, answers under a steady load.

Requests are planned ahead (open loop) and their time counts from the planned moment, so that a slow server cannot hide behind a patient
client. Every description of symptoms is another one: none is answered from what was kept of an earlier.
"""

import asyncio
import itertools
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

PASSWORD = "demo-password-2026"
PAIRS = 5
PARTS = [
    ["For the last {} days", "Since about {} days ago", "It began {} days ago and"],
    ["I have had a dull headache on both sides", "my lower back hurts when I bend", "I keep coughing at night", "it burns when I pass water",
     "my left knee is swollen and stiff", "I feel sick after every meal", "my throat is sore and swallowing hurts"],
    ["and it gets worse in the evening", "and tablets from the chemist hardly help", "and I sleep badly because of it", "and I am tired all day"],
    ["no fever, no rash and nobody else at home is ill", "I have no fever but I sweat at night", "it never happened to me before this month"],
]


def texts():
    """Descriptions of some thirty word pieces, never the same twice."""
    choice = random.Random(1)
    for number in itertools.count(2):
        start, complaint, course, rest = (choice.choice(part) for part in PARTS)
        yield f"{start.format(number)} {complaint} {course}, {rest}."


class Client:
    """Connections that stay open, one request at a time each."""

    def __init__(self, port, connections):
        self.port, self.idle = port, asyncio.Queue()
        for _ in range(connections):
            self.idle.put_nowait(None)

    async def send(self, method, path, body=b"", headers=()):
        """Status and body of one request; 0 where none came back."""
        link = await self.idle.get()
        try:
            for link in (link, None) if link else (None,):
                try:
                    link = link or await asyncio.open_connection("127.0.0.1", self.port)
                    return await exchange(*link, method, path, body, headers)
                except (OSError, asyncio.IncompleteReadError):
                    # The server may close a connection that was idle for long; a new one is tried once.
                    link = None
            return 0, b""
        finally:
            self.idle.put_nowait(link)


async def exchange(reader, writer, method, path, body, headers):
    """One request and its answer."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}", *headers]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = int(head[9:12]), 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        if line == b"transfer-encoding: chunked":
            return status, await chunked(reader)
    return status, await reader.readexactly(length)


async def chunked(reader):
    """A body in pieces (RFC 9112, 7.1), as pages are sent."""
    body = b""
    while True:
        length = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        body += (await reader.readexactly(length + 2))[:length]
        if length == 0:
            return body


def predict(client):
    """One description, as a program sends it."""
    source = texts()

    async def one():
        body = json.dumps({"text": next(source), "age": 40}).encode()
        return await client.send("POST", "/api/ai/predict-disease/", body, ["content-type: application/json"])

    return one


async def steadily(per_second, seconds, one):
    """Milliseconds of each answer from its planned moment, and how many were refused."""
    took, refused, tasks = [], 0, []
    start = time.perf_counter() + 0.1

    async def at(planned):
        nonlocal refused
        status, _ = await one()
        took.append((time.perf_counter() - planned) * 1000)
        refused += status != 200

    for n in range(int(per_second * seconds)):
        planned = start + n / per_second
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        tasks.append(asyncio.ensure_future(at(planned)))
    await asyncio.gather(*tasks)
    return sorted(took), refused


def share(took, part):
    return round(took[min(len(took) - 1, int(len(took) * part))], 1)


def figures(took, refused):
    return {"p50": share(took, 0.5), "p95": share(took, 0.95), "p99": share(took, 0.99), "answers": len(took), "refused": refused}


def memory(pid, field="VmRSS"):
    """Megabytes, as Linux counts them."""
    for line in open(f"/proc/{pid}/status", encoding="ascii"):
        if line.startswith(field):
            return round(int(line.split()[1]) / 1000)
    return None


def start(program, env):
    """The server and the seconds until it was ready."""
    began = time.perf_counter()
    server = subprocess.Popen([program, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{env['LEPTOS_SITE_ADDR']}/api/health/ready", timeout=5).close()
            return server, round(time.perf_counter() - began, 2)
        except OSError:
            time.sleep(0.01)
    sys.exit("the server did not start: run it by hand to see why")


def stop(server):
    server.send_signal(signal.SIGTERM)
    server.wait(30)


def signed_in(port, email="patient@demo.example"):
    """The cookie of a demo patient."""
    body = json.dumps({"email": email, "password": PASSWORD}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/auth/login/", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers["set-cookie"].split(";")[0]


def describe(port, seconds, answer):
    """A hundred descriptions a second."""
    answer.put(figures(*asyncio.run(steadily(100, seconds, predict(Client(port, 64))))))


async def run(port, seconds):
    client, mine = Client(port, 64), Client(port, 16)
    cookie = signed_in(port)
    one = predict(client)

    async def visits():
        return await mine.send("GET", "/api/appointments/?limit=20", headers=[f"cookie: {cookie}"])

    found, described = {}, multiprocessing.Queue()
    await steadily(20, 3, one)
    await steadily(20, 3, visits)
    took, refused = await steadily(5, seconds / 2, one)
    found["symptoms, 5/s"] = figures(took, refused)
    took, refused = await steadily(40, seconds, one)
    found["symptoms, 40/s"] = figures(took, refused)
    alone, beside = [], []
    for _ in range(PAIRS):
        alone.append(figures(*await steadily(25, seconds / 3, visits)))
        # In a process of its own: the client of the visits must not wait for the client of the descriptions.
        load = multiprocessing.Process(target=describe, args=(port, seconds / 3 + 3, described))
        load.start()
        await asyncio.sleep(1.5)
        beside.append(figures(*await steadily(25, seconds / 3, visits)))
        await asyncio.to_thread(load.join)
        found["symptoms, 100/s"] = described.get()
    found["visits alone, 25/s"], found["visits beside 100 symptoms/s"] = alone, beside
    ratios = sorted(b["p99"] / a["p99"] for a, b in zip(alone, beside))
    found[f"p99 beside ÷ alone, median of {PAIRS} pairs"] = round(ratios[PAIRS // 2], 2)
    return found


def main():
    program, seconds = sys.argv[1], float(os.environ.get("SECONDS_EACH", "30"))
    port = int(os.environ.get("PORT", "3977"))
    with tempfile.TemporaryDirectory(prefix="shs-bench-", dir="/var/tmp") as home:
        # The server may have to run its PostgreSQL as another user, who must get through here.
        os.chmod(home, 0o755)
        env = {**os.environ, "SHS_DATA_DIR": f"{home}/data", "LEPTOS_SITE_ADDR": f"127.0.0.1:{port}"}
        # All of the load comes from one address.
        env |= {f"SHS_LIMIT_{name}": "off" for name in ("ENGINE", "ENGINE_ADDRESS", "BOOKING", "BOOKING_ADDRESS", "LOGIN", "REGISTER")}
        env.pop("DATABASE_URL", None)
        for step in (["migrate"], ["seed", "--demo"]):
            subprocess.run([program, *step], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        starts = []
        for _ in range(3):
            server, seconds_to_ready = start(program, env)
            starts.append(seconds_to_ready)
            stop(server)
        server, _ = start(program, env)
        try:
            time.sleep(3)
            found = {"seconds to ready": starts, "MB idle": memory(server.pid)}
            found |= asyncio.run(run(port, seconds))
            time.sleep(3)
            found |= {"MB after": memory(server.pid), "MB at most": memory(server.pid, "VmHWM"), "load": os.getloadavg()}
        finally:
            stop(server)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
