"""Hostile and mutated documents: nothing but errors for their author comes out, and soon.

Nothing is executed and no other file is opened, which Python's audit events tell.  For longer:
``python tests/readers/test_fuzz.py 600`` runs for so many seconds.
"""

import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from thence.claim import Claim
from thence.errors import InputError
from thence.readers import BadInput, read
from thence.readers.proposals import inserted, proposal

HEAD = (
    "<!-- thence: x, b real; n integer>=1; define f(x); index k = 1..n; s real[n]; i index[n]; "
    "kronecker \\delta; define p_i; m integer>=1; W, A real[m, n]; j index[m]; y real[m]; "
    "H^{(i)} real[m, m]; define z -->\n"
)
SEEDS = [
    r"f(x) = \frac{x+\sqrt{x^2+b}}2",
    r"\frac{d^2}{dx^2} f(x) = \frac{b}{2(x^2+b)^{3/2}} > 0",
    r"\begin{aligned} |x| &= \max(x, -x) \\ &\le \sqrt{x^2+b} \end{aligned}",
    r"\sum_{k=1}^{n} \binom{n}{k} x^k = (1+x)^n - 1 % thence: note: binomial",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt\pi}2 \approx 0.886",
    r"\lim_{x\to 0^+} \frac{\sin x}{x} = 1 \label{eq:a} \tag{3}",
    r"\left|x\right| = \begin{cases} x & x\ge0\\ -x & \text{otherwise}\end{cases}",
    r"\min_{b\ge0}\max_{x\in\mathbb{R}} \left|x-b\right| = 0.5\ldots",
    r"p_i = \frac{e^{s_i}}{\sum_k e^{s_k}}, \quad \delta_{ik} = \delta_{i,k}",
    r"\frac{\partial p_i}{\partial s_k} \le \Vert s\Vert^2 + \langle s, 2 s\rangle \odot s^\top s",
    r"\mathbb{E}_{x\sim\mathcal{N}(0,1)}[x^2] \sim \sup_{x\ge0} f(x) \propto \nabla_s b",
    r"z = \boldsymbol{W} s - y, \quad \nabla_W \Vert z \Vert^2 = 2 z s^\top, W_{ji} \le A_{j,i}",
    r"\operatorname{tr}(W A^\top) = \|W\|_F^2, H^{(1)\top} H^{(i)}_{j,j} = y^\top \odot y",
    r"\hat{x}_{1,2} = \mathrm{erf}(x) \iff s_{\max} \implies x^{(t)}",
    r"1 + x + \cdots + x^n \ge s_1 + \cdots + s_n \ldots + 2 + 4 + \dots + 2n",
]
PIECES = [
    *"{}[]()|&%#$^_\\~'\"!,.;:=<>+-*/0123 \n\t\x00é变−",
    *[
        r"\\",
        r"\frac",
        r"\sqrt[",
        r"\left",
        r"\right",
        r"\begin{cases}",
        r"\end{cases}",
        "$$",
        "```",
    ],
    *[r"\text{", r"\mathrm{d}", r"\input{/etc/passwd}", r"\write18{ls}", r"\def\x{\x\x}\x", "<!--"],
    *["-->", r"\newcommand{\r}{\r\r}\r", r"\csname x\endcsname", "^^5c", r"\sum_", r"\int_", "dx"],
    *[
        r"\begin{align}",
        r"\end{align}",
        "<!-- thence: skip -->",
        "% thence: expect: x",
        r"\[",
        r"\]",
    ],
    *["9" * 400, "((((((((", "x^" * 20, r"\lim_{x\to", "f(f(", "10^{10^{10}}", r"\log"],
]
HOSTILE = [
    "(" * 20_000,
    "{" * 20_000,
    "x" + "^{x" * 2_000 + "}" * 2_000 + "=1",
    "+".join(["x"] * 4_000) + "=1",
    "x" * 100_000 + "=1",
    "|x" * 3_000 + "=1",
    "9" * 100_000 + "=1",
    r"\frac" * 3_000 + "=1",
    r"\sqrt{" * 500 + "x" + "}" * 500 + "=1",
    "f(" * 400 + "x" + ")" * 400 + "=1",
    r"\begin{cases}" * 1_000,
    r"\left(" * 3_000,
    r"\hat{" * 2_000 + "x",
    r"\log" * 3_000 + "x=1",
    "x_{" * 3_000,
    "$" * 9_999,
    "<!--" * 20_000,
    "`" * 9_999 + "$$",
    "\\begin{align}" * 5_000,
    "%" * 50_000,
    "x = 10^{10^{10^{10}}}",
    "x = (10^9)!",
    "x = 2^{4000^{4000}}",
    r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a} \a = 1",
    r"\newcommand{\a}[1]{#1#1#1#1} \a{\a{\a{\a{\a{\a{\a{\a{x}}}}}}}} = 1",
    r"\newcommand{\a}[9]{#1} \a = 1",
    r"\newcommand{\log}{\input} \log{x} = 1",
    r"\input{/etc/passwd} \write18{touch /tmp/x} \openin\x=y \special{x} = 1",
    r"\def\x{\x}\loop\iftrue\repeat = 1",
    "x = 1$$\n# " + " #" * 200_000 + "x\n$$",
    "x = q$$\n" + ("|" + " $x$ |" * 200 + "\n") * 300 + "$$",
    "x = q$$\n" + "`" * 30_000 + "\n$$",
    "x = 1$$\n" + r"\newcommand{\a}{" * 20_000 + "\n$$",
    "x = 1$$\n"
    + "".join(
        rf"\newcommand{{\{chr(97 + i % 26) * (1 + i // 26)}}}{{{'x' * 1_990}}}" for i in range(500)
    )
    + "\n$$",
    "x = 1$$\n<!-- thence: " + ", ".join(f"z{i}" for i in range(30_000)) + " real -->\n$$",
    "x = 1$$\n" + "<!-- thence: " + "x; " * 10_000 + "real -->\n$$",
]
SECONDS = 1.0


