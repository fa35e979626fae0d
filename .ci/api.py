"""The public items of the crates whose API is stable, with their signatures, held by a golden list beside each.

They are read from the documentation, which must have been made. `--write` makes the lists anew: read the difference before
you commit it, for what is taken away or changed breaks whoever embeds Tenure.
"""

import difflib
import html
import os
import re
import subprocess
import sys

CRATES = ("tenure", "tenure-plugin")


def text(markup):
    """What stands in a piece of a page, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def declaration(page):
    """How an item is declared: attributes, fields and variants stand in lines of their own. Texts are left out."""
    found = re.search(r'<pre class="rust item-decl"><code>(.*?)</code></pre>', page, re.S)
    markup = re.sub(r"<summary.*?</summary>", "", found.group(1), flags=re.S) if found else ""
    told = [text(line) for line in re.sub(r"(?=<div)|(?<=</div>)", "\n", markup).splitlines()]
    told = [re.sub(r"(: &(?:'static )?str) = .*", r"\1", line) for line in told]
    return [line for line in told if line and line != "}" and not line.startswith("//")]


def signatures(page):
    """The signatures of what an item has of its own, and the traits that it keeps, but for those that any type has."""
    own = page.split('<h2 id="synthetic-implementations"')[0].split('<h2 id="blanket-implementations"')[0]
    own, _, traits = own.partition('<h2 id="trait-implementations"')
    section = r'<section id="(?:method|tymethod|associatedconstant|associatedtype)\.[^"]*" class="[^"]*">.*?<h4 class="code-header">(.*?)</h4>'
    for signature in re.findall(section, own, re.S):
        yield text(signature)
    for header in re.findall(r'<section id="impl-[^"]*" class="impl">.*?<h3 class="code-header">(.*?)</h3>', traits, re.S):
        yield text(header)


def items(folder, crate):
    """Every public item of a crate: its kind and path, then one line for each thing that it has."""
    with open(os.path.join(folder, crate, "all.html"), encoding="utf-8") as page:
        links = re.findall(r'<li><a href="([^"#]+\.html)"', page.read())
    for link in links:
        place, file = os.path.split(link)
        kind, name, _ = file.split(".")
        with open(os.path.join(folder, crate, link), encoding="utf-8") as page:
            page = page.read()
        path = "::".join([crate, *filter(None, place.split("/")), name])
        yield path, kind, declaration(page), sorted(set(signatures(page)))


def listed(folder, crate):
    """The golden list's text."""
    lines = []
    for path, kind, declared, signatures_of in sorted(items(folder, crate.replace("-", "_"))):
        lines.append(f"{kind} {path}")
        lines += [f"    {line}" for line in [*declared, *signatures_of]]
    return [line + "\n" for line in lines]


def target():
    told = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps", "--locked"], check=True, stdout=subprocess.PIPE, text=True
    )
    return re.search(r'"target_directory":"([^"]*)"', told.stdout).group(1)


def main():
    folder = os.path.join(target(), "doc")
    wrong = False
    for crate in CRATES:
        golden = f"crates/{crate}/api.txt"
        now = listed(folder, crate)
        if "--write" in sys.argv:
            with open(golden, "w", encoding="utf-8") as file:
                file.writelines(now)
        with open(golden, encoding="utf-8") as file:
            before = file.readlines()
        print(f"{crate}: {sum(not line.startswith(' ') for line in now)} public items, {len(now)} lines")
        difference = list(difflib.unified_diff(before, now, golden, "as documented", n=0))
        sys.stdout.writelines(difference)
        wrong |= bool(difference)
    if wrong:
        print("the public API is another one; if that is meant: cargo doc --workspace --no-deps && python3 .ci/api.py --write")
    return int(wrong)


sys.exit(main())
