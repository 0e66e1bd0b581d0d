"""Figures in one style, as PDF files and as SVG; the same drawing gives the same bytes."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Protocol

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

#: Okabe and Ito's colours, which every kind of colour vision tells apart; lines differ as well.
LEFT, RIGHT, MARK, OTHER = "#0072b2", "#d55e00", "#cc79a7", "#009e73"
SKY, GOLD = "#56b4e9", "#e69f00"
INK, FAINT, GRID = "#1b1b1b", "#5f6368", "#d5d8dc"
#: What a page puts in place of a colour, so that it can be light or dark.
VARIABLES = {
    LEFT: "--left",
    RIGHT: "--right",
    MARK: "--mark",
    OTHER: "--other",
    SKY: "--sky",
    GOLD: "--gold",
    INK: "--ink",
    FAINT: "--faint",
    GRID: "--line",
}
STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": FAINT,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "grid.color": GRID,
    "grid.linewidth": 0.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.5,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "text.color": INK,
    "xtick.color": FAINT,
    "xtick.labelcolor": INK,
    "xtick.labelsize": 7,
    "ytick.color": FAINT,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 7,
}


class Drawing(Protocol):
    """Something to draw: it says what it shows, and draws itself."""

    @property
    def caption(self) -> str:
        """What the figure shows, in words."""

    def draw(self, figure: Figure) -> None:
        """Draw into an empty figure."""


def _drawn(drawing: Drawing) -> Figure:
    figure = Figure(figsize=(4.3, 2.6))
    drawing.draw(figure)
    return figure


def _settings(**more: str) -> Any:
    """The style over matplotlib's defaults, so that a user's own settings change nothing."""
    return {**mpl.rcParamsDefault, **STYLE, **more}


def save_pdf(drawing: Drawing, path: Path) -> None:
    """The figure as a PDF file."""
    with mpl.rc_context(_settings()):
        figure = _drawn(drawing)
        FigureCanvasPdf(figure)
        nothing = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        figure.savefig(path, format="pdf", metadata=nothing)


def svg(drawing: Drawing, salt: str) -> Markup:
    """The figure as an ``svg`` element in the colours of the page; ``salt`` is its own."""
    out = io.StringIO()
    with mpl.rc_context(_settings(**{"svg.hashsalt": salt})):
        figure = _drawn(drawing)
        FigureCanvasSVG(figure)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", metadata=nothing)
    return Markup(_in_page(out.getvalue(), drawing.caption))


def _in_page(text: str, caption: str) -> str:
    """What matplotlib writes as an element of a page: in its colours, named, and shorter."""
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", text, flags=re.S)
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    # No name of a step starts like these.
    text = re.sub(r'(\bid="|url\(#|href="#)', r"\1:", text)
    text = re.sub(r'\b(?:d|x|y|transform)="[^"]*"', _shortened, text)
    text = re.sub(r'<g([^>]*)>((?:\s*<use [^>]*style="([^"]*)"/>)+)\s*</g>', _styled_once, text)
    text = re.sub(r"\s*\n\s*", "", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, f"var({variable})")
    box = re.search(r'viewBox="[^"]*"', text)
    opening = f'<svg {box.group() if box else ""} role="img" aria-label="{escape(caption)}">'
    return opening + text[text.index(">") + 1 :]


def _shortened(attribute: re.Match[str]) -> str:
    """A tenth of a point is finer than anyone sees."""
    text = re.sub(r"\d+\.\d+", lambda found: f"{float(found.group()):.1f}", attribute.group())
    return re.sub(r"\s*([A-Z])\s*", r"\1", text) if text.startswith("d=") else text


def _styled_once(group: re.Match[str]) -> str:
    """Marks of one style get it from their group."""
    attributes, marks, style = group.groups()
    if set(re.findall(r'style="([^"]*)"', marks)) != {style}:
        return group.group()
    plain = marks.replace(f' style="{style}"', "")
    return f'<g{attributes} style="{style}">{plain}</g>'
