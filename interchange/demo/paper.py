"""A page of text as PDF, for what the demo's people attach and publish."""

LINES_FROM, LINE_HEIGHT, LETTERS = 790, 16, 88


def page(title: str, *paragraphs: str) -> bytes:
    """One A4 page in Helvetica: a title and some paragraphs."""
    lines = [line for paragraph in paragraphs for line in [*_wrapped(paragraph), ""]]
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    drawn = (
        f"BT /F1 18 Tf 60 {LINES_FROM} Td ({_escaped(title)}) Tj ET\n"
        f"BT /F1 11 Tf {LINE_HEIGHT} TL 60 {LINES_FROM - 40} Td\n{shown}ET"
    ).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    return _put_together(objects)


def _put_together(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= LETTERS:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
