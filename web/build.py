#!/usr/bin/env python3
"""Builds the dashboard into web/dist from Debian's packages and one pinned wheel; no package manager of Node is used.

usage: build.py [--if-possible] [--check] [--test]

--if-possible  says what is missing and ends well, instead of failing, where the tools are not installed
--check        type-checks first
--test         type-checks, then runs the unit tests instead of building
"""

import gzip
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import zipfile

WEB = pathlib.Path(__file__).resolve().parent
DIST = WEB / "dist"
MODULES = WEB / "node_modules"
CACHE = WEB / ".vendor"
NODE_MODULES = pathlib.Path("/usr/share/nodejs")
PACKAGES = ["react", "react-dom", "scheduler", "loose-envify", "object-assign", "js-tokens"]
TYPES = ["csstype", "@types/react", "@types/react-dom", "@types/scheduler", "@types/prop-types"]
WHEEL = "nicegui-3.18.0-py3-none-any.whl"
ECHARTS = "nicegui/elements/echart/dist/index-DlVyZyb_.js"
ECHARTS_SHA256 = "a67fedec464a22765df705cc09ee7fe16268e32535fbc74dcb5c74c52a02b01d"
# Compressed bytes of script before the first page is shown.
MOST_SCRIPT = 120_000
FLAGS = ["--bundle", "--jsx=automatic", "--define:process.env.NODE_ENV=\"production\""]


class Missing(Exception):
    """A tool that is not installed, with the command that installs it."""


def need(program: str, package: str) -> str:
    found = shutil.which(program)
    if not found:
        raise Missing(f"{program} is not installed; run: apt-get install {package}")
    return found


def fill_modules(names: list[str]) -> None:
    """Copies Debian's modules; where npm has filled the folder, that is left as it is."""
    for name in names:
        target = MODULES / name
        if target.exists():
            continue
        if not (NODE_MODULES / name).exists():
            raise Missing(f"the module {name} is not installed; run: scripts/setup.sh --web-tests")
        shutil.copytree(NODE_MODULES / name, target)


def echarts() -> bytes:
    """ECharts 6.1.0 as published in the wheel, checked by hash."""
    wheel = CACHE / WHEEL
    if not wheel.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        done = subprocess.run(pip + ["--dest", str(CACHE), "--requirement", str(WEB / "vendor.txt")], check=False)
        if done.returncode != 0:
            raise Missing("the wheel with ECharts cannot be had; check the network and: apt-get install python3-pip")
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(ECHARTS)
    found = hashlib.sha256(content).hexdigest()
    if found != ECHARTS_SHA256:
        raise SystemExit(f"web: {ECHARTS} has SHA-256 {found}, expected {ECHARTS_SHA256}")
    return content


def check() -> None:
    fill_modules(PACKAGES + TYPES)
    subprocess.run([need("tsc", "node-typescript"), "-p", str(WEB)], check=True)


def test() -> None:
    check()
    built = WEB / "build-test"
    shutil.rmtree(built, ignore_errors=True)
    sources = sorted(str(path) for path in (WEB / "test").glob("*.test.ts"))
    bundle = [need("esbuild", "esbuild"), *sources, *FLAGS, "--platform=node", "--format=cjs", "--log-level=warning"]
    subprocess.run(bundle + [f"--outdir={built}", "--out-extension:.js=.cjs"], check=True)
    tests = sorted(str(path) for path in built.glob("*.cjs"))
    subprocess.run([need("node", "nodejs"), "--test", *tests], check=True)


def build() -> None:
    esbuild = need("esbuild", "esbuild")
    fill_modules(PACKAGES)
    library = echarts()
    shutil.rmtree(DIST, ignore_errors=True)
    assets = DIST / "assets"
    assets.mkdir(parents=True)
    library_name = f"echarts-6.1.0-{ECHARTS_SHA256[:8]}.js"
    # Its second chunk, for three dimensions, is not shipped and never asked for; nor is its source map.
    (assets / library_name).write_bytes(library.split(b"\n//# sourceMappingURL")[0])
    metafile = WEB / "build.json"
    bundle = [esbuild, str(WEB / "src/main.tsx"), str(WEB / "src/style.css"), *FLAGS, "--format=esm", "--minify", "--splitting"]
    bundle += ["--target=es2022", "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", f"--outdir={assets}", f"--metafile={metafile}"]
    bundle += [f'--define:ECHARTS_URL="/assets/{library_name}"', "--external:/assets/*", "--log-level=warning"]
    bundle += ["--legal-comments=none"]
    subprocess.run(bundle, check=True, cwd=WEB)
    outputs = json.loads(metafile.read_text(encoding="utf-8"))["outputs"]
    metafile.unlink()
    names = {info["entryPoint"]: pathlib.Path(path).name for path, info in outputs.items() if "entryPoint" in info}
    page = (WEB / "src/index.html").read_text(encoding="utf-8")
    for source in ("src/main.tsx", "src/style.css"):
        page = page.replace(f"/{source}", f"/assets/{names[source]}")
    (DIST / "index.html").write_text(page, encoding="utf-8")
    for name in ("icon.svg", "theme.js"):
        shutil.copy(WEB / "src" / name, DIST / name)
    shutil.copy(WEB / "NOTICE", DIST / "NOTICE.txt")
    for path in sorted(DIST.rglob("*")):
        if path.suffix in {".js", ".css", ".html", ".svg", ".txt"}:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)
    loaded = first_scripts(outputs, names["src/main.tsx"])
    size = sum((assets / f"{name}.gz").stat().st_size for name in loaded)
    print(f"web: built web/dist; {size / 1000:.0f} kB of script compressed, before charts")
    if size > MOST_SCRIPT:
        raise SystemExit(f"web: the first page takes {size} bytes of script, more than {MOST_SCRIPT}; fetch a page later")


def first_scripts(outputs: dict, entry: str) -> set:
    """The names of the scripts without which no page is shown: the entry and what it imports at once."""
    by_name = {pathlib.Path(path).name: info for path, info in outputs.items()}
    found, waiting = set(), [entry]
    while waiting:
        name = waiting.pop()
        if name not in found and name in by_name:
            found.add(name)
            waiting += [pathlib.Path(i["path"]).name for i in by_name[name]["imports"] if i["kind"] == "import-statement"]
    return found


def run(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--if-possible", "--check", "--test"}
    if unknown:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if "--test" in arguments:
            test()
            return 0
        if "--check" in arguments:
            check()
        build()
    except Missing as missing:
        print(f"web: the dashboard is not built: {missing}", file=sys.stderr)
        return 0 if "--if-possible" in arguments else 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
