"""A chart inside a DOCX, as word processors know it: drawn by them, and its numbers can be opened in a workbook.

python-docx has none; openpyxl writes the same part for workbooks. Here it gets its numbers along, since a word
processor shows those that stand in the chart, not those of the workbook behind it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import NumData, NumVal, StrData, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties

from documents.forms.engine import undated
from insights.term_report.paper import Chart

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OF_CHARTS = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_OF_WORKBOOKS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Of the columns, in the order of the series: the Party's red, and a grey that a copier keeps apart from it.
COLOURS = ("B3261E", "8A8F98", "D9A441")
WIDTH, HEIGHT = Cm(16), Cm(7.5)
_INLINE = """
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" distT="0" distB="0" distL="0" distR="0">
  <wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
    <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>
  </a:graphicData></a:graphic>
</wp:inline>
"""


def add_chart(document: Any, paragraph: Any, chart: Chart, number: int) -> None:
    """Into the paragraph; `number` is the chart's own in the document, from 1. The reading is its description."""
    book = _book(chart)
    xml = _numbered(_columns(book, chart))
    package = document.part.package
    workbook = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _OF_WORKBOOKS, _saved(book), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _OF_CHARTS, b"", package)
    part._blob = xml % part.relate_to(workbook, RELATION.PACKAGE).encode()
    relation = document.part.relate_to(part, RELATION.CHART)
    inline = parse_xml(
        _INLINE.format(width=WIDTH, height=HEIGHT, number=100 + number, name=f"Chart {number}", relation=relation)
    )
    inline.find("{*}docPr").set("descr", f"{chart.caption}. {chart.reading}")
    paragraph.add_run()._r.add_drawing(inline)


def _book(chart: Chart) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.append(["", *(words for words, _numbers in chart.series)])
    for place, label in enumerate(chart.labels):
        sheet.append([label, *(numbers[place] for _words, numbers in chart.series)])
    return book


def _columns(book: Workbook, chart: Chart) -> BarChart:
    sheet, rows = book.active, len(chart.labels) + 1
    drawn = BarChart()
    drawn.type, drawn.grouping = "col", "clustered"
    drawn.add_data(
        Reference(sheet, min_col=2, max_col=len(chart.series) + 1, min_row=1, max_row=rows), titles_from_data=True
    )
    drawn.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
    drawn.y_axis.delete = drawn.x_axis.delete = False
    drawn.y_axis.majorGridlines = None
    drawn.y_axis.scaling.min = 0
    drawn.gapWidth = 80
    if len(chart.series) == 1:
        drawn.legend = None
    else:
        drawn.legend.position = "b"
    for place, (series, (words, numbers)) in enumerate(zip(drawn.series, chart.series, strict=True)):
        series.graphicalProperties = GraphicalProperties(solidFill=COLOURS[place % len(COLOURS)])
        series.dLbls = DataLabelList(showVal=True)
        for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, name, False)
        series.tx.strRef.strCache = _texts([words])
        series.cat.numRef, series.cat.strRef = None, _labels(series.cat, chart.labels)
        series.val.numRef.numCache = NumData(
            formatCode="General",
            ptCount=len(numbers),
            pt=[NumVal(idx=at, v=str(value)) for at, value in enumerate(numbers)],
        )
    return drawn


def _labels(categories: Any, labels: Sequence[str]) -> Any:
    from openpyxl.chart.data_source import StrRef

    return StrRef(f=categories.numRef.f, strCache=_texts(labels))


def _texts(texts: Sequence[str]) -> StrData:
    return StrData(ptCount=len(texts), pt=[StrVal(idx=at, v=text) for at, text in enumerate(texts)])


def _numbered(drawn: BarChart) -> bytes:
    """The part's bytes, with one place for the relation that leads to the workbook."""
    root = etree.fromstring(etree.tostring(drawn._write()))
    data = etree.SubElement(root, f"{{{_CHART}}}externalData")
    data.set(f"{{{_RELATION}}}id", "HERE")
    etree.SubElement(data, f"{{{_CHART}}}autoUpdate").set("val", "0")
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml.replace(b"%", b"%%").replace(b'"HERE"', b'"%s"')


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return undated(out.getvalue())
