"""Opens reports of the examples in headless Chromium, in both languages, and clicks through them: .ci/page.py TENURE

Every column is sorted both ways and every account opened. It fails on an error of a script, on a section without content,
on a click that does nothing, on anything that would be loaded from elsewhere, on a page wider than a small window, and on a plot
of the scores that is missing, or has a mark or a word outside it or one word over another.
Pages that were broken on purpose must fail.
"""

import html
import os
import re
import subprocess
import sys
import tempfile

SECTIONS = ("work", "due", "calendar", "reasons", "proof", "losses", "retention")

# The examples, each with how many plots hold its scores against the past: one has too few losses for any.
EXAMPLES = {"portfolio": 0, "history": 2}

# Runs before the page's own scripts.
WATCH = "<script>const wrong = []; addEventListener('error', event => wrong.push('script: ' + event.message));</script>"

# Runs after them; what it finds stands in the page's text.
CLICK = """<pre id="verdict"></pre><script>
const box = (one, svg) => {
  const {x, y, width, height} = one.getBBox(), all = svg.viewBox.baseVal, right = x + width, below = y + height;
  const within = x >= 0 && y >= 0 && right <= all.width && below <= all.height;
  if (!within) wrong.push('outside a plot: ' + one.tagName + ' ' + one.textContent);
  return {x, y, right, below, text: one.textContent};
};
const over = (a, b) => a.x < b.right - 1 && b.x < a.right - 1 && a.y < b.below - 3 && b.y < a.below - 3;
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
  const plots = [...document.querySelectorAll('svg.small')], none = document.getElementById('no-proof');
  if (plots.length !== PLOTS || !none === !PLOTS) wrong.push('plots: ' + plots.length);
  for (const svg of plots) {
    const marks = [...svg.querySelectorAll('.mark')].map(one => box(one, svg));
    if (marks.length < 3 || !marks.some(one => one.below - one.y > 40)) wrong.push('marks: ' + marks.length);
    const words = [...svg.querySelectorAll(':scope > text')].map(one => box(one, svg));
    words.forEach((a, at) => words.slice(at + 1).filter(b => over(a, b)).forEach(b => wrong.push('over: ' + a.text + ', ' + b.text)));
    if (/NaN|inf|undefined/.test(svg.outerHTML)) wrong.push('no number in a plot');
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('wide: ' + document.documentElement.scrollWidth);
} catch (error) { wrong.push('script: ' + error.message); }
document.getElementById('verdict').textContent = 'verdict ' + (wrong.join('; ') || 'fine') + ' end';
</script></body>""" % list(SECTIONS)

BROKEN = {
    "an error of a script": lambda page: page.replace("</body>", "<script>nothing();</script></body>"),
    "an empty section": lambda page: re.sub(r'(<h2 id="reasons">.*?</h2>).*?(?=<h2)', r"\1", page, flags=re.S),
    "a sorting that does nothing": lambda page: page.replace("body.append(row)", "row"),
    "a section on the scores without content": lambda page: re.sub(r'(<h2 id="proof">.*?</h2>).*?(?=<h2)', r"\1", page, flags=re.S),
    "a plot that is missing": lambda page: re.sub(r'<svg class="small".*?</svg>', "", page, count=1, flags=re.S),
    "a plot without bars": lambda page: re.sub(r'<rect class="mark"[^>]*>', "", page),
    "a bar that leaves its plot": lambda page: re.sub(r'(<rect class="mark" x="[^"]*" y=")', r"\g<1>-", page, count=1),
    "a curve through no number": lambda page: re.sub(r'(<polyline class="mark" points=")[^ ]*', r"\g<1>NaN,NaN", page),
    "a word that is cut off": lambda page: page.replace('text-anchor="middle">100</text>', 'text-anchor="start">100 %</text>'),
    "a word over another one": lambda page: page.replace('y="204"', 'y="189"'),
    "a page too wide": lambda page: page.replace("</h1>", '</h1><div style="width:2000px">x</div>'),
}


def verdict(folder, page, plots):
    """What is wrong with a page that should have so many plots of its scores, or `fine`."""
    path = os.path.join(folder, "page.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(page.replace("<head>", "<head>" + WATCH, 1).replace("</body>", CLICK.replace("PLOTS", str(plots)), 1))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--window-size=500,900"]
    options += [f"--user-data-dir={folder}/profile", "--dump-dom", f"file://{path}"]
    told = subprocess.run(["chromium", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=120)
    found = re.search(r'<pre id="verdict">verdict (.*?) end</pre>', told.stdout, re.S)
    return html.unescape(found.group(1)) if found else "the page did not come to its end"


def elsewhere(page):
    """What a page would load from somewhere else."""
    return re.findall(r'(?:src|href)="(?!#)[^"]*"|url\([^)]*\)|@import[^;]*', page)


def report(tenure, folder, example, language):
    path = os.path.join(folder, f"{example}-{language}.html")
    command = [tenure, "report", f"examples/{example}.jsonl", "--as-of", "2026-06-30", "--lang", language, "-o", path]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for example, plots in EXAMPLES.items():
            for language in ("en", "ko"):
                page = report(sys.argv[1], folder, example, language)
                told = "; ".join(elsewhere(page)) or verdict(folder, page, plots)
                print(f"{example}, {language}: {len(page):,} characters, {told}")
                failed |= told != "fine"
        for what, spoil in BROKEN.items():
            broken = spoil(page)
            told = verdict(folder, broken, plots)
            print(f"{what}: {told}")
            failed |= told == "fine" or broken == page
    return int(failed)


sys.exit(main())
