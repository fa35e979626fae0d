"""Opens the report of the example in headless Chromium, in both languages, and clicks through it: .ci/page.py TENURE

Every column is sorted both ways and every account opened. It fails on an error of a script, on a section without content,
on a click that does nothing, on anything that would be loaded from elsewhere, and on a page wider than a small window.
Pages that were broken on purpose must fail.
"""

import html
import os
import re
import subprocess
import sys
import tempfile

SECTIONS = ("work", "due", "calendar", "reasons", "losses", "retention")

# Runs before the page's own scripts.
WATCH = "<script>const wrong = []; addEventListener('error', event => wrong.push('script: ' + event.message));</script>"

# Runs after them; what it finds stands in the page's text.
CLICK = """<pre id="verdict"></pre><script>
const rows = table => [...table.tBodies[0].rows].map(row => row.textContent).join();
try {
  for (const id of %s) {
    const head = document.getElementById(id);
    let words = 0;
    for (let at = head && head.nextElementSibling; at && at.tagName !== 'H2'; at = at.nextElementSibling)
      if (!at.matches('p, script, pre')) words += at.textContent.trim().length;
    if (!words) wrong.push('empty: ' + id);
  }
  const table = document.querySelector('table.sorted'), orders = new Set();
  for (const button of table.querySelectorAll('th button'))
    for (const _ of [1, 2]) { button.click(); orders.add(rows(table)); }
  if (orders.size < 6) wrong.push('sorting: ' + orders.size + ' orders');
  for (const one of table.querySelectorAll('details')) {
    one.querySelector('summary').click();
    if (!one.open || !one.innerText.split('\\n')[1]) wrong.push('closed: ' + one.innerText);
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('wide: ' + document.documentElement.scrollWidth);
} catch (error) { wrong.push('script: ' + error.message); }
document.getElementById('verdict').textContent = 'verdict ' + (wrong.join('; ') || 'fine') + ' end';
</script></body>""" % list(SECTIONS)

BROKEN = {
    "an error of a script": lambda page: page.replace("</body>", "<script>nothing();</script></body>"),
    "an empty section": lambda page: re.sub(r'(<h2 id="reasons">.*?</h2>).*?(?=<h2)', r"\1", page, flags=re.S),
    "a sorting that does nothing": lambda page: page.replace("body.append(row)", "row"),
    "a page too wide": lambda page: page.replace("</h1>", '</h1><div style="width:2000px">x</div>'),
}


def verdict(folder, page):
    """What is wrong with a page, or `fine`."""
    path = os.path.join(folder, "page.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(page.replace("<head>", "<head>" + WATCH, 1).replace("</body>", CLICK, 1))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--window-size=500,900"]
    options += [f"--user-data-dir={folder}/profile", "--dump-dom", f"file://{path}"]
    told = subprocess.run(["chromium", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120)
    found = re.search(r'<pre id="verdict">verdict (.*?) end</pre>', told.stdout, re.S)
    return html.unescape(found.group(1)) if found else "the page did not come to its end"


def elsewhere(page):
    """What a page would load from somewhere else."""
    return re.findall(r'(?:src|href)="(?!#)[^"]*"|url\([^)]*\)|@import[^;]*', page)


def report(tenure, folder, language):
    path = os.path.join(folder, f"{language}.html")
    command = [tenure, "report", "examples/portfolio.jsonl", "--as-of", "2026-06-30", "--lang", language, "-o", path]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "ko"):
            page = report(sys.argv[1], folder, language)
            told = "; ".join(elsewhere(page)) or verdict(folder, page)
            print(f"{language}: {len(page):,} characters, {told}")
            failed |= told != "fine"
        for what, spoil in BROKEN.items():
            told = verdict(folder, spoil(page))
            print(f"{what}: {told}")
            failed |= told == "fine"
    return int(failed)


sys.exit(main())
