"""Raw requests for sqlmap, one for each address of the API and of the pages that reads a parameter, a field or an id.

    python3 script/attack/raw_requests.py BASE FOLDER
"""

import json
import pathlib
import sys
import urllib.parse
import urllib.request

base, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
document = json.load(urllib.request.urlopen(f"{base}/api/openapi.json"))
doctor = json.load(urllib.request.urlopen(f"{base}/api/doctors/?limit=1"))["data"]["items"][0]["id"]
host = urllib.parse.urlsplit(base).netloc
# What each kind of parameter looks like where it is right.
SAMPLES = {"integer": "5", "boolean": "true", "uuid": doctor, "date": "2026-12-01", "date-time": "2026-12-01T09:00:00Z"}
PAGES = ["/doctors?specialty=cardiology&city=Berlin&language=en&text=heart&free_on=2026-12-01", "/symptoms?text=cough&city=Berlin", "/appointments?when=past",
         "/risk/bmi?age=40&height_cm=180&weight_kg=80", "/dashboard?date=2026-12-01", "/dashboard/week?from=2026-12-01", f"/doctors/{doctor}*?from=2026-12-01", f"/book/{doctor}*?start=2026-12-01T09:00:00Z",
         "/blog?q=cough", "/blog?tag=cough", "/blog/cough*", "/records?type=vitals&from=2026-01-01&until=2026-12-01", "/records/vitals?range=year", f"/records/{doctor}*",
         "/prescriptions?status=active", f"/prescriptions/{doctor}*", "/verify/abc*", "/patients?name=jane", f"/patients/{doctor}*", f"/patients/{doctor}*/records?type=lab",
         "/dashboard/blog?waiting=1", f"/dashboard/blog/{doctor}*", f"/dashboard/prescriptions/{doctor}*"]
FORMS = [("/login", "email=a%40example.org&password=abc&next=%2F"), ("/account/forgot", "email=a%40example.org"), ("/symptoms", "text=cough&age=34&sex=female"),
         ("/settings", "act=profile&name=Jo&language=en&time_zone=UTC&allergies=x&medications=y&conditions=z&emergency_contact=a&country=DE")]
SKIP = ("logout", "sessions", "revoke", "/users/me/password", "deactivate", "second-factor")


def sample(parameter: dict) -> str:
    schema = parameter.get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return str(schema["enum"][0]) if "enum" in schema else SAMPLES.get(schema.get("format"), SAMPLES.get(schema.get("type"), "a"))


def write(name: str, method: str, path: str, kind: str = "", body: str = "") -> None:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"] + ([f"Content-Type: {kind}"] if kind else [])
    (folder / f"{name}.txt").write_text("\r\n".join(lines) + "\r\n\r\n" + body)


count = 0
for path, operations in document["paths"].items():
    if any(part in path for part in SKIP):
        continue
    for method, operation in operations.items():
        count += 1
        query = [p for p in operation.get("parameters", []) if p.get("in") == "query"]
        needed = {p["name"]: sample(p) for p in query if p.get("required")}
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        body = json.dumps(content["example"]) if "example" in content else ""
        kind = "application/json" if body else ""
        if needed or body or "{id}" in path:
            to = path.replace("{id}", doctor + "*") + ("?" + urllib.parse.urlencode(needed) if needed else "")
            write(f"{count:03}", method.upper(), to, kind, body)
        # Each by itself: one that is refused would hide what the others do.
        for n, one in enumerate(p for p in query if not p.get("required")):
            given = urllib.parse.urlencode(needed | {one["name"]: sample(one)})
            write(f"{count:03}-{n}", method.upper(), f"{path.replace('{id}', doctor)}?{given}", kind, body)
for n, page in enumerate(PAGES):
    write(f"page-{n}", "GET", page)
for n, (page, form) in enumerate(FORMS):
    write(f"form-{n}", "POST", page, "application/x-www-form-urlencoded", form)
print(f"{len(list(folder.iterdir()))} requests")
