#!/usr/bin/env python3
"""Writes docs/openapi/*.json as Swift strings, so that the one binary serves them. Run after every change of a document.

common.json has what every service has, session.json what signs in and out at each of them; each other file is named for its
service and has that service's operations and the components that only it uses.

usage: Tools/openapi/embed.py
"""

import json
import pathlib

root = pathlib.Path(__file__).resolve().parents[2]
target = root / "Sources" / "Services" / "OpenAPI" / "Parts"


def lines(members):
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in members.items())


def embed(file):
    document = json.loads(file.read_text(encoding="utf-8"))
    components = document["components"]
    head = {name: value for name, value in document.items() if name not in ("tags", "paths", "components")}
    texts = {
        "head": lines(head),
        "tags": ",\n".join(json.dumps(tag, ensure_ascii=False) for tag in document["tags"]),
        "paths": lines(document["paths"]),
        "schemas": lines(components.get("schemas", {})),
        "parameters": lines(components.get("parameters", {})),
        "responses": lines(components.get("responses", {})),
    }
    if "securitySchemes" in components:
        texts["securitySchemes"] = lines(components["securitySchemes"])
    assert not any('"""##' in text for text in texts.values())
    fields = ",\n".join(f'    {name}: ##"""\n{text}\n"""##' for name, text in texts.items())
    (target / f"OpenAPIPart+{file.stem}.swift").write_text(
        f"// Written by Tools/openapi/embed.py from docs/openapi/{file.name}; edit that file instead.\n"
        "// swift-format-ignore-file\n\n"
        f"extension OpenAPIPart {{\n  static let {file.stem} = OpenAPIPart(\n{fields})\n}}\n",
        encoding="utf-8",
    )


target.mkdir(exist_ok=True)
for old in target.glob("*.swift"):
    old.unlink()
for file in sorted((root / "docs" / "openapi").glob("*.json")):
    embed(file)
