"""What Schemathesis is told besides: an answer to a confined user holds nothing of the rest of the book; how to pack files."""

import gzip
import io
import json
import os
import tarfile
import urllib.parse

import schemathesis

HIDDEN = json.loads(os.environ.get("CONFORMANCE_HIDDEN", "[]"))


@schemathesis.check
def nothing_hidden_is_shown(ctx, response, case):
    """Fails where the answer names a hidden position or node that the request did not name."""
    request = response.request
    asked = urllib.parse.unquote_plus(request.url)
    body = request.body or b""
    asked += body if isinstance(body, str) else body.decode("utf-8", errors="replace")
    text = response.content.decode("utf-8", errors="replace")
    shown = [name for name in HIDDEN if name in text and name not in asked]
    assert not shown, f"the answer shows {', '.join(shown)} to a user who is confined to another node"


@schemathesis.serializer("application/gzip")
def packed(ctx, value):
    """A file as gzip packs it."""
    return gzip.compress(value if isinstance(value, bytes) else str(value).encode())


@schemathesis.serializer("application/x-tar")
def archived(ctx, value):
    """An archive of one file, the table of a market's curves."""
    content = value if isinstance(value, bytes) else str(value).encode()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as files:
        member = tarfile.TarInfo("curves.csv")
        member.size = len(content)
        files.addfile(member, io.BytesIO(content))
    return archive.getvalue()
