#!/usr/bin/env python3
"""Writes docs/openapi.json as a Swift string, so that the one binary serves it. Run after every change of the document.

usage: Tools/openapi/embed.py
"""

import json
import pathlib

root = pathlib.Path(__file__).resolve().parents[2]
text = (root / "docs" / "openapi.json").read_text(encoding="utf-8")
json.loads(text)
assert '"""##' not in text
target = root / "Sources" / "Services" / "OpenAPI" / "OpenAPIDocument.swift"
target.write_text(
    "// Written by Tools/openapi/embed.py from docs/openapi.json; edit that file instead.\n"
    "// swift-format-ignore-file\n\n"
    "/// The description of every operation of every service, OpenAPI 3.1.\n"
    "public enum OpenAPIDocument {\n"
    "  /// `docs/openapi.json`, byte for byte.\n"
    '  public static let text = ##"""\n' + text + '\n"""##\n}\n',
    encoding="utf-8",
)
