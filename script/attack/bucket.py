"""Files in a bucket that speaks S3, with the whole server and moto as the store: moto checks every signature.

    bucket.py PROGRAM MOTO_SERVER
"""

import http.client
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

import boto3

PASSWORD = "demo-password-2026"
MARK = b"zqcanary of the bucket "
# More than one part of an upload.
LARGE = b"%PDF-1.7\n" + MARK * (7 * (1 << 20) // len(MARK)) + b"\n%%EOF\n"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def until(what, tries=300):
    for _ in range(tries):
        try:
            return what()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    sys.exit("nobody answers")


class Store:
    """moto, with one user whose keys open everything and a bucket of theirs."""

    def __init__(self, program, home):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        # The three calls that make the user; from then on every request has to be signed.
        env = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "3"}
        log = open(f"{home}/moto.log", "w", encoding="utf-8")
        self.process = subprocess.Popen([program, "-p", str(self.port)], env=env, stdout=log, stderr=log)
        until(lambda: socket.create_connection(("127.0.0.1", self.port)).close())
        iam = self.client("iam", "any", "any")
        iam.create_user(UserName="clinic")
        iam.put_user_policy(UserName="clinic", PolicyName="all", PolicyDocument=json.dumps(POLICY))
        key = iam.create_access_key(UserName="clinic")["AccessKey"]
        self.key_id, self.key = key["AccessKeyId"], key["SecretAccessKey"]
        self.s3 = self.client("s3", self.key_id, self.key)
        self.s3.create_bucket(Bucket="records")

    def client(self, name, key_id, key):
        return boto3.client(name, endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id=key_id, aws_secret_access_key=key)

    def objects(self):
        found = self.s3.list_objects_v2(Bucket="records").get("Contents", [])
        return {one["Key"]: self.s3.get_object(Bucket="records", Key=one["Key"])["Body"].read() for one in found}

    def unfinished(self):
        return self.s3.list_multipart_uploads(Bucket="records").get("Uploads", [])


class Server:
    """The program, with the bucket."""

    def __init__(self, program, home, store, key):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        env = {
            **os.environ, "SHS_DATA_DIR": f"{home}/data", "LEPTOS_SITE_ADDR": f"127.0.0.1:{self.port}", "SHS_FILES_BUCKET": "records",
            "SHS_FILES_ENDPOINT": store.endpoint, "SHS_FILES_KEY_ID": store.key_id, "SHS_FILES_KEY": key, "SHS_REQUEST_TIMEOUT_MS": "20000",
            "LEPTOS_HASH_FILES": "false", "SHS_ENCODER_DIR": "/nonexistent",
        }
        env.pop("DATABASE_URL", None)
        if not os.path.exists(f"{home}/data"):
            for step in (["migrate"], ["seed", "--demo"]):
                subprocess.run([program, *step], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.log = open(f"{home}/server.log", "a", encoding="utf-8")
        self.process = subprocess.Popen([program, "serve"], env=env, stdout=self.log, stderr=self.log)
        until(lambda: urllib.request.urlopen(f"{self.base}/api/health/ready", timeout=5).close())
        self.cookie = ""
        answer = self.send("POST", "/api/auth/login/", json.dumps({"email": "patient@demo.example", "password": PASSWORD}).encode())
        self.cookie = answer[1]["set-cookie"].split(";")[0]

    def send(self, method, path, body=None, kind="application/json", **more):
        headers = {"content-type": kind, "sec-fetch-site": "same-origin", **({"cookie": self.cookie} if self.cookie else {}), **more}
        link = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=60)
        try:
            link.request(method, path, body, headers)
        except (BrokenPipeError, ConnectionResetError):
            # What is refused is not read to its end; the answer is there all the same.
            pass
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def same(said, wanted, what):
    if said != wanted:
        sys.exit(f"{what}: {str(said)[:300]} instead of {str(wanted)[:300]}")
    print(f"ok: {what}")


def try_all(program, home, store):
    server = Server(program, home, store, store.key)
    try:
        entry = {"record_type": "document", "recorded_at": "2026-01-05T10:00:00Z", "title": "Letter"}
        status, _, told = server.send("POST", "/api/health-records/", json.dumps(entry).encode())
        same(status, 201, "an entry is written")
        files = f"/api/health-records/{json.loads(told)['data']['id']}/attachments/"
        status, _, told = server.send("POST", files, LARGE, "application/pdf", **{"content-disposition": 'attachment; filename="scan.pdf"'})
        same(status, 201, "a file of two parts is taken")
        about = json.loads(told)["data"]
        lying = store.objects()
        same(list(lying), [f"attachments/{about['id']}"], "it lies in the bucket, and nothing beside it")
        content = next(iter(lying.values()))
        same((MARK in content, b"%PDF" in content, len(content) > len(LARGE)), (False, False, True), "it lies there encrypted")
        status, _, told = server.send("GET", f"/api/attachments/{about['id']}/")
        same((status, told == LARGE), (200, True), "it comes back as it was")
        status, _, _ = server.send("POST", files, b"PK\3\4 something else" + LARGE)
        same(status, 415, "something else is refused")
        status, _, _ = server.send("POST", files, LARGE + b" " * (4 << 20))
        same(status, 413, "what is too large is refused")
        same((len(store.objects()), store.unfinished()), (1, []), "what was refused leaves nothing, not even a part")
        status, _, told = server.send("POST", "/api/users/me/export/", json.dumps({"password": PASSWORD}).encode())
        with zipfile.ZipFile(io.BytesIO(told)) as copy:
            same((status, copy.read(f"files/{about['id']}/scan.pdf") == LARGE, copy.testzip()), (200, True, None), "the copy of everything holds it")
        store.s3.delete_object(Bucket="records", Key=f"attachments/{about['id']}")
        status, _, _ = server.send("GET", f"/api/attachments/{about['id']}/")
        same(status >= 500, True, "one that somebody took away is an error, not an empty file")
    finally:
        server.stop()
    server = Server(program, home, store, "not the key")
    try:
        status, _, told = server.send("POST", files, LARGE, "application/pdf")
        same((status, json.loads(told)["error"]["code"]), (503, "UNAVAILABLE"), "with a wrong key nothing is taken, and the server says so")
        same(server.send("GET", "/api/appointments/")[0], 200, "and goes on with everything else")
    finally:
        server.stop()
    with open(f"{home}/server.log", encoding="utf-8") as log:
        text = log.read()
    same((store.key in text, "not the key" in text, MARK.decode() in text), (False, False, False), "no key and no content in the log")


def main():
    program, moto = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix="shs-bucket-", dir="/var/tmp") as home:
        # The server may have to run its PostgreSQL as another user, who must get through here.
        os.chmod(home, 0o755)
        store = Store(moto, home)
        try:
            try_all(program, home, store)
        finally:
            store.process.terminate()
            store.process.wait(30)


main()