#: What no text may bring about.
FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "os.system",
    "os.exec",
    "subprocess.Popen",
    "socket.connect",
)
_allowed = None
_seen = []


def _audit(event, args):
    if _allowed is None:
        return
    if event in FORBIDDEN or (event == "open" and str(args[0]) != _allowed):
        _seen.append((event, str(args[0])))


sys.addaudithook(_audit)


@contextmanager
def confined(path):
    """Notes whatever is executed, imported or opened, save for the document itself."""
    global _allowed
    _seen.clear()
    _allowed = str(path)
    try:
        yield
    finally:
        _allowed = None


def outcome(path, text):
    """The items of a document; nothing may be raised, and every item is a claim or an error."""
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with confined(path):
        items = list(read(path))
    assert time.process_time() - start < SECONDS
    assert not _seen
    assert items
    for item in items:
        assert isinstance(item, Claim | BadInput)
        if isinstance(item, BadInput):
            assert isinstance(item.error, InputError)
            assert item.error.what
    return items


@pytest.fixture(autouse=True, scope="module")
def _warm(tmp_path_factory):
    """The first document imports what the reader imports late."""
    path = tmp_path_factory.mktemp("warm") / "post.md"
    path.write_text(HEAD + "".join(f"$${text}$$\n" for text in SEEDS))
    list(read(path))


def test_the_watch_sees_what_is_forbidden(tmp_path):
    path = tmp_path / "other"
    path.write_text("")
    with confined(tmp_path / "post.md"):
        path.read_text()
        compile("1", "", "eval")
    assert [event for event, _ in _seen] == ["open", "compile"]


@pytest.mark.parametrize("suffix", [".md", ".tex"])
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_formulas(tmp_path, number, suffix):
    head = HEAD if suffix == ".md" else HEAD.replace("<!--", "%").replace("-->", "")
    items = outcome(tmp_path / f"post{suffix}", f"{head}$$f(x) = x$$\n$${HOSTILE[number]}$$\n")
    assert any(isinstance(item, BadInput) for item in items)


def mutated(rng, text):
    """A text with some places deleted, doubled, swapped, cut off or replaced."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        end = min(len(text), at + rng.randint(0, 6))
        text = rng.choice(
            [
                text[:at] + text[end:],
                text[:end] + text[at:],
                text[:at] + rng.choice(PIECES) + text[at:],
                text[:at] + rng.choice(PIECES) + text[end:],
                text[:at] + rng.choice(SEEDS) + text[end:],
                text[:at],
            ]
        )
    return text


def attack(rng, folder):
    """One mutated document, in Markdown and in LaTeX."""
    shown = "\n".join(f"$${mutated(rng, text)}$$" for text in rng.sample(SEEDS, 4))
    outcome(folder / "post.md", mutated(rng, HEAD) + shown)
    outcome(folder / "post.tex", HEAD.replace("<!--", "%") + mutated(rng, shown))


@pytest.mark.parametrize("seed", range(10))
def test_what_is_proposed_for_mutated_documents_is_read(tmp_path, seed):
    rng, path = random.Random(seed), tmp_path / "post.md"
    path.write_text("\n".join(f"$${mutated(rng, text)}$$" for text in SEEDS), encoding="utf-8")
    try:
        with confined(path):
            found = proposal(path)
    finally:
        assert not _seen
    path.write_text(inserted(path, found.comments()), encoding="utf-8")
    unread = [item for item in read(path) if isinstance(item, BadInput)]
    assert len(unread) == len(found.unread)


@pytest.mark.parametrize("seed", range(20))
def test_mutated_documents(tmp_path, seed):
    rng = random.Random(seed)
    for _ in range(15):
        attack(rng, tmp_path)


def main():
    """Attack for a given time, from a seed that is printed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    print(f"{seconds:g} s from seed {seed}", flush=True)
    rng, end, count = random.Random(seed), time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "post.md").write_text(HEAD + "".join(f"$${text}$$\n" for text in SEEDS))
        list(read(folder / "post.md"))
        while time.monotonic() < end:
            try:
                attack(rng, folder)
            except BaseException:
                for file in folder.iterdir():
                    print(f"--- {file.name}", repr(file.read_text("utf-8")), sep="\n")
                raise
            count += 2
    print(f"{count} documents: no crash, no hang, nothing executed, no other file opened")


if __name__ == "__main__":
    main()
